/** Where this window's server is: the settings, the selected interpreter and PATH, put before the pure choice. */

import { existsSync } from "node:fs";
import { delimiter } from "node:path";
import * as vscode from "vscode";

import { findServer, type ServerCommand } from "./core/serverCommand";
import { selectedInterpreter } from "./python";

export async function findCommand(): Promise<ServerCommand | undefined> {
  const setting = vscode.workspace.getConfiguration("viscodex").get<readonly string[]>("command", []);
  const places = {
    setting,
    interpreter: setting.length > 0 ? undefined : await selectedInterpreter(),
    path: (process.env.PATH ?? "").split(delimiter),
    windows: process.platform === "win32",
  };
  return findServer(places, existsSync);
}
