/**
 * Which program is the language server: what the person set, what the Python environment has, what PATH has; in this
 * order. In: these three; out: the command as a value that is compared by equality, or nothing.
 */

export interface ServerCommand {
  readonly from: "setting" | "python" | "path";
  readonly program: string;
  readonly args: readonly string[];
}

export interface Places {
  /** `viscodex.command`: a program and its arguments; empty when not set. */
  readonly setting: readonly string[];
  /** The interpreter that is selected in this window; undefined when there is none, or it may not be used. */
  readonly interpreter: string | undefined;
  /** The folders of PATH, in order. */
  readonly path: readonly string[];
  readonly windows: boolean;
}

export const INSTALL = "pip install viscodex-lsp[local]";

/** The command, or undefined; `exists` says whether a file is there. */
export function findServer(places: Places, exists: (file: string) => boolean): ServerCommand | undefined {
  const [program, ...args] = places.setting;
  if (program !== undefined && program !== "") {
    return { from: "setting", program, args };
  }
  const beside = places.interpreter === undefined ? [] : besideInterpreter(places.interpreter, places.windows);
  const inPython = beside.find(exists);
  if (inPython !== undefined) {
    return { from: "python", program: inPython, args: [] };
  }
  const inPath = places.path.filter((folder) => isAbsolute(folder, places.windows)).map((folder) => join(folder, places.windows));
  const found = inPath.find(exists);
  return found === undefined ? undefined : { from: "path", program: found, args: [] };
}

export function sameCommand(one: ServerCommand | undefined, other: ServerCommand | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** How a person would type it. */
export function shown(command: ServerCommand): string {
  return [command.program, ...command.args].join(" ");
}

/** Where pip puts programs: beside the interpreter, on Windows also in its folder Scripts. */
function besideInterpreter(interpreter: string, windows: boolean): string[] {
  const folder = interpreter.replace(/[\\/][^\\/]*$/, "");
  return windows ? [join(folder, windows), join(`${folder}\\Scripts`, windows)] : [join(folder, windows)];
}

function join(folder: string, windows: boolean): string {
  return windows ? `${folder.replace(/\\$/, "")}\\viscodex-lsp.exe` : `${folder.replace(/\/$/, "")}/viscodex-lsp`;
}

/** A relative folder in PATH would run a program of the opened workspace. */
function isAbsolute(folder: string, windows: boolean): boolean {
  return windows ? /^([a-z]:)?[\\/]/i.test(folder) : folder.startsWith("/");
}
