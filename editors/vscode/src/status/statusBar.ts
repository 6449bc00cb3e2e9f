/** The status bar: model and engine, busy, missing, stopped. A click shows the status page. */

import * as vscode from "vscode";

import { statusBar } from "../core/status";
import type { Server } from "../server/server";

export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("viscodex.status", vscode.StatusBarAlignment.Right, 90);
  private readonly watch: vscode.Disposable;

  constructor(private readonly server: Server) {
    this.item.name = "VisCodex";
    this.item.command = "viscodex.showStatus";
    this.watch = server.onDidChange(() => {
      this.show();
    });
    this.show();
    this.item.show();
  }

  dispose(): void {
    this.watch.dispose();
    this.item.dispose();
  }

  private show(): void {
    const { state, progresses, lastStatus } = this.server;
    const { text, tooltip, warning } = statusBar(state, [...progresses.values()], lastStatus);
    this.item.text = text;
    this.item.tooltip = tooltip;
    this.item.backgroundColor = warning ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
  }
}
