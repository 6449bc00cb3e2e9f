/**
 * The composition root: registers everything at once and starts the server beside it, so that opening a file never
 * waits. What this file does is all that activation costs.
 */

import * as vscode from "vscode";

import { registerCommands } from "./commands";
import { Instruction } from "./instruction";
import { Key } from "./key";
import { registerDrop } from "./pictures/drop";
import { registerPaste } from "./pictures/paste";
import { Proposals } from "./proposals/proposals";
import { Conversation } from "./request/conversation";
import { Typing } from "./request/typing";
import { onPythonChange } from "./server/python";
import { Server } from "./server/server";
import { StatusBar } from "./status/statusBar";

export function activate(context: vscode.ExtensionContext): void {
  const begun = performance.now();
  const log = vscode.window.createOutputChannel("VisCodex", { log: true });
  const key = new Key(context.secrets);
  const instruction = new Instruction(context.workspaceState);
  const server = new Server({ log, key, instruction });
  const proposals = new Proposals(server);
  const typing = new Typing();
  const conversation = new Conversation(server, instruction, typing);
  context.subscriptions.push(log, key, server, proposals, typing, new StatusBar(server));
  context.subscriptions.push(registerPaste(conversation), registerDrop(conversation));
  context.subscriptions.push(registerCommands({ server, conversation, proposals, instruction, key, log, context }));
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("viscodex.command")) {
        void server.refresh();
      } else if (change.affectsConfiguration("viscodex")) {
        server.settingsChanged();
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void server.refresh()),
    key.onDidChange(() => void server.refresh()),
    onPythonChange(() => void server.refresh()),
  );
  void server.refresh();
  log.debug(`Activated in ${(performance.now() - begun).toFixed(1)} ms`);
}
