/** The Python interpreter that is selected in this window, asked from the Python extension where there is one. */

import * as vscode from "vscode";

interface PythonApi {
  readonly environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(path: { readonly path: string }): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
    onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

/** The interpreter's path; undefined without the extension, or in a workspace that is not trusted. */
export async function selectedInterpreter(): Promise<string | undefined> {
  if (!vscode.workspace.isTrusted) {
    return undefined;
  }
  const environments = (await pythonApi())?.environments;
  if (environments === undefined) {
    return undefined;
  }
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const environment = await environments.resolveEnvironment(environments.getActiveEnvironmentPath(folder));
  return environment?.executable.uri?.fsPath;
}

/** Calls back when another interpreter is selected. */
export function onPythonChange(changed: () => void): vscode.Disposable {
  const watches: vscode.Disposable[] = [];
  let disposed = false;
  void pythonApi().then((api) => {
    const watch = api?.environments.onDidChangeActiveEnvironmentPath(changed);
    if (watch !== undefined && disposed) {
      watch.dispose();
    } else if (watch !== undefined) {
      watches.push(watch);
    }
  });
  return new vscode.Disposable(() => {
    disposed = true;
    watches.forEach((watch) => void watch.dispose());
  });
}

async function pythonApi(): Promise<PythonApi | undefined> {
  const extension = vscode.extensions.getExtension<PythonApi>("ms-python.python");
  try {
    return await extension?.activate();
  } catch {
    // That extension reports its own failure; without it the server can still be found.
    return undefined;
  }
}
