/** What to do when there is no language server: said, and made easy. */

import * as vscode from "vscode";

import { installCommand } from "../core/serverCommand";

/** `lookAgain` is called when the person says that it is there now. */
export async function explainInstallation(lookAgain: () => Promise<unknown>): Promise<void> {
  const command = installCommand(process.platform === "win32");
  const sentence = `VisCodex found no language server. In the folder of its source, run: ${command}`;
  const choice = await vscode.window.showErrorMessage(sentence, "Copy the Command", "Set its Path", "Look Again");
  if (choice === "Copy the Command") {
    await vscode.env.clipboard.writeText(command);
  } else if (choice === "Set its Path") {
    await vscode.commands.executeCommand("workbench.action.openSettings", "viscodex.command");
  } else if (choice === "Look Again") {
    await lookAgain();
  }
}
