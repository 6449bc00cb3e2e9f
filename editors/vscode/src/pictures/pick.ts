/** Choosing a picture: the newest ones of the workspace with a small view of each, or any other file. */

import { basename } from "node:path";
import * as vscode from "vscode";

import { EXTENSIONS } from "../core/pictures";

const MOST_LISTED = 30;
const MOST_FOUND = 500;
const PATTERN = `**/*.{${EXTENSIONS.join(",")}}`;

interface Item extends vscode.QuickPickItem {
  readonly uri?: vscode.Uri;
}

/** The chosen picture; undefined when the person pressed Escape. */
export async function pickPicture(): Promise<vscode.Uri | undefined> {
  const items = newestPictures().then((uris): Item[] => [
    { label: "$(folder-opened) Browse…", description: "another picture file", alwaysShow: true },
    { label: "newest in this workspace", kind: vscode.QuickPickItemKind.Separator },
    ...uris.map((uri) => ({
      label: basename(uri.path),
      description: folderOf(vscode.workspace.asRelativePath(uri)),
      iconPath: uri,
      uri,
    })),
  ]);
  const choice = await vscode.window.showQuickPick(items, {
    title: "VisCodex: code from which picture?",
    matchOnDescription: true,
  });
  return choice === undefined ? undefined : (choice.uri ?? (await browse()));
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

async function browse(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: "Code from which picture?",
    openLabel: "Turn into Code",
    filters: { Pictures: [...EXTENSIONS] },
  });
  return chosen?.[0];
}

async function newestPictures(): Promise<vscode.Uri[]> {
  const found = await vscode.workspace.findFiles(PATTERN, "**/node_modules/**", MOST_FOUND);
  const dated = await Promise.all(found.map(async (uri) => ({ uri, time: await changedAt(uri) })));
  return dated
    .sort((one, other) => other.time - one.time)
    .slice(0, MOST_LISTED)
    .map(({ uri }) => uri);
}

async function changedAt(uri: vscode.Uri): Promise<number> {
  try {
    return (await vscode.workspace.fs.stat(uri)).mtime;
  } catch {
    // It was deleted between being found and being looked at.
    return 0;
  }
}
