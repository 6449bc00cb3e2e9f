/** What a paste and a drop have in common: where they are offered, what goes before them, the pictures they carry. */

import { basename } from "node:path";
import * as vscode from "vscode";

import { isPictureType, MOST_PICTURES, pictureUris } from "../core/pictures";
import type { Picture } from "../request/conversation";

export const KIND = vscode.DocumentDropOrPasteEditKind.Empty.append("viscodex", "code");
export const MIME_TYPES = ["image/*", "text/uri-list", "files"];
/** A spreadsheet's copy is text and a picture, and a page may take a picture as a link: those stay first. */
export const GOES_FIRST = [
  vscode.DocumentDropOrPasteEditKind.Text,
  vscode.DocumentDropOrPasteEditKind.Empty.append("uri"),
  vscode.DocumentDropOrPasteEditKind.Empty.append("markdown"),
  vscode.DocumentDropOrPasteEditKind.Empty.append("html"),
  vscode.DocumentDropOrPasteEditKind.Empty.append("css"),
];

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
