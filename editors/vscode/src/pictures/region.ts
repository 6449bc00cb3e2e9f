/** Lets the person choose a part of a picture by dragging over it in a panel; the PNG of that part comes back. */

import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

/** The chosen part; undefined when the person closed the panel or pressed Escape. */
export async function chooseRegion(shown: Uint8Array, extension: vscode.Uri): Promise<Uint8Array | undefined> {
  const folder = vscode.Uri.joinPath(extension, "dist");
  const panel = vscode.window.createWebviewPanel("viscodex.region", "Choose a Region", vscode.ViewColumn.Active, {
    enableScripts: true,
    localResourceRoots: [folder],
  });
  const script = panel.webview.asWebviewUri(vscode.Uri.joinPath(folder, "regionPanel.js"));
  const picture = `data:image/png;base64,${Buffer.from(shown).toString("base64")}`;
  return new Promise((resolve) => {
    panel.webview.onDidReceiveMessage((region: string | undefined) => {
      resolve(region === undefined ? undefined : Buffer.from(region, "base64"));
      panel.dispose();
    });
    panel.onDidDispose(() => {
      resolve(undefined);
    });
    panel.webview.html = page(picture, script.toString(), randomBytes(16).toString("hex"));
  });
}

function page(picture: string, script: string, nonce: string): string {
  const policy = `default-src 'none'; img-src data:; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<style nonce="${nonce}">
  body { margin: 0; padding: 8px; user-select: none; }
  p { margin: 0 0 8px; }
  #stage { position: relative; display: inline-block; cursor: crosshair; }
  #shot { display: block; max-width: 100%; }
  #frame { position: absolute; display: none; box-sizing: border-box; border: 2px solid var(--vscode-focusBorder);
    box-shadow: 0 0 0 9999px rgba(0, 0, 0, 0.5); pointer-events: none; }
  #clip { position: absolute; inset: 0; overflow: hidden; pointer-events: none; }
</style>
</head>
<body>
<p>Drag over the part to turn into code. Enter takes the whole picture, Escape stops.</p>
<div id="stage"><img id="shot" alt="The picture" draggable="false" src="${picture}"><div id="clip"><div id="frame"></div></div></div>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
