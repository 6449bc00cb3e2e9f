/** Decides whether the server is started, kept, restarted or given up, from what runs and what was found. */

import { sameCommand, type ServerCommand } from "./serverCommand";

export const MOST_CRASHES = 3;
export const CRASH_WINDOW_MS = 3 * 60 * 1000;

export type Step = "keep" | "start" | "restart" | "stop" | "nothing";

export interface Running {
  readonly command: ServerCommand;
  /** Changes when the API key does; never the key itself. */
  readonly keyVersion: number;
}

/** What to do now that `found` is the command and `keyVersion` the key's. */
export function nextStep(running: Running | undefined, found: ServerCommand | undefined, keyVersion: number): Step {
  if (running === undefined) {
    return found === undefined ? "nothing" : "start";
  }
  if (found === undefined) {
    return "stop";
  }
  return sameCommand(running.command, found) && running.keyVersion === keyVersion ? "keep" : "restart";
}

/** Whether a server that ended at each of `crashes` (milliseconds, the last one just now) is started once more. */
export function mayRestart(crashes: readonly number[]): boolean {
  const now = crashes.at(-1) ?? 0;
  return crashes.filter((time) => now - time < CRASH_WINDOW_MS).length <= MOST_CRASHES;
}
