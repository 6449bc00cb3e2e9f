/** What commands and pages share: the extension's parts, made once when it wakes. */

import type * as vscode from "vscode";

import type { Proposals } from "./proposals/proposals";
import type { Conversation } from "./request/conversation";
import type { Server } from "./server/server";
import type { Surroundings } from "./surroundings";

export interface Rooms extends Surroundings {
  readonly server: Server;
  readonly conversation: Conversation;
  readonly proposals: Proposals;
  readonly context: vscode.ExtensionContext;
}
