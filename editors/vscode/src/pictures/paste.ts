/**
 * "Paste as Code". Choosing it begins a job and inserts nothing itself: the code arrives as an edit of its own when the
 * model is done, so that one can type on meanwhile. Where the editor can paste text or a path instead, that stays first.
 */

import * as vscode from "vscode";

import { DOCUMENTS } from "../documents";
import type { Conversation, Picture } from "../request/conversation";
import type { Target } from "../request/target";
import { GOES_FIRST, KIND, MIME_TYPES, picturesOf } from "./transfer";

class CodePasteEdit extends vscode.DocumentPasteEdit {
  constructor(
    readonly target: Target,
    readonly pictures: readonly Picture[],
  ) {
    super("", "Paste as Code", KIND);
    this.yieldTo = GOES_FIRST;
  }
}

export function registerPaste(conversation: Conversation): vscode.Disposable {
  const provider: vscode.DocumentPasteEditProvider<CodePasteEdit> = {
    provideDocumentPasteEdits: async (document, [range], transfer, context) => {
      const chosen = context.only?.contains(KIND) === true || context.triggerKind === vscode.DocumentPasteTriggerKind.PasteAs;
      const hasText = transfer.get("text/plain") !== undefined;
      const { uri, version } = document;
      const pictures = hasText && !chosen ? [] : await picturesOf(transfer);
      return range === undefined || pictures.length === 0 ? [] : [new CodePasteEdit({ uri, range, version }, pictures)];
    },
    // Not awaited: the paste itself is over at once, the job has a progress of its own.
    resolveDocumentPasteEdit: (edit) => {
      void conversation.ask(edit.target, edit.pictures);
      return edit;
    },
  };
  const metadata = { providedPasteEditKinds: [KIND], pasteMimeTypes: MIME_TYPES };
  return vscode.languages.registerDocumentPasteEditProvider(DOCUMENTS, provider, metadata);
}
