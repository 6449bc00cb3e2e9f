"""In windows of their own: the local server, the screen, an untrusted workspace, no language server at all."""

import io
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from tests.editors.vscode.installed import ROOT
from tests.editors.vscode.opened import vscode
from tests.fixtures.machine.x11 import x11_display  # noqa: F401
from tests.fixtures.pictures.scenes import FILLED, PAGE, REPLY, png, workspace
from tests.fixtures.servers.scripted_engine import scripted_engine, stream


async def test_the_local_server_turns_a_pasted_page_into_its_code(tmp_path: Path, extensions: Path) -> None:
    """With nothing set at all, the picture of a table that is pasted into a page becomes that table's HTML."""
    site = tmp_path / "site"
    site.mkdir()
    shutil.copy(ROOT / "examples/nano/stock.png", site)
    (site / "index.html").write_text(PAGE)
    async with vscode(
        tmp_path,
        workspace=site,
        file="index.html",
        extensions=extensions,
        settings={"viscodex.embedded.idleSeconds": 5},
    ) as window:
        await window.shows(PAGE)
        # Only then the editor knows what its extensions show, pictures among it.
        await window.ready()
        await window.run("workbench.action.closeSidebar")
        await window.open("stock.png", group=2)
        await window.page.locator("iframe.webview.ready").wait_for()
        await window.open("index.html")
        await window.paste_picture((site / "stock.png").read_bytes(), line=5)
        await window.notice("lines of HTML from clipboard").wait_for()
        await window.keep_picture("embedded")
        text = await window.text()
    assert re.search(
        r"<main>\s+<div[^>]*>.*<table.*<th[^>]*>Price</th>.*<td[^>]*>\$18\.50</td>", text, re.DOTALL
    )


async def test_a_region_of_the_screen_is_chosen_by_dragging(
    tmp_path: Path,
    extensions: Path,
    x11_display: str,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The command shows a real screen, and sends just the part that is dragged out, in the screen's pixels."""
    monkeypatch.setenv("DISPLAY", x11_display)
    subprocess.run(["xsetroot", "-solid", "#123456"], check=True)
    site = workspace(tmp_path / "site")
    (site / "index.html").write_text(PAGE)
    async with scripted_engine(stream(REPLY)) as engine:
        person = {"viscodex.server.url": engine.url}
        async with vscode(
            tmp_path, workspace=site, file="index.html", extensions=extensions, settings=person
        ) as window:
            await window.shows(PAGE)
            await window.ready()
            await window.go_to(5)
            await window.begin("viscodex.fromRegion")
            await window.choose("Main monitor")
            await window.drag_out_the_middle(shot="region")
            await window.answer("VisCodex: image to code", "")
            await window.shows(FILLED)
    [sent] = engine.requests
    with Image.open(io.BytesIO(sent.picture)) as picture:
        assert picture.size == pytest.approx((320, 240), abs=3)
        assert picture.convert("RGB").getcolors() == [(picture.width * picture.height, (0x12, 0x34, 0x56))]


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
                await window.paste_picture(png(), line=5)
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
        await window.palette("VisCodex: Show Status")
        await window.notice("~/.viscodex/bin/pip install '.[local]'").wait_for()
        await window.keep_picture("missing")
        assert await window.text() == PAGE
