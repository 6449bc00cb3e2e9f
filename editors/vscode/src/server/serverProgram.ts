/** The server's program run for one answer: a screenshot, or the doctor's report. Never through a shell. */

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";

import type { ServerCommand } from "../core/serverCommand";
import { withSettings } from "../core/settings";
import type { Key } from "../key";

export interface Ran {
  readonly status: number | null;
  readonly said: string;
}

/** Its environment: the settings and the key that this editor knows. */
export async function programEnvironment(key: Key): Promise<Record<string, string>> {
  const settings = vscode.workspace.getConfiguration("viscodex.server");
  const known = { url: settings.get("url", ""), model: settings.get("model", "") };
  return withSettings(process.env, known, await key.read());
}

/** Run it to its end. */
export async function runServerProgram(
  command: ServerCommand,
  args: readonly string[],
  options: { env: Record<string, string> },
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command.program, [...command.args, ...args], { env: options.env, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("error", reject);
    child.on("close", (status) => {
      resolve({ status, said });
    });
  });
}

/** A PNG of a monitor of the machine that the server runs on; an error says why there is none. */
export async function captureMonitor(command: ServerCommand, monitor: number, env: Record<string, string>): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "viscodex-"));
  try {
    const file = join(folder, "screen.png");
    const ran = await runServerProgram(command, ["capture", "--monitor", String(monitor), "-o", file], { env });
    if (ran.status !== 0) {
      throw new Error(ran.said.trim().replace(/^viscodex-lsp: /, "") || "The screen could not be captured.");
    }
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
