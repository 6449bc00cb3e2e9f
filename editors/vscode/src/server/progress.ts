/** A job's work-done progress, shown as a notification that can be cancelled (the library would hide it). */

import * as vscode from "vscode";
import type { WorkDoneProgressBegin, WorkDoneProgressEnd, WorkDoneProgressReport } from "vscode-languageclient/node";

interface Shown {
  readonly report: (message: string) => void;
  readonly close: () => void;
}

export class JobProgress {
  private readonly shown = new Map<string, Shown>();

  /** `told` hears each message, undefined at the end; `cancel` is called when the person stops a job. */
  constructor(
    private readonly told: (token: string, message: string | undefined) => void,
    private readonly cancel: (token: string) => void,
  ) {}

  said(token: string, value: WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd): void {
    if (value.kind === "end") {
      this.end(token);
      return;
    }
    if (value.kind === "begin") {
      this.shown.set(token, this.open(token, value.title));
    }
    const message = value.message ?? "working";
    this.shown.get(token)?.report(message);
    this.told(token, message);
  }

  /** Take everything off the screen: the server has gone. */
  clear(): void {
    [...this.shown.keys()].forEach((token) => {
      this.end(token);
    });
  }

  private end(token: string): void {
    this.shown.get(token)?.close();
    this.shown.delete(token);
    this.told(token, undefined);
  }

  private open(token: string, title: string): Shown {
    let close = (): void => undefined;
    let early = "";
    // The editor opens the notification in its own time; what comes before that is shown then.
    let report = (message: string): void => {
      early = message;
    };
    const done = new Promise<void>((resolve) => {
      close = resolve;
    });
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    void vscode.window.withProgress(options, async (progress, stopped) => {
      report = (message) => {
        progress.report({ message });
      };
      report(early);
      stopped.onCancellationRequested(() => {
        this.cancel(token);
      });
      return done;
    });
    return {
      report: (message) => {
        report(message);
      },
      close: () => {
        close();
      },
    };
  }
}
