/** The commands of the palette and of the menus, each a few lines; what they do is in the rooms they call. */

import * as vscode from "vscode";

import { isPicturePath } from "./core/pictures";
import { pickPicture } from "./pictures/pick";
import { askAboutPart } from "./pictures/picturePart";
import { askAboutRegion, askAboutScreen } from "./pictures/screen";
import { KIND, pictureAt } from "./pictures/transfer";
import { proposalShown } from "./proposals/preview";
import { currentTarget, selectedTarget, type Target } from "./request/target";
import type { Rooms } from "./rooms";
import { examine } from "./status/doctor";
import { showStatus } from "./status/statusPage";

type Handler = (...args: unknown[]) => unknown;

export function registerCommands(rooms: Rooms): vscode.Disposable {
  const { server, proposals, key, log } = rooms;
  const handlers: Record<string, Handler> = {
    "viscodex.pasteAsCode": pasteAsCode,
    "viscodex.fromClipboard": () => withInstruction(rooms, pasteAsCode),
    "viscodex.fromFile": () => withTarget(rooms, currentTarget, (target) => fromFile(rooms, target)),
    "viscodex.fromScreen": () => withTarget(rooms, currentTarget, (target) => askAboutScreen(rooms, target)),
    "viscodex.fromRegion": () => withTarget(rooms, currentTarget, (target) => askAboutRegion(rooms, target)),
    "viscodex.fromPart": (uri) => withTarget(rooms, currentTarget, (target) => askAboutPart(rooms, target, uri)),
    "viscodex.rewriteSelection": () => withTarget(rooms, selectedTarget, (target) => rewrite(rooms, target)),
    "viscodex.fromExplorer": (uri, uris) => fromExplorer(rooms, uri, uris),
    "viscodex.apply": (shown) => proposals.apply(proposalShown(shown)),
    "viscodex.preview": (id) => proposals.preview(typeof id === "string" ? id : undefined),
    "viscodex.compare": (id) => proposals.compare(typeof id === "string" ? id : undefined),
    "viscodex.closer": () => withTarget(rooms, currentTarget, (target) => closer(rooms, target)),
    "viscodex.discard": (shown) => proposals.discard(proposalShown(shown)),
    "viscodex.stop": () => server.run("viscodex.cancel", {}),
    "viscodex.showStatus": () => showStatus(rooms),
    "viscodex.doctor": () => examine(rooms),
    "viscodex.setInstruction": () => rooms.instruction.ask(),
    "viscodex.setKey": () => key.ask(),
    "viscodex.restart": () => server.restart(),
    "viscodex.showLog": () => {
      log.show();
    },
  };
  const registered = Object.entries(handlers).map(([name, run]) => vscode.commands.registerCommand(name, run));
  return vscode.Disposable.from(...registered);
}

const PASTE_YOURSELF =
  "VisCodex: Put the cursor where the code should go and press Ctrl+V (on a Mac Cmd+V): a browser hands a picture over only then.";

/** The editor hands pictures of the clipboard to paste providers only, so that this is a paste of our kind. */
async function pasteAsCode(): Promise<void> {
  if (vscode.env.uiKind === vscode.UIKind.Web) {
    // There, a paste that a command begins carries text alone.
    void vscode.window.showInformationMessage(PASTE_YOURSELF);
    return;
  }
  await vscode.commands.executeCommand("editor.action.pasteAs", { kind: KIND.value });
}

async function withInstruction(rooms: Rooms, then: () => Promise<void>): Promise<void> {
  if ((await rooms.server.ready()) !== undefined && (await rooms.instruction.ask()) !== undefined) {
    await then();
  }
}

async function withTarget(
  rooms: Rooms,
  choose: () => Target | undefined,
  then: (target: Target) => Promise<void>,
): Promise<void> {
  const target = choose();
  if (target !== undefined && (await rooms.server.ready()) !== undefined) {
    await then(target);
  }
}

async function fromFile(rooms: Rooms, target: Target): Promise<void> {
  const uri = await pickPicture();
  if (uri !== undefined && (await rooms.instruction.ask()) !== undefined) {
    await rooms.conversation.ask(target, [pictureAt(uri)]);
  }
}

async function fromExplorer(rooms: Rooms, uri: unknown, uris: unknown): Promise<void> {
  const chosen = (Array.isArray(uris) ? uris : [uri]).filter((one) => one instanceof vscode.Uri);
  const pictures = chosen.filter((one) => isPicturePath(one.path)).map(pictureAt);
  await withTarget(rooms, currentTarget, (target) => rooms.conversation.ask(target, pictures));
}

/** What is selected, to a picture of the person's choice; without a selection, what was made here last. */
async function closer(rooms: Rooms, target: Target): Promise<void> {
  if (target.range.isEmpty) {
    const client = await rooms.server.ready();
    await rooms.server.run("viscodex.refine", { uri: client?.code2ProtocolConverter.asUri(target.uri) });
    return;
  }
  const uri = await pickPicture();
  if (uri !== undefined) {
    await rooms.conversation.ask(target, [pictureAt(uri)], "viscodex.refine");
  }
}

async function rewrite(rooms: Rooms, target: Target): Promise<void> {
  const sources: (vscode.QuickPickItem & { run: () => Promise<void> })[] = [
    { label: "$(clippy) The clipboard", run: () => withInstruction(rooms, pasteAsCode) },
    { label: "$(file-media) A picture file…", run: () => fromFile(rooms, target) },
    { label: "$(device-desktop) The screen…", run: () => askAboutScreen(rooms, target) },
    { label: "$(screen-normal) A region of the screen…", run: () => askAboutRegion(rooms, target) },
  ];
  const title = "VisCodex: rewrite the selection to match which picture?";
  await (await vscode.window.showQuickPick(sources, { title }))?.run();
}
