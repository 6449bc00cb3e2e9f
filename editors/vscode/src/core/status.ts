/** The texts of the status bar and the status page, from what is known of the server and its jobs. */

export interface Job {
  readonly id: string;
  readonly uri: string;
  readonly waiting: boolean;
  readonly tokens: number;
}

export interface Proposal {
  readonly id: string;
  readonly uri: string;
  readonly summary: string;
  readonly origin: string;
  /** How like its picture it is, in words; empty where nothing is compared. */
  readonly told?: string;
}

/** The answer to `viscodex/status`. */
export interface Status {
  readonly model: string;
  readonly engine: string;
  readonly jobs: readonly Job[];
  readonly proposals: readonly Proposal[];
}

export type ServerState =
  | { readonly kind: "missing" }
  | { readonly kind: "starting" }
  | { readonly kind: "stopped"; readonly sentence: string }
  | { readonly kind: "running" };

/** What the work-done progress of each job said last, in the order of their beginning. */
export type Progresses = readonly string[];

export interface Shown {
  readonly text: string;
  readonly tooltip: string;
  readonly warning: boolean;
}

export function statusBar(state: ServerState, progresses: Progresses, status: Status | undefined): Shown {
  switch (state.kind) {
    case "missing":
      return { text: "$(warning) VisCodex", tooltip: "The language server is not installed. Click for help.", warning: true };
    case "starting":
      return { text: "$(loading~spin) VisCodex", tooltip: "The language server is starting.", warning: false };
    case "stopped":
      return { text: "$(error) VisCodex", tooltip: state.sentence, warning: true };
    case "running":
      return { text: busyText(progresses), tooltip: tooltip(status), warning: false };
  }
}

/** "viscodex-nano on this machine" or "qwen at https://…"; never a user name or password that a URL may hold. */
export function engineLine(status: Pick<Status, "engine" | "model">): string {
  const model = status.model === "" ? "the server's first model" : status.model;
  return status.engine === "embedded" ? `${model} on this machine` : `${model} at ${withoutCredentials(status.engine)}`;
}

export function jobLine(job: Job): string {
  if (job.waiting) {
    return "waiting for the earlier request on this document";
  }
  return `working, ${job.tokens} ${job.tokens === 1 ? "token" : "tokens"} so far`;
}

/** Whether there is something to see beside the picture. */
export function isCompared({ told = "" }: Proposal): boolean {
  return told !== "" && told !== "not compared";
}

/** The proposals that were not there before. */
export function newProposals(status: Status, known: ReadonlySet<string>): readonly Proposal[] {
  return status.proposals.filter((proposal) => !known.has(proposal.id));
}

function busyText(progresses: Progresses): string {
  const [first] = progresses;
  if (first === undefined) {
    return "$(file-media) VisCodex";
  }
  const more = progresses.length > 1 ? ` (+${progresses.length - 1})` : "";
  return `$(loading~spin) VisCodex: ${first}${more}`;
}

function tooltip(status: Status | undefined): string {
  const where = status === undefined ? "Ready." : `${engineLine(status)}.`;
  return `Image to code: ${where} Click for the status.`;
}

function withoutCredentials(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//");
}
