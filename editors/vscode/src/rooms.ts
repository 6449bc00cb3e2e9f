/** What commands and pages share: the extension's parts, made once when it wakes. */

import type * as vscode from "vscode";

import type { Conversation } from "./conversation";
import type { Instruction } from "./instruction";
import type { Key } from "./key";
import type { Proposals } from "./proposals";
import type { Server } from "./server";

export interface Rooms {
  readonly server: Server;
  readonly conversation: Conversation;
  readonly proposals: Proposals;
  readonly instruction: Instruction;
  readonly key: Key;
  readonly log: vscode.LogOutputChannel;
  readonly context: vscode.ExtensionContext;
}
