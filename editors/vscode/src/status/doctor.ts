/** `viscodex-lsp doctor` with this editor's settings and key, its report in the log channel. */

import * as vscode from "vscode";

import type { Rooms } from "../rooms";
import { programEnvironment, runServerProgram } from "../server/serverProgram";

export async function examine(rooms: Rooms): Promise<void> {
  await rooms.server.ready();
  const { command } = rooms.server;
  if (command === undefined) {
    return;
  }
  const { log } = rooms;
  log.show(true);
  log.info("Doctor: looking at each part …");
  const options = { location: vscode.ProgressLocation.Window, title: "VisCodex: doctor" };
  const env = await programEnvironment(rooms.key);
  const ran = await vscode.window.withProgress(options, () => runServerProgram(command, ["doctor"], { env }));
  for (const line of ran.said.trim().split(/\r?\n/)) {
    if (line.startsWith("BAD")) {
      log.error(line);
    } else {
      log.info(line);
    }
  }
  const sentence = ran.status === 0 ? "Everything works." : "Something needs your attention; see the log for what to do.";
  rooms.server.say(sentence, ran.status === 0 ? "info" : "warning");
}
