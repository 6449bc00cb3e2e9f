/**
 * "Drop as Code": a dropped picture begins a job. The editor asks all providers, applies one edit, and tells nobody which
 * (it never resolves a drop's edit, up to 1.139 at least). So ours, when applied, creates an empty file in a file system of
 * our own: that is the sign that the person chose it. Nothing else ever sees that file.
 */

import * as vscode from "vscode";

import { DOCUMENTS } from "../documents";
import type { Conversation, Picture } from "../request/conversation";
import type { Target } from "../request/target";
import { GOES_FIRST, KIND, MIME_TYPES, picturesOf } from "./transfer";

const SCHEME = "viscodex-dropped";
/** A drop is chosen or forgotten at once, so that few are kept. */
const MOST_KEPT = 4;

interface Dropped {
  readonly target: Target;
  readonly pictures: readonly Picture[];
}

export function registerDrop(conversation: Conversation): vscode.Disposable {
  const waiting = new Map<string, Dropped>();
  let count = 0;
  const provider: vscode.DocumentDropEditProvider = {
    provideDocumentDropEdits: async (document, position, transfer) => {
      const { uri, version } = document;
      const pictures = await picturesOf(transfer);
      if (pictures.length === 0) {
        return undefined;
      }
      const path = `/${++count}`;
      const range = new vscode.Range(position, position);
      waiting.set(path, { target: { uri, range, version }, pictures });
      waiting.delete(`/${count - MOST_KEPT}`);
      return signal(path);
    },
  };
  const chosen = (path: string): void => {
    const dropped = waiting.get(path);
    if (dropped !== undefined) {
      void conversation.ask(dropped.target, dropped.pictures);
    }
  };
  const metadata = { providedDropEditKinds: [KIND], dropMimeTypes: MIME_TYPES };
  return vscode.Disposable.from(
    vscode.workspace.registerFileSystemProvider(SCHEME, new Signals(chosen)),
    vscode.languages.registerDocumentDropEditProvider(DOCUMENTS, provider, metadata),
  );
}

function signal(path: string): vscode.DocumentDropEdit {
  const edit = new vscode.DocumentDropEdit("", "Drop as Code", KIND);
  edit.yieldTo = GOES_FIRST;
  edit.additionalEdit = new vscode.WorkspaceEdit();
  edit.additionalEdit.createFile(vscode.Uri.from({ scheme: SCHEME, path }), { overwrite: true });
  return edit;
}

/** A file system that keeps nothing, and tells which file is created. */
class Signals implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  constructor(private readonly created: (path: string) => void) {}

  writeFile(uri: vscode.Uri): void {
    this.created(uri.path);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const type = uri.path === "/" ? vscode.FileType.Directory : vscode.FileType.File;
    return { type, ctime: 0, mtime: 0, size: 0 };
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  readFile(): Uint8Array {
    return new Uint8Array();
  }

  createDirectory(): void {
    // There is only the root.
  }

  delete(): void {
    // Nothing is kept.
  }

  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
}
