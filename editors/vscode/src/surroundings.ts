/** What the language server's process needs round it: where to log, the key, extra instructions. */

import type * as vscode from "vscode";

import type { Instruction } from "./instruction";
import type { Key } from "./key";

export interface Surroundings {
  readonly log: vscode.LogOutputChannel;
  readonly key: Key;
  readonly instruction: Instruction;
}
