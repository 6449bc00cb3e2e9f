/** A part of a picture file, chosen by dragging over it; also from the editor's own view of the picture. */

import { basename } from "node:path";
import * as vscode from "vscode";

import { isPicturePath } from "../core/pictures";
import type { Target } from "../request/target";
import type { Rooms } from "../rooms";
import { pickPicture } from "./pick";
import { chooseRegion } from "./region";

/** Ask about the part that the person marks in `given`, or in a picture that they pick. */
export async function askAboutPart(rooms: Rooms, target: Target, given: unknown): Promise<void> {
  const uri = given instanceof vscode.Uri && isPicturePath(given.path) ? given : (shownPicture() ?? (await pickPicture()));
  if (uri === undefined) {
    return;
  }
  const part = await chooseRegion(await vscode.workspace.fs.readFile(uri), rooms.context.extensionUri);
  if (part !== undefined && (await rooms.instruction.ask()) !== undefined) {
    await rooms.conversation.ask(target, [{ name: basename(uri.path), read: () => Promise.resolve(part) }]);
  }
}

/** The picture that the active tab shows. */
function shownPicture(): vscode.Uri | undefined {
  const shown: unknown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return shown instanceof vscode.TabInputCustom && isPicturePath(shown.uri.path) ? shown.uri : undefined;
}
