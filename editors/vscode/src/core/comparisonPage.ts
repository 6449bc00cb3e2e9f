/** The server's report as the page of a panel: in the editor's colours, with buttons, and no way to anywhere. Pure. */

/** The answer to `viscodex/report`, as far as it is used here. */
export interface Report {
  readonly id: string;
  readonly uri: string;
  readonly html: string;
}

const STYLE = `
  body { color: var(--vscode-foreground); background: var(--vscode-editor-background); font-family: var(--vscode-font-family); }
  body.vscode-dark, body.vscode-high-contrast { color-scheme: dark; }
  body.vscode-light, body.vscode-high-contrast-light { color-scheme: light; }
  nav { position: sticky; top: 0; display: flex; gap: 8px; padding: 10px 24px; z-index: 1;
    background: var(--vscode-editor-background); border-bottom: 1px solid var(--vscode-panel-border); }
  nav button { font: inherit; border: 0; border-radius: 2px; padding: 6px 14px; cursor: pointer;
    color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground); }
  nav button.main { color: var(--vscode-button-foreground); background: var(--vscode-button-background); }`;

const BUTTONS = `<nav>
<button class="main" data-verb="apply">Apply</button>
<button data-verb="closer">Make It Closer to the Picture</button>
<button data-verb="discard">Discard</button>
</nav>`;

const SCRIPT = `const editor = acquireVsCodeApi();
for (const button of document.querySelectorAll("nav button")) {
  button.addEventListener("click", () => {
    document.querySelectorAll("nav button").forEach((one) => { one.disabled = true; });
    editor.postMessage(button.dataset.verb);
    setTimeout(() => document.querySelectorAll("nav button").forEach((one) => { one.disabled = false; }), 2000);
  });
}`;

export function withButtons({ html }: Report, nonce: string): string {
  const policy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'`;
  return html
    .replace("<head>", () => `<head>\n<meta http-equiv="Content-Security-Policy" content="${policy}">`)
    .replace("</head>", () => `<style>${STYLE}</style>\n</head>`)
    .replace("<body>", () => `<body>\n${BUTTONS}`)
    .replace("</body>", () => `<script nonce="${nonce}">${SCRIPT}</script>\n</body>`);
}
