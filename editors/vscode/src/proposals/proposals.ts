/** What the server says to the person, and the results that wait: shown once, applied, previewed, discarded. */

import * as vscode from "vscode";
import type { CodeAction, LanguageClient, WorkspaceEdit } from "vscode-languageclient/node";

import { finishedProposals } from "../core/finished";
import type { Severity } from "../core/said";
import { isCompared, newProposals, type Proposal, type Status } from "../core/status";
import type { Server } from "../server/server";
import { Comparison } from "./comparison";
import { Preview } from "./preview";

export class Proposals implements vscode.Disposable {
  private known: ReadonlySet<string> = new Set();
  private readonly diff = new Preview();
  private readonly comparison: Comparison;
  private readonly listening: vscode.Disposable;

  constructor(private readonly server: Server) {
    this.comparison = new Comparison(server, this.finish.bind(this));
    this.listening = server.onDidSpeak(({ sentence, severity }) => void this.tell(sentence, severity));
  }

  /** Apply the proposal `id`, or the one that the person chooses. */
  async apply(id?: string): Promise<void> {
    await this.finish("apply", id ?? (await this.choose("apply"))?.id);
  }

  async discard(id?: string): Promise<void> {
    await this.finish("discard", id ?? (await this.choose("discard"))?.id);
  }

  /** Show a proposal beside its document, where it can be applied or discarded. */
  async preview(id?: string): Promise<void> {
    const client = await this.server.ready();
    const status = id === undefined ? undefined : await this.server.status();
    const chosen = status?.proposals.find((proposal) => proposal.id === id) ?? (await this.choose("preview"));
    if (chosen === undefined || client === undefined) {
      return;
    }
    const edit = await editOf(client, chosen);
    if (edit === undefined) {
      this.server.say("The proposal no longer fits its document.", "info");
      return;
    }
    await this.diff.show(chosen, edit);
    await this.offer(`${chosen.summary} from ${chosen.origin}: use this?`, chosen.id, ["Apply", "Discard"]);
  }

  /** Show a proposal beside the picture that it was made from. */
  async compare(id?: string): Promise<void> {
    const chosen = id ?? (await this.choose("compare"))?.id;
    if (chosen !== undefined) {
      await this.comparison.show(chosen);
    }
  }

  dispose(): void {
    this.listening.dispose();
    this.comparison.dispose();
    this.diff.dispose();
  }

  private async tell(sentence: string, severity: Severity): Promise<void> {
    void this.comparison.refresh();
    const text = `VisCodex: ${sentence}`;
    if (severity === "error" || severity === "warning") {
      const show = severity === "error" ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
      if ((await show(text, "Show Log")) === "Show Log") {
        this.server.around.log.show();
      }
      return;
    }
    const [proposal] = await this.news();
    if (proposal === undefined) {
      void vscode.window.showInformationMessage(text);
      return;
    }
    if (vscode.window.activeTextEditor?.document.uri.toString() === vscode.Uri.parse(proposal.uri).toString()) {
      // Where the cursor is at its place, it is shown there as ghost text.
      void vscode.commands.executeCommand("editor.action.inlineSuggest.trigger");
    }
    const compared = isCompared(proposal) ? ["Compare"] : [];
    await this.offer(sentence, proposal.id, ["Apply", "Preview", ...compared, "Discard"]);
  }

  private async offer(sentence: string, id: string, verbs: readonly string[]): Promise<void> {
    const choice = await vscode.window.showInformationMessage(`VisCodex: ${sentence}`, ...verbs);
    if (choice === "Preview") {
      await this.preview(id);
    } else if (choice === "Compare") {
      await this.compare(id);
    } else if (choice !== undefined) {
      await this.finish(choice === "Apply" ? "apply" : "discard", id);
    }
  }

  /** The proposals that came since the last look. */
  private async news(): Promise<readonly Proposal[]> {
    const status = await this.server.status();
    if (status === undefined) {
      return [];
    }
    const news = newProposals(status, this.known);
    this.known = new Set(status.proposals.map((proposal) => proposal.id));
    return news;
  }

  private async choose(verb: string): Promise<Proposal | undefined> {
    const client = await this.server.ready();
    const status: Status | undefined = client === undefined ? undefined : await this.server.status();
    if (status === undefined) {
      return undefined;
    }
    const [first, ...more] = [...status.proposals].reverse();
    if (first === undefined) {
      this.server.say("No proposal is waiting.", "info");
    }
    if (first === undefined || more.length === 0) {
      return first;
    }
    const items = [first, ...more].map((proposal) => ({
      label: `${proposal.summary} from ${proposal.origin}`,
      description: vscode.workspace.asRelativePath(vscode.Uri.parse(proposal.uri)),
      proposal,
    }));
    return (await vscode.window.showQuickPick(items, { title: `VisCodex: which proposal to ${verb}` }))?.proposal;
  }

  private async finish(verb: "apply" | "discard", id: string | undefined): Promise<void> {
    if (id !== undefined) {
      await this.diff.close(id);
      await this.server.run(`viscodex.${verb}Proposal`, { id });
    }
  }
}

/** The edit of the server's "Apply …" action for `proposal`. */
async function editOf(client: LanguageClient, proposal: Proposal): Promise<vscode.WorkspaceEdit | undefined> {
  const start = { line: 0, character: 0 };
  const actions = await client.sendRequest<CodeAction[] | null>("textDocument/codeAction", {
    textDocument: { uri: proposal.uri },
    range: { start, end: start },
    context: { diagnostics: [], only: ["refactor.rewrite.imageToCode"] },
  });
  const [apply] = finishedProposals<WorkspaceEdit, CodeAction>(actions ?? []).get(proposal.id) ?? [];
  return apply?.edit === undefined ? undefined : client.protocol2CodeConverter.asWorkspaceEdit(apply.edit);
}
