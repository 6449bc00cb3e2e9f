/** The API key, in the editor's secret store: read, asked for, forgotten. It is never logged nor written to a file. */

import * as vscode from "vscode";

const NAME = "viscodex.apiKey";

export class Key implements vscode.Disposable {
  /** Rises with each change, so that a changed key can be noticed without comparing keys. */
  version = 0;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly watch: vscode.Disposable;

  constructor(private readonly secrets: vscode.SecretStorage) {
    this.watch = secrets.onDidChange((change) => {
      if (change.key === NAME) {
        this.version += 1;
        this.changed.fire();
      }
    });
  }

  async read(): Promise<string | undefined> {
    return this.secrets.get(NAME);
  }

  /** Ask for a key and keep it; an empty answer forgets the one that is kept. */
  async ask(): Promise<void> {
    const key = await vscode.window.showInputBox({
      title: "VisCodex: API key of the model server",
      prompt: "Kept in the editor's secret store. Leave it empty to forget the key.",
      password: true,
      ignoreFocusOut: true,
    });
    if (key === undefined) {
      return;
    }
    await (key === "" ? this.secrets.delete(NAME) : this.secrets.store(NAME, key));
  }

  dispose(): void {
    this.watch.dispose();
    this.changed.dispose();
  }
}
