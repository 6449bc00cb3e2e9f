"""A real VS Code with the extension, in a browser, opened on a folder.

A test gives the workspace and the person's settings, and works with a `Window`.
"""

import asyncio
import contextlib
import json
import os
import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from playwright.async_api import Browser, Page, async_playwright

from tests.editors.vscode.companion import PATIENCE_SECONDS, Companion, companion
from tests.editors.vscode.installed import NODE, ROOT, SERVER
from tests.editors.vscode.window import WATCH_NOTICES, Window

# The first start of a window on a busy machine.
OPENING_SECONDS = 300
ADDRESS = re.compile(rb"Web UI available at http://[^:/]+:(\d+)")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
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
    "editor.autoClosingComments": "never",
    "editor.autoIndent": "none",
    "files.hotExit": "off",
    "workbench.reduceMotion": "on",
    "editor.cursorBlinking": "solid",
    "workbench.colorTheme": "Default Light Modern",
    # Nothing is compared with its picture unless a test is about that.
    "viscodex.truth.mode": "off",
}


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
    """Open `workspace`/`file`; everything of the editor's own is kept in `home`, and what an error saw in build/.

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
            companion() as hand,
            _server(home, extensions, path or with_server, hand) as (process_id, port),
            async_playwright() as playwright,
            _browser(playwright) as browser,
        ):
            page = await _page(browser, port, log)
            await page.add_init_script(f"({WATCH_NOTICES})()")
            await page.goto(f"http://127.0.0.1:{port}/?folder={workspace}")
            window = Window(page, hand, process_id, workspace, home)
            try:
                await hand.arrived(patience=OPENING_SECONDS)
                await window.open(file)
                yield window
                assert await window.unexpected() == []
            except Exception:
                await window.keep_evidence(home.name)
                raise


@contextlib.asynccontextmanager
async def _browser(playwright: Any) -> AsyncIterator[Browser]:
    browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM_FLAGS)
    try:
        yield browser
    finally:
        await browser.close()


async def _page(browser: Browser, port: int, log: TextIO) -> Page:
    context = await browser.new_context(viewport={"width": 1000, "height": 680})
    await context.grant_permissions(["clipboard-read", "clipboard-write"], origin=f"http://127.0.0.1:{port}")
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_SECONDS * 1000)

    page.on("dialog", lambda dialog: dialog.accept())
    page.on("console", lambda message: print(message.text, file=log, flush=True))

    async def stay_here(route: Any) -> None:
        inside = route.request.url.split("/")[2].split(":")[0] in ("127.0.0.1", "localhost")
        await (route.continue_() if inside else route.abort())

    await page.route(lambda url: not url.startswith(f"http://127.0.0.1:{port}/"), stay_here)
    return page


@contextlib.asynccontextmanager
async def _server(home: Path, extensions: Path, path: str, hand: Companion) -> AsyncIterator[tuple[int, int]]:
    """Its process and its port."""
    with (home / "server.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            NODE,
            SERVER,
            *("--host", "127.0.0.1", "--port", "0", "--without-connection-token"),
            *("--accept-server-license-terms", "--telemetry-level", "off", "--force-disable-user-env"),
            *("--user-data-dir", str(home / "user"), "--server-data-dir", str(home / "server")),
            *("--extensions-dir", str(extensions), "--builtin-extensions-dir", str(_few_built_in(home))),
            *("--reconnection-grace-time", "60"),
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
            env={**_environment(home), "PATH": path, "COMPANION_PORT": str(hand.port)},
        )
        try:
            assert process.stdout is not None
            async with asyncio.timeout(OPENING_SECONDS):
                port = await _port(process.stdout)
            drain = asyncio.ensure_future(process.stdout.read())
            yield process.pid, port
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
    """End the server and whatever it started: extension hosts, language servers, those that a test suspended too."""
    import psutil

    family: list[psutil.Process] = []
    with contextlib.suppress(psutil.NoSuchProcess):
        root = psutil.Process(process.pid)
        family = root.children(recursive=True)
        for one in (root, *family):
            with contextlib.suppress(psutil.NoSuchProcess):
                one.resume()
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


async def _port(output: asyncio.StreamReader) -> int:
    """The port that the server says it has chosen."""
    async for line in output:
        if found := ADDRESS.search(line):
            return int(found[1])
    raise RuntimeError("The editor's server ended while it started; server.log in its folder tells why.")
