/** What commands and pages share: the extension's parts, made once when it wakes. */

import type * as vscode from "vscode";

import type { Conversation } from "./conversation";
import type { Proposals } from "./proposals";
import type { Server } from "./server";
import type { Surroundings } from "./surroundings";

export interface Rooms extends Surroundings {
  readonly server: Server;
  readonly conversation: Conversation;
  readonly proposals: Proposals;
  readonly context: vscode.ExtensionContext;
}
