/**
 * Follows what was typed since a place was chosen: between a paste and the request the pictures are read and sent, and the
 * person may be asked for an instruction. A target with its version becomes its range in the document as it is now.
 */

import * as vscode from "vscode";

import { type Change, shifted } from "../core/shift";
import type { Target } from "./target";

const MOST_KEPT = 1000;

interface Step {
  readonly version: number;
  readonly changes: readonly Change[];
}

export class Typing implements vscode.Disposable {
  private readonly steps = new WeakMap<vscode.TextDocument, Step[]>();
  private readonly watch: vscode.Disposable;

  constructor() {
    this.watch = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      // The order in which they are listed is one in which they can be made one after the other.
      const changes = contentChanges.map(({ range, text }) => ({ start: range.start, end: range.end, text }));
      const steps = this.steps.get(document) ?? [];
      steps.push({ version: document.version, changes });
      this.steps.set(document, steps.slice(-MOST_KEPT));
    });
  }

  /** Where `target` is now; undefined when its document was closed, or too much was typed since to tell. */
  now({ uri, range, version }: Target): { readonly range: vscode.Range; readonly version: number } | undefined {
    const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
    if (document === undefined) {
      return undefined;
    }
    const steps = this.steps.get(document) ?? [];
    const forgotten = steps.length === MOST_KEPT && (steps[0]?.version ?? 0) > version + 1;
    if (forgotten || document.version < version) {
      return undefined;
    }
    const changes = steps.filter((step) => step.version > version).flatMap((step) => step.changes);
    const start = changes.reduce(shifted, range.start);
    const end = changes.reduce(shifted, range.end);
    return { range: new vscode.Range(start.line, start.character, end.line, end.character), version: document.version };
  }

  dispose(): void {
    this.watch.dispose();
  }
}
