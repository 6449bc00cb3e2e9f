/** The status page: model, engine, jobs and proposals, each line with what can be done about it. */

import * as vscode from "vscode";

import { engineLine, jobLine, type Status } from "../core/status";
import type { Rooms } from "../rooms";

/** A server that hangs must not keep this page away, from where it can be restarted. */
const STATUS_MS = 3000;

interface Line extends vscode.QuickPickItem {
  readonly run?: () => unknown;
}

export async function showStatus(rooms: Rooms): Promise<void> {
  if ((await rooms.server.ready()) === undefined) {
    return;
  }
  const status = await rooms.server.status(STATUS_MS);
  const lines = [...(status === undefined ? [] : statusLines(rooms, status)), ...ways(rooms)];
  const choice = await vscode.window.showQuickPick(lines, { title: "VisCodex: status" });
  await choice?.run?.();
}

function statusLines(rooms: Rooms, status: Status): Line[] {
  const { instruction, server } = rooms;
  const jobs = status.jobs.map((job) => ({
    label: `$(sync) ${fileName(job.uri)}: ${jobLine(job)}`,
    description: "cancel",
    run: () => server.run("viscodex.cancel", { job: job.id }),
  }));
  const proposals = status.proposals.map((proposal) => ({
    label: `$(git-pull-request) ${fileName(proposal.uri)}: ${proposal.summary} from ${proposal.origin}`,
    description: "preview",
    run: () => rooms.proposals.preview(proposal.id),
  }));
  return [
    { label: `$(server) ${engineLine(status)}`, description: "settings", run: () => openSettings("viscodex.server") },
    {
      label: `$(comment) ${instruction.text === "" ? "No instruction" : instruction.text}`,
      description: "change the extra instructions",
      run: () => instruction.ask(),
    },
    ...(jobs.length > 0 ? jobs : [{ label: "$(check) Nothing is being made" }]),
    ...proposals,
  ];
}

function ways(rooms: Rooms): Line[] {
  const command = (name: string) => () => vscode.commands.executeCommand(name);
  return [
    { label: "", kind: vscode.QuickPickItemKind.Separator },
    { label: "$(pulse) Check every part (doctor)", run: command("viscodex.doctor") },
    { label: "$(key) Set the API key…", run: command("viscodex.setKey") },
    { label: "$(gear) Settings", run: () => openSettings("viscodex") },
    { label: "$(output) Show the log", run: command("viscodex.showLog") },
    { label: "$(debug-restart) Restart the language server", run: () => rooms.server.restart() },
  ];
}

function openSettings(query: string): Thenable<unknown> {
  return vscode.commands.executeCommand("workbench.action.openSettings", query);
}

function fileName(uri: string): string {
  return vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
}
