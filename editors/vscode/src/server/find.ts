/** Finds this window's server: gathers the settings, the selected interpreter, PATH and the home folder for the choice. */

import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter } from "node:path";
import * as vscode from "vscode";

import { findServer, type ServerCommand } from "../core/serverCommand";
import { selectedInterpreter } from "./python";

export async function findCommand(): Promise<ServerCommand | undefined> {
  const setting = vscode.workspace.getConfiguration("viscodex").get<readonly string[]>("command", []);
  const places = {
    setting,
    interpreter: setting.length > 0 ? undefined : await selectedInterpreter(),
    path: (process.env.PATH ?? "").split(delimiter),
    home: homedir(),
    windows: process.platform === "win32",
  };
  return findServer(places, existsSync);
}
