/** A line that the server wrote to its log, and how severe it is. Pure. */

export type Level = "debug" | "info" | "warn" | "error";

const LEVELS: Readonly<Record<string, Level>> = {
  DEBUG: "debug",
  INFO: "info",
  WARNING: "warn",
  ERROR: "error",
  CRITICAL: "error",
};

/** The line's level, and its text without the date and the level, which the log channel writes itself. */
export function logLine(line: string): { readonly level: Level; readonly text: string } {
  const found = /^\S+ \S+ (DEBUG|INFO|WARNING|ERROR|CRITICAL) (.*)$/.exec(line);
  const level = LEVELS[found?.[1] ?? ""];
  // A line of another form goes on from the one before it, or is a crash: it must be seen.
  return level === undefined ? { level: "error", text: line } : { level, text: found?.[2] ?? "" };
}
