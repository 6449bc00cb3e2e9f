"""A real VS Code with the extension, in a browser: opened on a folder, driven as a person would.

In: a workspace and the person's settings. Out: a `Window` to type into, paste into and read from.
"""

import asyncio
import base64
import contextlib
import json
import os
import socket
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Locator, Page, async_playwright

from tests.editors.vscode.installed import NODE, ROOT, SERVER

PATIENCE_MS = 60_000
PICTURES = ROOT / "build/editors/vscode/pictures"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The middle of the title bar's left end, where nothing answers to the mouse.
NOWHERE = (120, 18)
BUILT_IN = ("html", "css", "javascript", "media-preview", "theme-defaults", "theme-seti")
QUIET = {
    "workbench.startupEditor": "none",
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.tips.enabled": False,
    "workbench.editor.useModal": "off",
    "chat.disableAIFeatures": True,
    "telemetry.telemetryLevel": "off",
    "update.mode": "none",
    "extensions.autoCheckUpdates": False,
    "extensions.ignoreRecommendations": True,
    "editor.minimap.enabled": False,
    "editor.acceptSuggestionOnEnter": "off",
    "editor.quickSuggestions": {"other": "off", "comments": "off", "strings": "off"},
    "editor.autoClosingBrackets": "never",
    "editor.autoIndent": "none",
    "files.hotExit": "off",
    "workbench.reduceMotion": "on",
    "editor.cursorBlinking": "solid",
    "workbench.colorTheme": "Default Light Modern",
}

PASTE = """async ({data, type}) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  await navigator.clipboard.write([new ClipboardItem({[type]: new Blob([bytes], {type})})]);
}"""
DROP = """([data, name]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, {type: "image/png"}));
  return transfer;
}"""
TEXT = """() => {
  const lines = [...document.querySelectorAll(".editor-instance .view-line")];
  const top = (line) => Number.parseInt(line.style.top, 10);
  const texts = lines.sort((one, other) => top(one) - top(other)).map((line) => line.textContent);
  return texts.join("\\n").replace(/\\u00a0/g, " ");
}"""


@dataclass
class Window:
    """One window of the editor, with one file open."""

    page: Page
    process_id: int
    settings_file: Path

    def notice(self, words: str) -> Locator:
        """A notification with these words in it."""
        return self.page.locator(".notification-list-item", has_text=words).first

    async def press(self, keys: str) -> None:
        await self.page.keyboard.press(keys)

    async def type(self, text: str) -> None:
        await self.page.keyboard.type(text)

    async def text(self) -> str:
        """The file as the editor shows it (all its lines must be in view)."""
        text: str = await self.page.evaluate(TEXT)
        return text

    async def shows(self, text: str) -> None:
        """Wait until the file reads `text`."""
        wanted = json.dumps(text.rstrip("\n"))
        await self.page.wait_for_function(f"() => ({TEXT})().trimEnd() === {wanted}")

    async def command(self, title: str) -> None:
        """Run a command from the palette."""
        await self.press("F1")
        box = self.page.locator(".quick-input-widget input")
        await box.wait_for()
        await box.fill(f">{title}")
        await self.page.locator(".quick-input-list .monaco-list-row", has_text=title).first.click()

    async def set(self, name: str, value: object) -> None:
        """Change one of the person's settings in their file, and wait until the editor has read it."""
        settings = json.loads(self.settings_file.read_text())
        # What is seen to change was read together with the setting.
        sign = "workbench.activityBar.location"
        hide = settings.get(sign) != "hidden"
        changed = {**settings, sign: "hidden" if hide else "default", name: value}
        await self.command("Preferences: Open User Settings (JSON)")
        await self.page.locator(".editor-instance .view-line", has_text="workbench.startupEditor").click()
        await self.press("Control+a")
        await self.page.locator(".editor-instance .selected-text").first.wait_for()
        await self.press("Delete")
        await self.page.keyboard.insert_text(json.dumps(changed))
        await self.press("Control+s")
        await self.page.locator(".part.activitybar").wait_for(state="hidden" if hide else "visible")

    async def open(self, file: str) -> None:
        """Open a file of the workspace by its name."""
        await self.press("Control+p")
        box = self.page.locator(".quick-input-widget input")
        await box.wait_for()
        await box.fill(file)
        await self.page.locator(".quick-input-list .monaco-list-row", has_text=file).first.click()
        await self.page.locator(".tab.active", has_text=file).wait_for()
        await self.focus()

    async def clear_notices(self) -> None:
        """Take all notifications away."""
        await self.command("Notifications: Clear All Notifications")

    async def go_to(self, line: int, column: int = 1) -> None:
        """Put the cursor there, both counted from 1."""
        await self.press("Control+g")
        box = self.page.locator(".quick-input-widget input")
        await box.wait_for()
        await box.fill(f":{line}:{column}")
        await box.press("Enter")
        await box.wait_for(state="hidden")

    async def copy_picture(self, png: bytes) -> None:
        """Put a picture on the clipboard of the person's machine."""
        await self.page.evaluate(PASTE, {"data": base64.b64encode(png).decode(), "type": "image/png"})

    async def drop_picture(self, png: bytes, *, line: int) -> None:
        """Drop a picture file from outside onto a line, counted from 1 in the view, with Shift held."""
        transfer = await self.page.evaluate_handle(DROP, [base64.b64encode(png).decode(), "mock.png"])
        target = self.page.locator(".editor-instance .view-line").nth(line - 1)
        box = await target.bounding_box()
        assert box is not None
        place = {"clientX": box["x"] + 2, "clientY": box["y"] + box["height"] / 2, "shiftKey": True}
        for event in ("dragenter", "dragover", "drop"):
            await target.dispatch_event(event, {**place, "dataTransfer": transfer})

    async def focus(self) -> None:
        """Put the keyboard into the file again, the cursor where it was."""
        await self.press("Control+1")

    async def ready(self) -> None:
        """Wait until the status bar shows that the language server runs."""
        await self.page.locator("[id$='viscodex.status'] .codicon-file-media").wait_for()

    async def status(self) -> str:
        """What the extension says in the status bar, once it is there."""
        item = self.page.locator("[id$='viscodex.status']")
        await item.wait_for()
        return (await item.text_content() or "").strip()

    async def keep_picture(self, name: str) -> None:
        """Keep a screenshot in build/, for people to look at."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        await self.page.mouse.move(*NOWHERE)
        await self.page.screenshot(path=PICTURES / f"{name}.png")


@contextlib.asynccontextmanager
async def vscode(
    home: Path,
    *,
    workspace: Path,
    file: str,
    extensions: Path,
    settings: Mapping[str, Any],
    path: str | None = None,
    trusting: bool = False,
) -> AsyncIterator[Window]:
    """Open `workspace`/`file`; everything of the editor's own is kept in `home`.

    Args:
        settings: The person's own settings.
        path: PATH of the extension's side; None for that with `viscodex-lsp` in it.
        trusting: Whether the person is asked to trust the workspace (else trust is switched off).
    """
    own = {**QUIET, "security.workspace.trust.enabled": trusting, **settings}
    for place in (home / "user/User/settings.json", home / "user/Machine/settings.json"):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(json.dumps(own))
    with_server = f"{ROOT / '.venv/bin'}:{os.environ['PATH']}"
    with (home / "console.log").open("w") as log:
        async with (
            _server(home, extensions, path or with_server) as (process, port),
            async_playwright() as playwright,
            _browser(playwright) as browser,
        ):
            page = await _page(browser, port)
            page.on("console", lambda message: print(message.text, file=log, flush=True))
            opened = f'[["openFile","vscode-remote://127.0.0.1:{port}{workspace / file}"]]'
            await page.goto(f"http://127.0.0.1:{port}/?folder={workspace}&payload={opened}")
            yield Window(page, process.pid, home / "user/User/settings.json")


@contextlib.asynccontextmanager
async def _browser(playwright: Any) -> AsyncIterator[Browser]:
    browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM_FLAGS)
    try:
        yield browser
    finally:
        await browser.close()


async def _page(browser: Browser, port: int) -> Page:
    context = await browser.new_context(viewport={"width": 1000, "height": 680})
    await context.grant_permissions(["clipboard-read", "clipboard-write"], origin=f"http://127.0.0.1:{port}")
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_MS)

    async def stay_here(route: Any) -> None:
        inside = route.request.url.split("/")[2].split(":")[0] in ("127.0.0.1", "localhost")
        await (route.continue_() if inside else route.abort())

    await page.route(lambda url: not url.startswith(f"http://127.0.0.1:{port}/"), stay_here)
    return page


@contextlib.asynccontextmanager
async def _server(
    home: Path, extensions: Path, path: str
) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    port = _free_port()
    with (home / "server.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            NODE,
            SERVER,
            *("--host", "127.0.0.1", "--port", str(port), "--without-connection-token"),
            *("--accept-server-license-terms", "--telemetry-level", "off", "--force-disable-user-env"),
            *("--user-data-dir", str(home / "user"), "--server-data-dir", str(home / "server")),
            *("--extensions-dir", str(extensions), "--builtin-extensions-dir", str(_few_built_in(home))),
            *("--reconnection-grace-time", "60"),
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
            env={**_environment(home), "PATH": path},
        )
        try:
            assert process.stdout is not None
            async with asyncio.timeout(PATIENCE_MS / 1000):
                while b"Web UI available" not in await process.stdout.readline():
                    pass
            drain = asyncio.ensure_future(process.stdout.read())
            yield process, port
            drain.cancel()
        finally:
            await _end(process)


def _few_built_in(home: Path) -> Path:
    """A folder with those of the editor's own extensions that a file of HTML needs: the others only cost time."""
    folder = home / "builtin"
    folder.mkdir()
    for name in BUILT_IN:
        (folder / name).symlink_to(SERVER.parents[1] / "extensions" / name)
    return folder


async def _end(process: asyncio.subprocess.Process) -> None:
    """End the server and whatever it started: extension hosts, language servers."""
    import psutil

    family = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    await process.wait()
    for child in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            child.terminate()


def _environment(home: Path) -> dict[str, str]:
    """The person's environment, without what would name a model."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("VISCODEX_", "VSCODE_"))
    }
    return {**kept, "HOME": str(home), "XDG_RUNTIME_DIR": str(home)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
