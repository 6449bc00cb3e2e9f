/**
 * The language server's process: found, started, kept, restarted only when its command or key changed. Others ask for
 * `ready()` and watch `state` and `progresses`.
 */

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

import { within } from "../core/patience";
import { mayRestart, nextStep, type Running } from "../core/restarts";
import { type Severity, sentenceOf } from "../core/said";
import { installCommand, type ServerCommand, shown } from "../core/serverCommand";
import type { ServerState, Status } from "../core/status";
import type { Surroundings } from "../surroundings";
import { findCommand } from "./find";
import { explainInstallation } from "./installation";

/** How long a server that is busy may take to tell its status. */
const STATUS_MS = 30_000;

export class Server implements vscode.Disposable {
  state: ServerState = { kind: "starting" };
  /** The last word of each job's progress. */
  readonly progresses = new Map<string, string>();
  /** What the server last answered to `viscodex/status`. */
  lastStatus: Status | undefined;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly spoke = new vscode.EventEmitter<{ sentence: string; severity: Severity }>();
  /** The server has a sentence for the person. */
  readonly onDidSpeak = this.spoke.event;
  private running: (Running & { client: LanguageClient }) | undefined;
  private queue: Promise<void> = Promise.resolve();
  private crashes: number[] = [];

  constructor(readonly around: Surroundings) {}

  /** The command that is running now. */
  get command(): ServerCommand | undefined {
    return this.running?.command;
  }

  /** Look for the server once more, and start, restart or stop what changed; steps wait for one another. */
  async refresh(): Promise<void> {
    return this.afterwards(() => this.step());
  }

  /** Forget what ran, and start it again. */
  async restart(): Promise<void> {
    return this.afterwards(async () => {
      this.crashes = [];
      await this.stop();
      await this.step();
    });
  }

  /** The running client; tells the person what to do when there is none. */
  async ready(): Promise<LanguageClient | undefined> {
    await this.queue;
    if (this.state.kind !== "running") {
      this.crashes = [];
      await this.refresh();
    }
    if (this.state.kind === "missing") {
      void explainInstallation(async () => this.ready());
    } else if (this.state.kind === "stopped") {
      this.say(this.state.sentence, "error");
    }
    return this.client;
  }

  /** The client, if it runs. */
  get client(): LanguageClient | undefined {
    return this.state.kind === "running" ? this.running?.client : undefined;
  }

  /** Show a sentence to the person. */
  say(sentence: string, severity: Severity): void {
    this.spoke.fire({ sentence, severity });
  }

  /** The server's status; undefined when it does not run or does not answer. */
  async status(patience = STATUS_MS): Promise<Status | undefined> {
    const { client } = this;
    try {
      this.lastStatus = client && (await within(patience, client.sendRequest<Status>("viscodex/status", {})));
    } catch (error) {
      this.around.log.warn(`No status: ${sentenceOf(error)}`);
      this.lastStatus = undefined;
    }
    this.changed.fire();
    return this.lastStatus;
  }

  /** Tell the server that the settings changed; it asks for them. */
  settingsChanged(): void {
    void this.client?.sendNotification("workspace/didChangeConfiguration", { settings: null });
  }

  /** Run one of the server's commands; its error is shown. */
  async run(command: string, argument: unknown): Promise<unknown> {
    const client = await this.ready();
    try {
      return await client?.sendRequest<unknown>("workspace/executeCommand", { command, arguments: [argument] });
    } catch (error) {
      this.say(sentenceOf(error), "error");
      return undefined;
    }
  }

  dispose(): void {
    void this.stop();
    this.changed.dispose();
    this.spoke.dispose();
  }

  /** Do it when all that was begun before is done; whatever fails, the next one is done too. */
  private async afterwards(work: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(async () => {
      try {
        await work();
      } catch (error) {
        this.around.log.error(error instanceof Error ? error : String(error));
        this.set({ kind: "stopped", sentence: "The language server could not be started. Click for the log." });
      }
    });
    return this.queue;
  }

  private async step(): Promise<void> {
    const found = await findCommand();
    const step = nextStep(this.running, found, this.around.key.version);
    if (step === "stop" || step === "restart") {
      await this.stop();
    }
    if (found !== undefined && (step === "start" || step === "restart")) {
      await this.start(found);
    } else if (found === undefined) {
      const command = installCommand(process.platform === "win32");
      this.around.log.warn(`No language server was found. In the folder of its source, run: ${command}`);
      this.set({ kind: "missing" });
    }
  }

  private async start(command: ServerCommand): Promise<void> {
    this.set({ kind: "starting" });
    this.around.log.info(`Starting ${shown(command)} (from ${command.from})`);
    const { createClient } = await import("./client.js");
    const keyVersion = this.around.key.version;
    const client: LanguageClient = createClient(command, {
      log: this.around.log,
      key: await this.around.key.read(),
      instruction: () => this.around.instruction.text,
      spoke: this.say.bind(this),
      progressed: this.progressed.bind(this),
      closed: () => {
        this.closed(client);
      },
      runs: () => {
        this.runs(client);
      },
      failed: () => {
        this.failed(client, command);
      },
    });
    this.running = { command, keyVersion, client };
    try {
      await client.start();
    } catch (error) {
      this.around.log.error(error instanceof Error ? error : String(error));
      this.failed(client, command);
    }
  }

  private async stop(): Promise<void> {
    const client = this.running?.client;
    this.running = undefined;
    this.progresses.clear();
    try {
      await client?.dispose();
    } catch (error) {
      // It hangs or was just starting: the library ends its process, and the next one need not wait for that.
      this.around.log.warn(`The language server did not end by itself: ${sentenceOf(error)}`);
    }
  }

  /** What a client says that was stopped meanwhile no longer counts. */
  private isCurrent(client: LanguageClient): boolean {
    return this.running?.client === client;
  }

  private runs(client: LanguageClient): void {
    if (this.isCurrent(client)) {
      this.set({ kind: "running" });
      void this.status();
    }
  }

  private failed(client: LanguageClient, command: ServerCommand): void {
    if (this.isCurrent(client)) {
      this.running = undefined;
      this.set({ kind: "stopped", sentence: `${shown(command)} could not be started. See the log for details.` });
    }
  }

  /** The process ended by itself: start it once more. One that ends while it starts has failed to start. */
  private closed(client: LanguageClient): void {
    if (!this.isCurrent(client) || this.state.kind !== "running") {
      return;
    }
    this.running = undefined;
    this.crashes.push(Date.now());
    if (mayRestart(this.crashes)) {
      this.around.log.warn("The language server ended; it is started again.");
      if (this.progresses.size > 0) {
        this.say("The language server ended while it worked, and is started again. Ask once more.", "warning");
      }
      this.set({ kind: "starting" });
      void this.refresh();
      return;
    }
    const sentence = "The language server ended again and again, and was not restarted. See the log for details.";
    this.set({ kind: "stopped", sentence });
    this.say(sentence, "error");
  }

  private progressed(token: string, message: string | undefined): void {
    if (message === undefined) {
      this.progresses.delete(token);
    } else {
      this.progresses.set(token, message);
    }
    this.changed.fire();
  }

  private set(state: ServerState): void {
    this.state = state;
    this.changed.fire();
  }
}
