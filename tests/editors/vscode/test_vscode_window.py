"""In the real VS Code: pictures become code by the menu, by paste and by drop, and nothing else is touched.

One window serves most cases, each with a file and an answer of the model of its own: opening it is what takes time.
"""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
import pytest_asyncio

from tests.e2e.scenes import FILLED, PAGE, REPLY, png, workspace
from tests.editors.vscode.installed import ROOT, ToolsMissing, install_extension
from tests.editors.vscode.window import PATIENCE_MS, Window, vscode
from tests.scripted_engine import Answer, ScriptedEngine, scripted_engine, stream

ASKED = "VISCODEX_TEST_VSCODE"
pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(
        not os.environ.get(ASKED),
        reason=f"set {ASKED}=1 to test in a real window: it needs two idle cores, since VS Code gives its "
        "extension host 60 seconds to start",
    ),
]

WITH_PICTURE = PAGE.replace("\n\n", '\n      <img src="mock.png">\n')
CASES = {
    "menu": WITH_PICTURE,
    **dict.fromkeys(("paste", "typing", "cancel", "drop", "preview", "killed"), PAGE),
}


@dataclass
class Desk:
    """The shared window, and the model behind it."""

    window: Window
    engine: ScriptedEngine

    async def open(self, case: str, answer: Answer) -> None:
        """Open the file of a case; the model gives `answer` to whatever it is asked from now on."""
        self.engine.requests.clear()
        self.engine._answers = [answer]
        await self.window.clear_notices()
        await self.window.open(f"{case}.html")
        await self.window.shows(CASES[case])


@pytest.fixture(scope="module")
def extensions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the extension as it would be installed."""
    folder = tmp_path_factory.mktemp("extensions")
    try:
        install_extension(folder)
    except ToolsMissing as missing:
        pytest.skip(str(missing))
    return folder


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory, extensions: Path) -> AsyncIterator[Desk]:
    """A window with a file for each case, the language server running, and the model that answers."""
    home = tmp_path_factory.mktemp("vscode")
    site = workspace(home / "site")
    for case, text in CASES.items():
        (site / f"{case}.html").write_text(text)
    async with scripted_engine(stream(REPLY)) as engine:
        person = {"viscodex.server.url": engine.url}
        async with vscode(
            home, workspace=site, file="menu.html", extensions=extensions, settings=person
        ) as window:
            await window.shows(WITH_PICTURE)
            await window.ready()
            yield Desk(window, engine)


def halted(gate: asyncio.Event) -> Answer:
    """The usual reply, stopped in its middle until `gate` opens."""
    return stream("```html\n", gate, REPLY.removeprefix("```html\n"))


async def test_an_action_of_the_menu_edits_the_file_in_one_step(desk: Desk) -> None:
    """Ctrl+. on a line that names a picture offers it, its code replaces nothing, and one undo takes it back."""
    await desk.open("menu", stream(REPLY))
    window = desk.window
    await window.go_to(5, 18)
    await window.press("Control+.")
    action = window.page.locator(".action-widget .monaco-list-row", has_text="from mock.png")
    await action.wait_for()
    await window.keep_picture("menu")
    await action.click()
    await window.notice("Inserted 2 lines of html from mock.png").wait_for()
    before, after = WITH_PICTURE.splitlines(), (await window.text()).splitlines()
    assert [line for line in after if line not in before] == [
        "      <h1>Hello</h1>",
        "      <p>World</p>",
    ]
    await window.focus()
    await window.press("Control+z")
    await window.shows(WITH_PICTURE)
    assert len(desk.engine.requests) == 1


async def test_a_pasted_picture_becomes_code_and_pasted_text_stays_text(desk: Desk) -> None:
    """Ctrl+V with a picture on the clipboard asks the model with its bytes; with text it is the paste it ever was."""
    await desk.open("paste", stream(REPLY))
    window = desk.window
    await window.go_to(5)
    await window.copy_picture(png(64, 48))
    await window.press("Control+v")
    await window.shows(FILLED)
    parts = desk.engine.requests[0].content["messages"][1]["content"]
    assert parts[0]["image_url"]["url"].startswith("data:image/png;base64,")
    await window.press("Control+z")
    await window.shows(PAGE)
    await window.page.evaluate("() => navigator.clipboard.writeText('plain')")
    await window.go_to(5)
    await window.press("Control+v")
    await window.shows(PAGE.replace("\n\n", "\nplain\n"))
    assert len(desk.engine.requests) == 1


async def test_typing_above_while_the_model_works_stays(desk: Desk) -> None:
    """One can type on after pasting: the code lands in its place, below what was typed."""
    gate = asyncio.Event()
    await desk.open("typing", halted(gate))
    window = desk.window
    await window.go_to(5)
    await window.copy_picture(png())
    await window.press("Control+v")
    await window.notice("Image to code").wait_for()
    await window.go_to(1)
    await window.type("<!-- mine -->\n")
    await window.shows("<!-- mine -->\n" + PAGE)
    gate.set()
    await window.shows("<!-- mine -->\n" + FILLED)


async def test_cancelling_leaves_the_file_as_it_was(desk: Desk) -> None:
    """Cancel on the notification ends the question to the model, says so, and changes nothing."""
    await desk.open("cancel", halted(asyncio.Event()))
    window = desk.window
    await window.go_to(5)
    await window.copy_picture(png())
    await window.press("Control+v")
    notice = window.notice("tokens")
    await notice.wait_for()
    await window.keep_picture("progress")
    await notice.hover()
    await notice.get_by_role("button", name="Cancel").click()
    await window.notice("Cancelled; nothing was changed").wait_for()
    async with asyncio.timeout(PATIENCE_MS / 1000):
        await desk.engine.requests[0].gone.wait()
    await window.shows(PAGE)


async def test_a_dropped_picture_becomes_code(desk: Desk) -> None:
    """A picture file from outside, dropped with Shift held, becomes code where it was dropped."""
    await desk.open("drop", stream(REPLY))
    await desk.window.drop_picture(png(), line=5)
    await desk.window.shows(FILLED)
    assert len(desk.engine.requests) == 1


async def test_a_server_that_was_killed_is_started_again(desk: Desk) -> None:
    """When the language server's process dies, the next picture is turned into code all the same."""
    await desk.open("killed", stream(REPLY))
    window = desk.window
    killed = language_servers(window)
    for process in killed:
        process.kill()
    await window.go_to(5)
    await window.copy_picture(png())
    await window.press("Control+v")
    await window.shows(FILLED)
    again = language_servers(window)
    assert (
        killed and again and {process.pid for process in again}.isdisjoint(process.pid for process in killed)
    )


async def test_a_proposal_is_previewed_before_it_is_applied(desk: Desk) -> None:
    """With delivery.mode "propose" nothing changes until the preview is applied."""
    await desk.open("preview", stream(REPLY))
    window = desk.window
    await window.set("viscodex.delivery.mode", "propose")
    await window.go_to(5)
    await window.copy_picture(png())
    await window.press("Control+v")
    notice = window.notice("are ready")
    await notice.wait_for()
    await window.shows(PAGE)
    await notice.get_by_role("button", name="Preview").click()
    apply = window.page.locator(".refactor-preview, .bulk-edit-panel").get_by_role("button", name="Apply")
    await apply.wait_for()
    await window.keep_picture("preview")
    await apply.click()
    await window.shows(FILLED)


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


def language_servers(window: Window) -> list[psutil.Process]:
    """The processes of the language server in this window, without the launchers of a script."""
    family = psutil.Process(window.process_id).children(recursive=True)
    return [process for process in family if "viscodex-lsp" in " ".join(process.cmdline())]
