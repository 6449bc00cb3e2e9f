/** What the server says to the person, and the results that wait: shown once, applied, previewed, discarded. */

import * as vscode from "vscode";
import type { LanguageClient, CodeAction } from "vscode-languageclient/node";

import { newProposals, type Proposal, type Status } from "./core/status";
import type { Server } from "./server";

type Severity = "error" | "warning" | "info";

export class Proposals implements vscode.Disposable {
  private known: ReadonlySet<string> = new Set();
  private readonly listening: vscode.Disposable;

  constructor(private readonly server: Server) {
    this.listening = server.onDidSpeak(({ sentence, severity }) => void this.tell(sentence, severity));
  }

  async apply(): Promise<void> {
    const proposal = await this.choose("apply");
    if (proposal !== undefined) {
      await this.send("viscodex.applyProposal", proposal);
    }
  }

  async discard(): Promise<void> {
    const proposal = await this.choose("discard");
    if (proposal !== undefined) {
      await this.send("viscodex.discardProposal", proposal);
    }
  }

  /** Show the proposal in the editor's refactor preview, where it can be applied or discarded. */
  async preview(proposal?: Proposal): Promise<void> {
    const chosen = proposal ?? (await this.choose("preview"));
    const client = await this.server.ready();
    if (chosen === undefined || client === undefined) {
      return;
    }
    const edit = await previewEdit(client, chosen);
    if (edit === undefined) {
      this.server.say("The proposal no longer fits its document.", "info");
      return;
    }
    await vscode.window.showTextDocument(vscode.Uri.parse(chosen.uri), { preserveFocus: false });
    await vscode.workspace.applyEdit(edit, { isRefactoring: true });
  }

  dispose(): void {
    this.listening.dispose();
  }

  private async tell(sentence: string, severity: Severity): Promise<void> {
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
    const choice = await vscode.window.showInformationMessage(text, "Apply", "Preview", "Discard");
    if (choice === "Preview") {
      await this.preview(proposal);
    } else if (choice !== undefined) {
      await this.send(choice === "Apply" ? "viscodex.applyProposal" : "viscodex.discardProposal", proposal);
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

  private async send(command: string, proposal: Proposal): Promise<void> {
    await this.server.run(command, { id: proposal.id });
  }
}

/** The server's own "Preview …" action for `proposal`: its edit asks to be confirmed. */
async function previewEdit(client: LanguageClient, proposal: Proposal): Promise<vscode.WorkspaceEdit | undefined> {
  const start = { line: 0, character: 0 };
  const actions = await client.sendRequest<CodeAction[] | null>("textDocument/codeAction", {
    textDocument: { uri: proposal.uri },
    range: { start, end: start },
    context: { diagnostics: [], only: ["refactor.rewrite.imageToCode"] },
  });
  const title = `Preview ${proposal.summary} from ${proposal.origin}`;
  const action = (actions ?? []).find((candidate) => candidate.title.startsWith(title));
  return action?.edit === undefined ? undefined : client.protocol2CodeConverter.asWorkspaceEdit(action.edit);
}
