/**
 * "Paste as code" and "Drop as code". Choosing one begins a job and inserts nothing itself: the code arrives as an edit
 * of its own when the model is done, so that one can type on meanwhile. Where the editor can paste text or a path
 * instead, that stays first.
 */

import { basename } from "node:path";
import * as vscode from "vscode";

import type { Conversation, Picture, Target } from "./conversation";
import { isPictureType, MOST_PICTURES, pictureUris } from "./core/pictures";

export const KIND = vscode.DocumentDropOrPasteEditKind.Empty.append("viscodex", "code");
const MIME_TYPES = ["image/*", "text/uri-list", "files"];
const DOCUMENTS = ["file", "untitled", "vscode-vfs"].map((scheme) => ({ scheme }));
/** A spreadsheet's copy is text and a picture, and a page may take a picture as a link: those stay first. */
const GOES_FIRST = [
  vscode.DocumentDropOrPasteEditKind.Text,
  vscode.DocumentDropOrPasteEditKind.Empty.append("uri"),
  vscode.DocumentDropOrPasteEditKind.Empty.append("markdown"),
  vscode.DocumentDropOrPasteEditKind.Empty.append("html"),
  vscode.DocumentDropOrPasteEditKind.Empty.append("css"),
];

interface Asked {
  readonly target: Target;
  readonly pictures: readonly Picture[];
}

class CodePasteEdit extends vscode.DocumentPasteEdit {
  constructor(readonly asked: Asked) {
    super("", "Paste as Code", KIND);
    this.yieldTo = GOES_FIRST;
  }
}

class CodeDropEdit extends vscode.DocumentDropEdit {
  constructor(readonly asked: Asked) {
    super("", "Drop as Code", KIND);
    this.yieldTo = GOES_FIRST;
  }
}

export function registerPasteAndDrop(conversation: Conversation): vscode.Disposable {
  const paste: vscode.DocumentPasteEditProvider<CodePasteEdit> = {
    provideDocumentPasteEdits: async (document, [range], transfer, context) => {
      const chosen = context.only?.contains(KIND) === true || context.triggerKind === vscode.DocumentPasteTriggerKind.PasteAs;
      const hasText = transfer.get("text/plain") !== undefined;
      const pictures = hasText && !chosen ? [] : await picturesOf(transfer);
      return range === undefined || pictures.length === 0 ? [] : [new CodePasteEdit(asked(document, range, pictures))];
    },
    resolveDocumentPasteEdit: (edit) => begin(conversation, edit),
  };
  const drop: vscode.DocumentDropEditProvider<CodeDropEdit> = {
    provideDocumentDropEdits: async (document, position, transfer) => {
      const pictures = await picturesOf(transfer);
      const range = new vscode.Range(position, position);
      return pictures.length === 0 ? [] : [new CodeDropEdit(asked(document, range, pictures))];
    },
    resolveDocumentDropEdit: (edit) => begin(conversation, edit),
  };
  return vscode.Disposable.from(
    vscode.languages.registerDocumentPasteEditProvider(DOCUMENTS, paste, {
      providedPasteEditKinds: [KIND],
      pasteMimeTypes: MIME_TYPES,
    }),
    vscode.languages.registerDocumentDropEditProvider(DOCUMENTS, drop, {
      providedDropEditKinds: [KIND],
      dropMimeTypes: MIME_TYPES,
    }),
  );
}

/** The pictures of a paste or a drop: files with bytes, or else picture files that are named. */
export async function picturesOf(transfer: vscode.DataTransfer): Promise<Picture[]> {
  const files = [...transfer].flatMap(([type, item]) => {
    const file = isPictureType(type) ? item.asFile() : undefined;
    return file === undefined ? [] : [file];
  });
  if (files.length > 0) {
    // The transfer ends with this call, so that the bytes must be read now.
    return Promise.all(files.slice(0, MOST_PICTURES).map(pictureOf));
  }
  const list = await transfer.get("text/uri-list")?.asString();
  return pictureUris(list ?? "").map((uri) => pictureAt(vscode.Uri.parse(uri)));
}

/** A picture file, read when it is needed. */
export function pictureAt(uri: vscode.Uri): Picture {
  return { name: basename(uri.path), read: () => vscode.workspace.fs.readFile(uri) };
}

async function pictureOf(file: vscode.DataTransferFile): Promise<Picture> {
  const data = await file.data();
  return { name: file.name === "image.png" ? "clipboard" : file.name, read: () => Promise.resolve(data) };
}

function asked(document: vscode.TextDocument, range: vscode.Range, pictures: readonly Picture[]): Asked {
  return { target: { uri: document.uri, range, version: document.version }, pictures };
}

/** Not awaited: the paste itself is over at once, the job has a progress of its own. */
function begin<Edit extends { readonly asked: Asked }>(conversation: Conversation, edit: Edit): Edit {
  void conversation.ask(edit.asked.target, edit.asked.pictures);
  return edit;
}
