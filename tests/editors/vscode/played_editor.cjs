// Plays the editor's side of the extension API in plain Node: enough to start the built extension with the real language
// server, paste a picture into one document, and see the edit arrive. Prints one JSON object: what the person would see.
// The environment names EXTENSION, SERVER (empty: none is set), ENGINE (a URL), PICTURE (a PNG), TEXT (the document),
// INTERPRETER (what the Python extension has selected; "broken": it fails; empty: it is not installed), TRUSTED ("no"), and
// TYPED (what is typed at the very top between the paste and its request).
"use strict";
const fs = require("node:fs");
const Module = require("node:module");

const { EXTENSION, SERVER, ENGINE, PICTURE, INTERPRETER, TRUSTED, TYPED } = process.env;
const never = () => ({ dispose() {} });
const events = /^on[A-Z]/;

/** Answers to any name: what the extension's library touches and this play does not need. */
function anything() {
  return new Proxy(function () {}, {
    get: (target, name) => {
      if (name === "then" || typeof name === "symbol") return undefined;
      if (name === "prototype") return target.prototype;
      return events.test(name) ? never : (target[name] ??= anything());
    },
    apply: () => anything(),
  });
}

/** `known`, and for every other name `other(name)`, made once. */
function withRest(known, other) {
  return new Proxy(known, { get: (target, name) => (name in target ? target[name] : (target[name] = other(String(name)))) });
}

class EventEmitter {
  constructor() {
    this.listeners = new Set();
    this.event = (listener, self) => {
      const bound = self ? listener.bind(self) : listener;
      this.listeners.add(bound);
      return { dispose: () => this.listeners.delete(bound) };
    };
  }
  fire(value) {
    [...this.listeners].forEach((listener) => listener(value));
  }
  dispose() {}
}

class Disposable {
  constructor(end) {
    this.dispose = () => end?.();
  }
  static from(...all) {
    return new Disposable(() => all.forEach((one) => one.dispose()));
  }
}

class Uri {
  constructor(path) {
    Object.assign(this, { scheme: "file", authority: "", path, fsPath: path, query: "", fragment: "" });
  }
  toString() {
    return `file://${this.path}`;
  }
  static parse(text) {
    return new Uri(text.replace("file://", ""));
  }
}

class Position {
  constructor(line, character) {
    Object.assign(this, { line, character });
  }
}

class Range {
  constructor(a, b, c, d) {
    this.start = typeof a === "number" ? new Position(a, b) : a;
    this.end = typeof a === "number" ? new Position(c, d) : b;
  }
}

class Kind {
  constructor(value) {
    this.value = value;
  }
  append(...parts) {
    return new Kind([this.value, ...parts].filter(Boolean).join("."));
  }
  contains() {
    return false;
  }
}
Kind.Empty = new Kind("");
Kind.Text = new Kind("text");

class Edit {
  constructor(insertText, title, kind) {
    Object.assign(this, { insertText, title, kind });
  }
}

class TextEdit {
  constructor(range, newText) {
    Object.assign(this, { range, newText });
  }
  static replace(range, text) {
    return new TextEdit(range, text);
  }
}

class WorkspaceEdit {
  set(_, edits) {
    this.edits = edits.map((edit) => (Array.isArray(edit) ? edit[0] : edit));
  }
}

const document = { uri: new Uri("/index.html"), version: 1, languageId: "html", isClosed: false, text: process.env.TEXT };
document.getText = () => document.text;
const changes = new EventEmitter();
const seen = { messages: [], status: [], applied: 0, commands: 0, contexts: {} };
const providers = {};
const commands = {};

/** Replace one range of the document, and tell of it as an editor does. */
function change({ range, newText }) {
  const lines = document.text.split("\n");
  const offset = ({ line, character }) => lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, character);
  const [from, to] = [offset(range.start), offset(range.end)];
  document.text = document.text.slice(0, from) + newText + document.text.slice(to);
  document.version += 1;
  const contentChanges = [{ range, rangeOffset: from, rangeLength: to - from, text: newText }];
  changes.fire({ document, contentChanges, reason: undefined });
}

function message(text) {
  seen.messages.push(text);
  return Promise.resolve(undefined);
}

const python = {
  activate: () => (INTERPRETER === "broken" ? Promise.reject(new Error("no Python here")) : Promise.resolve({ environments })),
};
const environments = {
  getActiveEnvironmentPath: () => ({ path: INTERPRETER }),
  resolveEnvironment: ({ path }) => Promise.resolve({ executable: { uri: new Uri(path) } }),
  onDidChangeActiveEnvironmentPath: never,
};

const log = withRest({ logLevel: 3 }, (name) => (events.test(name) ? never : (...said) => console.error(name, ...said)));
const settings = { command: SERVER ? [SERVER] : [], server: { url: ENGINE }, truth: { mode: "off" } };
const vscode = withRest(
  {
    EventEmitter,
    Disposable,
    Uri,
    Position,
    Range,
    Selection: Range,
    TextEdit,
    WorkspaceEdit,
    DocumentDropOrPasteEditKind: Kind,
    CodeActionKind: Kind,
    DocumentPasteEdit: Edit,
    DocumentDropEdit: Edit,
    version: "1.100.0",
    ThemeColor: class {},
    ProgressLocation: {},
    StatusBarAlignment: {},
    DocumentPasteTriggerKind: { Automatic: 0, PasteAs: 1 },
    LogLevel: { Info: 3 },
    CancellationTokenSource: class {
      token = { isCancellationRequested: false, onCancellationRequested: never };
      dispose() {}
    },
    env: { language: "en", appName: "played" },
    extensions: { getExtension: (id) => (INTERPRETER && id === "ms-python.python" ? python : undefined) },
    commands: {
      registerCommand: (name, run) => {
        if (name in commands) throw new Error(`the command ${name} is registered twice`);
        commands[name] = run;
        return { dispose: () => delete commands[name] };
      },
      executeCommand: (name, key, value) => {
        if (name === "setContext") seen.contexts[key] = value;
        return Promise.resolve();
      },
    },
    window: withRest(
      {
        createOutputChannel: () => log,
        createStatusBarItem: () => ({ set text(text) { seen.status.push(text); }, show() {}, dispose() {} }),
        visibleTextEditors: [],
        tabGroups: { all: [], onDidChangeTabs: never },
        withProgress: (_, work) => work({ report() {} }, { onCancellationRequested: never }),
        showInformationMessage: message,
        showWarningMessage: message,
        showErrorMessage: message,
      },
      (name) => (events.test(name) ? never : anything()),
    ),
    languages: withRest(
      {
        registerDocumentPasteEditProvider: (_, provider) => ((providers.paste = provider), never()),
        match: () => 10,
      },
      () => never,
    ),
    workspace: withRest(
      {
        isTrusted: TRUSTED !== "no",
        textDocuments: [document],
        notebookDocuments: [],
        workspaceFolders: [],
        getConfiguration: () => ({ get: (name, otherwise) => ({ ...settings, viscodex: settings })[name] ?? otherwise }),
        onDidChangeTextDocument: changes.event,
        applyEdit: (edit) => {
          seen.applied += 1;
          edit.edits.forEach(change);
          return Promise.resolve(true);
        },
      },
      (name) => (events.test(name) ? never : anything()),
    ),
  },
  (name) => (/^[A-Z]/.test(name) ? class {} : anything()),
);

/** Resolves when `ready()` holds; looked at whenever something was seen. */
function until(ready) {
  return new Promise((resolve) => {
    const look = setInterval(() => ready() && (clearInterval(look), resolve()), 50);
  });
}

async function play() {
  const load = Module._load;
  Module._load = (name, ...rest) => (name === "vscode" ? vscode : load(name, ...rest));
  const memory = { get: (_, otherwise) => otherwise };
  const secrets = { get: () => Promise.resolve(undefined), onDidChange: never };
  require(EXTENSION).activate({ subscriptions: [], secrets, workspaceState: memory, extensionUri: new Uri("/") });
  seen.commands = Object.keys(commands).length;
  const file = { name: "image.png", data: () => Promise.resolve(new Uint8Array(fs.readFileSync(PICTURE))) };
  const picture = ["image/png", { asFile: () => file }];
  const range = new Range(4, 0, 4, 0);
  const paste = (...items) =>
    providers.paste.provideDocumentPasteEdits(document, [range], new Map(items), { triggerKind: 0 });
  seen.offeredBesideText = (await paste(picture, ["text/plain", { asFile: () => undefined }])).length;
  const [edit] = await paste(picture);
  seen.offered = { title: edit.title, insertText: edit.insertText };
  if (TYPED) change({ range: new Range(0, 0, 0, 0), newText: TYPED });
  providers.paste.resolveDocumentPasteEdit(edit);
  await until(() => seen.messages.length > 0);
  seen.text = document.text;
  fs.writeSync(1, JSON.stringify(seen));
  process.exit(0);
}

void play();
