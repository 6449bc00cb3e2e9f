// Of the tests alone, never shipped: does in the window what a test asks for, and answers when it is done. It calls the test
// at the loopback's port COMPANION_PORT; each line is a JSON object, `{id, task, ...}` in, `{id}` or `{id, error}` out.
"use strict";
const net = require("node:net");
const { createInterface } = require("node:readline");
const vscode = require("vscode");

const TIDY = [
  "workbench.action.closeQuickOpen",
  "workbench.action.closeAllEditors",
  "workbench.action.closePanel",
  "notifications.clearAll",
  "workbench.action.focusActiveEditorGroup",
];

const tasks = {
  run: ({ command }) => vscode.commands.executeCommand(command),
  // What waits for the person is over only when they have answered.
  begin: ({ command }) => void vscode.commands.executeCommand(command),
  // The place of the cursor is counted from 1.
  open: ({ path, line, column, group }) => {
    const place = new vscode.Position(line - 1, column - 1);
    const options = { selection: new vscode.Range(place, place), viewColumn: group, preview: false };
    return vscode.commands.executeCommand("vscode.open", vscode.Uri.file(path), options);
  },
  set: ({ name, value }) => vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global),
  tidy: async () => {
    // A saved file closes without a question.
    await vscode.workspace.saveAll(true);
    for (const command of TIDY) {
      await vscode.commands.executeCommand(command);
    }
  },
};

async function answer({ id, task, ...asked }) {
  try {
    await tasks[task](asked);
    return { id };
  } catch (error) {
    return { id, error: String(error) };
  }
}

exports.activate = (context) => {
  const line = net.connect(Number(process.env.COMPANION_PORT), "127.0.0.1");
  createInterface({ input: line }).on("line", async (text) => {
    line.write(`${JSON.stringify(await answer(JSON.parse(text)))}\n`);
  });
  context.subscriptions.push({ dispose: () => line.destroy() });
};
