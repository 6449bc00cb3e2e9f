/**
 * A proposal beside its picture: the server's report in a panel, where the proposal can be applied, brought closer to the
 * picture, or discarded. The panel follows the proposal, and closes when it is gone.
 */

import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

import { type Report, withButtons } from "../core/comparisonPage";
import { sentenceOf } from "../core/said";
import type { Server } from "../server/server";

export class Comparison implements vscode.Disposable {
  private shown: { readonly panel: vscode.WebviewPanel; readonly id: string } | undefined;

  constructor(
    private readonly server: Server,
    private readonly finish: (verb: "apply" | "discard", id: string) => Promise<void>,
  ) {}

  /** Show the proposal `id` beside its picture. */
  async show(id: string): Promise<void> {
    this.shown?.panel.dispose();
    const panel = vscode.window.createWebviewPanel("viscodex.comparison", "Compared with Its Picture", vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [],
    });
    this.shown = { panel, id };
    panel.onDidDispose(() => {
      if (this.shown?.panel === panel) {
        this.shown = undefined;
      }
    });
    panel.webview.html = "<!doctype html><p>Drawing the page …</p>";
    const report = await this.report(id, true);
    if (report === undefined) {
      panel.dispose();
      return;
    }
    panel.webview.onDidReceiveMessage((verb) => void this.act(verb, report));
    if (this.shows(panel)) {
      this.fill(panel, report);
    }
  }

  /** Show what the proposal has become; close where it is gone. */
  async refresh(): Promise<void> {
    const { shown } = this;
    if (shown === undefined) {
      return;
    }
    const report = await this.report(shown.id, false);
    if (report === undefined) {
      shown.panel.dispose();
    } else {
      this.fill(shown.panel, report);
    }
  }

  dispose(): void {
    this.shown?.panel.dispose();
  }

  /** Not closed, and not followed by another, meanwhile. */
  private shows(panel: vscode.WebviewPanel): boolean {
    return this.shown?.panel === panel;
  }

  private fill(panel: vscode.WebviewPanel, report: Report): void {
    panel.webview.html = withButtons(report, randomBytes(16).toString("hex"));
  }

  private async act(verb: unknown, { id, uri }: Report): Promise<void> {
    if (verb === "closer") {
      await this.server.run("viscodex.refine", { uri, id });
    } else if (verb === "apply" || verb === "discard") {
      this.dispose();
      await this.finish(verb, id);
    }
  }

  private async report(id: string, aloud: boolean): Promise<Report | undefined> {
    const client = await this.server.ready();
    try {
      return await client?.sendRequest<Report>("viscodex/report", { id });
    } catch (error) {
      if (aloud) {
        this.server.say(sentenceOf(error), "error");
      }
      return undefined;
    }
  }
}
