/** A proposal beside its document, in the editor's own diff: in, the edit; out, a tab where it can be read in full. */

import { basename } from "node:path";
import * as vscode from "vscode";

import { replaced } from "../core/finished";
import type { Proposal } from "../core/status";

const SCHEME = "viscodex-proposal";

export class Preview implements vscode.Disposable, vscode.TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();
  private readonly registered: vscode.Disposable;

  constructor() {
    this.registered = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.texts.delete(uri.toString());
      }),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? "";
  }

  /** Show what `edit` would make of the proposal's document. */
  async show(proposal: Proposal, edit: vscode.WorkspaceEdit): Promise<void> {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(proposal.uri));
    const replacements = edit.get(document.uri).map(({ range, newText }) => ({
      start: document.offsetAt(range.start),
      end: document.offsetAt(range.end),
      text: newText,
    }));
    const shown = vscode.Uri.from({ scheme: SCHEME, path: document.uri.path, query: proposal.id });
    this.texts.set(shown.toString(), replaced(document.getText(), replacements));
    const title = `${basename(document.uri.path)}: ${proposal.summary} from ${proposal.origin}`;
    await vscode.commands.executeCommand("vscode.diff", document.uri, shown, title, { preview: true });
  }

  /** Close the tabs that show this proposal. */
  async close(id: string): Promise<void> {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    await vscode.window.tabGroups.close(tabs.filter(({ input }) => shownIn(input) === id));
  }

  dispose(): void {
    this.registered.dispose();
  }
}

/** The proposal that a URI of the preview shows; undefined for any other thing. */
export function proposalShown(uri: unknown): string | undefined {
  return uri instanceof vscode.Uri && uri.scheme === SCHEME ? uri.query : undefined;
}

function shownIn(input: unknown): string | undefined {
  return input instanceof vscode.TabInputTextDiff ? proposalShown(input.modified) : undefined;
}
