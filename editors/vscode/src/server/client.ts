/** Makes the language client: what it sends, what it does its own way. The only file that loads the client library. */

import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type Middleware,
  MessageType,
  RevealOutputChannelOn,
  ShowMessageNotification,
  State,
} from "vscode-languageclient/node";

import { finishedProposals } from "../core/finished";
import { logLine } from "../core/logLine";
import { deservesLightbulb, isQuestion, needsClipboardHere, withInstruction } from "../core/offers";
import { type Severity, sentenceOf } from "../core/said";
import type { ServerCommand } from "../core/serverCommand";
import { withSettings } from "../core/settings";
import { DOCUMENTS } from "../documents";
import { JobProgress } from "./progress";

export interface Ears {
  readonly log: vscode.LogOutputChannel;
  readonly key: string | undefined;
  readonly instruction: () => string;
  readonly spoke: (sentence: string, severity: Severity) => void;
  /** A job's progress said something; undefined when it ended. */
  readonly progressed: (token: string, message: string | undefined) => void;
  /** The process ended by itself. */
  readonly closed: () => void;
  readonly runs: () => void;
  readonly failed: () => void;
}

/** The library's own words about a server that fails are for the log: the extension has a sentence for the person. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

export function createClient(command: ServerCommand, ears: Ears): LanguageClient {
  const progress = new JobProgress(ears.progressed, (token) => {
    void client.sendNotification("window/workDoneProgress/cancel", { token });
  });
  const client: LanguageClient = new QuietClient(
    "viscodex",
    "VisCodex",
    {
      command: command.program,
      args: [...command.args, "--stdio"],
      options: { env: withSettings(process.env, { url: "", model: "" }, ears.key) },
    },
    {
      documentSelector: DOCUMENTS,
      outputChannel: ears.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      stdioOptions: { stdout: passOn, stderr: passOn },
      middleware: middleware(ears, progress),
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        // Starting it again is left to whoever made the client: the library would also do so while it still starts.
        closed: () => {
          ears.closed();
          return { action: CloseAction.DoNotRestart, message: "The language server's process ended.", handled: true };
        },
      },
    },
  );
  client.onNotification(ShowMessageNotification.type, ({ type, message }) => {
    ears.spoke(message.replace(/^VisCodex: /, ""), severity(type));
  });
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) {
      // The walkthrough's first step is done when the server runs, not when it was only looked for.
      void vscode.commands.executeCommand("setContext", "viscodex.serverHasRun", true);
      ears.runs();
    } else if (newState === State.StartFailed) {
      ears.failed();
    } else if (newState === State.Stopped) {
      progress.clear();
    }
  });
  return client;
}

/** What the server writes beside the protocol goes into the log channel, each line at its own level. */
function passOn(output: Readable, log: vscode.LogOutputChannel): void {
  createInterface({ input: output, terminal: false }).on("line", (line) => {
    const { level, text } = logLine(line);
    log[level](text);
  });
}

function middleware(ears: Ears, progress: JobProgress): Middleware {
  return {
    handleWorkDoneProgress: (token, params) => {
      progress.said(String(token), params);
    },
    provideCodeActions: async (document, range, context, token, next) => {
      const actions = (await next(document, range, context, token)) ?? [];
      previewInDiff(actions);
      if (context.triggerKind === vscode.CodeActionTriggerKind.Invoke) {
        return actions;
      }
      return actions.filter((action) => deservesLightbulb(argumentOf(action)));
    },
    provideInlineCompletionItems: async (document, position, context, token, next) => {
      const found = (await next(document, position, context, token)) ?? [];
      // In code that is indented Tab would indent, not take what is shown; a key of package.json mends that.
      const shown = (Array.isArray(found) ? found : found.items).length > 0;
      void vscode.commands.executeCommand("setContext", "viscodex.ghostText", shown);
      return found;
    },
    executeCommand: async (command, args: unknown[], next) => {
      const [question, ...rest] = args;
      if (command === "viscodex.imageToCode" && needsClipboardHere(question)) {
        return vscode.commands.executeCommand("viscodex.pasteAsCode");
      }
      try {
        const asked = isQuestion(question) ? withInstruction(question, ears.instruction()) : question;
        return (await next(command, args.length === 0 ? [] : [asked, ...rest])) as unknown;
      } catch (error) {
        ears.spoke(sentenceOf(error), "error");
        return undefined;
      }
    },
  };
}

/** The editor's own preview starts with nothing ticked, so that its Apply would do nothing: the diff takes its place. */
function previewInDiff(actions: readonly (vscode.Command | vscode.CodeAction)[]): void {
  const whole = actions.filter((action) => action instanceof vscode.CodeAction);
  for (const [id, [, preview]] of finishedProposals<vscode.WorkspaceEdit, vscode.CodeAction>(whole)) {
    if (preview !== undefined) {
      delete preview.edit;
      preview.command = { title: preview.title, command: "viscodex.preview", arguments: [id] };
    }
  }
}

function argumentOf(action: vscode.Command | vscode.CodeAction): unknown {
  const command = typeof action.command === "object" ? action.command : undefined;
  return (command?.arguments as unknown[] | undefined)?.[0];
}

function severity(type: MessageType): Severity {
  if (type === MessageType.Error) {
    return "error";
  }
  return type === MessageType.Warning ? "warning" : "info";
}
