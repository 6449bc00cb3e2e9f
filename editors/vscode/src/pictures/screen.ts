/** Screenshots: of a monitor, or of a region chosen by dragging. */

import * as vscode from "vscode";

import { sentenceOf } from "../core/said";
import type { Target } from "../request/target";
import type { Rooms } from "../rooms";
import { captureMonitor, programEnvironment } from "../server/serverProgram";
import { chooseRegion } from "./region";

const SECONDS_TO_SWITCH = 4;

interface Shot extends vscode.QuickPickItem {
  readonly monitor: number;
  readonly seconds: number;
}

const SHOTS: readonly Shot[] = [
  { label: "Main monitor", monitor: 1, seconds: 0 },
  { label: `Main monitor, in ${SECONDS_TO_SWITCH} seconds`, detail: "Time to bring another window to the front", monitor: 1, seconds: SECONDS_TO_SWITCH },
  { label: "Second monitor", monitor: 2, seconds: 0 },
  { label: "Third monitor", monitor: 3, seconds: 0 },
];

export async function askAboutScreen(rooms: Rooms, target: Target): Promise<void> {
  const screenshot = await take(rooms);
  if (screenshot !== undefined && (await rooms.instruction.ask()) !== undefined) {
    await rooms.conversation.ask(target, [{ name: "screenshot", read: () => Promise.resolve(screenshot) }]);
  }
}

export async function askAboutRegion(rooms: Rooms, target: Target): Promise<void> {
  const screenshot = await take(rooms);
  const region = screenshot && (await chooseRegion(screenshot, rooms.context.extensionUri));
  if (region !== undefined && (await rooms.instruction.ask()) !== undefined) {
    await rooms.conversation.ask(target, [{ name: "screenshot", read: () => Promise.resolve(region) }]);
  }
}

async function take(rooms: Rooms): Promise<Uint8Array | undefined> {
  const shot = await vscode.window.showQuickPick(SHOTS, { title: "VisCodex: screenshot of what?" });
  const { command } = rooms.server;
  if (shot === undefined || command === undefined) {
    return undefined;
  }
  const title = "VisCodex: taking the screenshot";
  const options = { location: vscode.ProgressLocation.Window, title };
  try {
    return await vscode.window.withProgress(options, async () => {
      await new Promise((resolve) => setTimeout(resolve, shot.seconds * 1000));
      return captureMonitor(command, shot.monitor, await programEnvironment(rooms.key));
    });
  } catch (error) {
    rooms.server.say(sentenceOf(error), "error");
    return undefined;
  }
}
