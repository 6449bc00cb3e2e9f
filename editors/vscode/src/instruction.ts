/** Extra instructions to the model ("as a React component"), remembered per workspace. */

import * as vscode from "vscode";

const NAME = "viscodex.instruction";

export class Instruction {
  constructor(private readonly memory: vscode.Memento) {}

  get text(): string {
    return this.memory.get<string>(NAME, "");
  }

  /** Ask for it, the last one filled in; undefined when the person pressed Escape. */
  async ask(): Promise<string | undefined> {
    const text = await vscode.window.showInputBox({
      title: "VisCodex: image to code",
      prompt: "Extra instructions, if any. Enter goes on, Escape stops.",
      placeHolder: "For example: as a React component",
      value: this.text,
      ignoreFocusOut: true,
    });
    if (text !== undefined) {
      await this.memory.update(NAME, text.trim());
    }
    return text?.trim();
  }
}
