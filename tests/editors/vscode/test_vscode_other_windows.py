"""In windows of their own: the embedded model, a workspace that is not trusted, no language server at all."""

import json
import os
import re
import shutil
from pathlib import Path

from tests.e2e.scenes import FILLED, PAGE, REPLY, png, workspace
from tests.editors.vscode.installed import ROOT
from tests.editors.vscode.opened import vscode
from tests.scripted_engine import scripted_engine, stream


async def test_the_embedded_model_turns_a_pasted_page_into_its_code(tmp_path: Path, extensions: Path) -> None:
    """With nothing set at all, the picture of a table that is pasted into a page becomes that table's HTML."""
    site = tmp_path / "site"
    site.mkdir()
    shutil.copy(ROOT / "examples/stock.png", site)
    (site / "index.html").write_text(PAGE)
    async with vscode(
        tmp_path,
        workspace=site,
        file="index.html",
        extensions=extensions,
        settings={"viscodex.embedded.idleSeconds": 5},
    ) as window:
        await window.shows(PAGE)
        await window.command("View: Toggle Primary Side Bar Visibility")
        await window.open("stock.png")
        await window.command("View: Move Editor into Next Group")
        await window.page.locator("iframe.webview.ready").wait_for()
        await window.page.locator(".editor-instance .view-line").first.click()
        await window.ready()
        await window.go_to(5)
        await window.copy_picture((site / "stock.png").read_bytes())
        await window.press("Control+v")
        await window.notice("lines of html from clipboard").wait_for()
        await window.keep_picture("embedded")
        text = await window.text()
    assert re.search(r"<main>\s+<(section|div)[^>]*>.*<table.*<th>Price</th>.*</main>", text, re.DOTALL)


async def test_an_untrusted_workspace_cannot_choose_the_server(tmp_path: Path, extensions: Path) -> None:
    """In restricted mode the model is the person's own, whatever the workspace's settings name."""
    async with scripted_engine(stream(REPLY)) as foreign:
        site = workspace(tmp_path / "site")
        (site / ".vscode").mkdir()
        named = {"viscodex.server.url": foreign.url, "viscodex.command": ["/bin/false"]}
        (site / ".vscode/settings.json").write_text(json.dumps(named))
        (site / "index.html").write_text(PAGE)
        async with scripted_engine(stream(REPLY)) as own:
            person = {"viscodex.server.url": own.url, "security.workspace.trust.startupPrompt": "never"}
            async with vscode(
                tmp_path,
                workspace=site,
                file="index.html",
                extensions=extensions,
                settings=person,
                trusting=True,
            ) as window:
                await window.shows(PAGE)
                await window.page.locator(".statusbar-item", has_text="Restricted Mode").wait_for()
                await window.ready()
                await window.go_to(5)
                await window.copy_picture(png())
                await window.press("Control+v")
                await window.shows(FILLED)
                assert (len(own.requests), len(foreign.requests)) == (1, 0)


async def test_without_a_server_the_person_is_told_what_to_install(tmp_path: Path, extensions: Path) -> None:
    """No server in the settings, in Python or in PATH: a command says what to install, and changes nothing."""
    site = workspace(tmp_path / "site")
    (site / "index.html").write_text(PAGE)
    bare = os.pathsep.join(
        folder
        for folder in os.environ["PATH"].split(os.pathsep)
        if not Path(folder, "viscodex-lsp").exists() and Path(folder) != ROOT / ".venv/bin"
    )
    async with vscode(
        tmp_path, workspace=site, file="index.html", extensions=extensions, settings={}, path=bare
    ) as window:
        await window.shows(PAGE)
        assert "VisCodex" in await window.status()
        await window.command("VisCodex: Show Status")
        await window.notice("pip install viscodex-lsp[local]").wait_for()
        await window.keep_picture("missing")
        assert await window.text() == PAGE
