/**
 * Chooses the program of the language server: what the person set, else what the selected Python environment has, else
 * what PATH has, else what the folder `~/.viscodex` has, where the README installs it. Commands are compared by equality.
 */

export interface ServerCommand {
  readonly from: "setting" | "python" | "path" | "home";
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
  /** The person's home folder. */
  readonly home: string;
  readonly windows: boolean;
}

/** What installs the server; typed in the folder of the project. Windows' own shell knows no `&&`. */
export function installCommand(windows: boolean): string {
  return windows
    ? 'py -m venv $HOME\\.viscodex; & $HOME\\.viscodex\\Scripts\\pip install ".[local]"'
    : "python3 -m venv ~/.viscodex && ~/.viscodex/bin/pip install '.[local]'";
}

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
  if (found !== undefined) {
    return { from: "path", program: found, args: [] };
  }
  const own = inHome(places.home, places.windows);
  return exists(own) ? { from: "home", program: own, args: [] } : undefined;
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

function inHome(home: string, windows: boolean): string {
  return join(windows ? `${home}\\.viscodex\\Scripts` : `${home}/.viscodex/bin`, windows);
}

function join(folder: string, windows: boolean): string {
  return windows ? `${folder.replace(/\\$/, "")}\\viscodex-lsp.exe` : `${folder.replace(/\/$/, "")}/viscodex-lsp`;
}

/** A relative folder in PATH would run a program of the opened workspace. */
function isAbsolute(folder: string, windows: boolean): boolean {
  return windows ? /^([a-z]:)?[\\/]/i.test(folder) : folder.startsWith("/");
}
