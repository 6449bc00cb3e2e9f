/** Where the code goes: the selection of the editor that the person works in. */

import * as vscode from "vscode";

import { SCHEMES } from "../documents";

/** Where the code goes; `version` is the document's when the place was chosen. */
export interface Target {
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
  readonly version: number;
}

/** The active editor's selection; where a picture or a panel has the focus, the text editor beside it. */
export function currentTarget(): Target | undefined {
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors.find(isDocument);
  if (editor === undefined || !isDocument(editor)) {
    void vscode.window.showInformationMessage("VisCodex: Open the file that the code should go into, then try again.");
    return undefined;
  }
  const { document, selection } = editor;
  return { uri: document.uri, range: new vscode.Range(selection.start, selection.end), version: document.version };
}

/** The same, for rewriting: there must be a selection. */
export function selectedTarget(): Target | undefined {
  const target = currentTarget();
  if (target?.range.isEmpty === true) {
    void vscode.window.showInformationMessage("VisCodex: Select the code to rewrite first.");
    return undefined;
  }
  return target;
}

function isDocument(editor: vscode.TextEditor): boolean {
  return SCHEMES.includes(editor.document.uri.scheme);
}
