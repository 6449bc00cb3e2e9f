"""In the real VS Code: pictures become code by the menu, by paste and by drop, and nothing else is touched.

One window serves most cases, each with a file and an answer of the model of its own: opening it is what takes time.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
import pytest_asyncio

from tests.e2e.scenes import FILLED, PAGE, REPLY, png, workspace
from tests.editors.vscode.window import PATIENCE_MS, Window, vscode
from tests.scripted_engine import Answer, ScriptedEngine, scripted_engine, stream

pytestmark = pytest.mark.asyncio(loop_scope="module")

WITH_PICTURE = PAGE.replace("\n\n", '\n      <img src="mock.png">\n')
CASES = {
    "menu": WITH_PICTURE,
    **dict.fromkeys(("paste", "typing", "cancel", "drop", "explorer", "killed", "preview", "panel"), PAGE),
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

    async def propose(self, case: str) -> Window:
        """Paste a picture into the file of a case and wait for the proposal, which changes nothing yet."""
        await self.open(case, stream(REPLY))
        await self.window.go_to(5)
        await self.window.copy_picture(png())
        await self.window.press("Control+v")
        await self.window.notice("are ready").wait_for()
        await self.window.shows(CASES[case])
        return self.window


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


@pytest_asyncio.fixture(loop_scope="module")
async def proposing(desk: Desk) -> AsyncIterator[None]:
    """Meanwhile, results wait as proposals."""
    await desk.window.set("viscodex.delivery.mode", "propose")
    yield
    await desk.window.set("viscodex.delivery.mode", "apply")


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


async def test_a_picture_of_the_explorer_becomes_code_in_the_open_file(desk: Desk) -> None:
    """Its context menu puts the code at the cursor of the file that is open, and drops the picture's name nowhere."""
    await desk.open("explorer", stream(REPLY))
    window = desk.window
    await window.go_to(5)
    picture = window.page.locator(".explorer-folders-view .monaco-list-row", has_text="mock.png")
    await picture.click(button="right")
    await window.page.get_by_role("menuitem", name="Image to Code into the Active Editor").click()
    await window.shows(FILLED)
    assert len(desk.engine.requests) == 1


async def test_the_status_bar_leads_to_the_status_page(desk: Desk) -> None:
    """A click on it tells the model's address and what is being made; its entries lead on to the doctor."""
    await desk.open("menu", stream(REPLY))
    window = desk.window
    await window.page.locator("[id$='viscodex.status']").click()
    lines = window.page.locator(".quick-input-list .monaco-list-row")
    await lines.filter(has_text="Nothing is being made").wait_for()
    assert desk.engine.url in (await lines.first.text_content() or "")
    await window.keep_picture("status")
    await lines.filter(has_text="Check every part").click()
    # The scripted model answers with code whatever it is shown, and the doctor shows it a red square.
    await window.notice("Something needs your attention").wait_for()
    report = window.page.locator(".part.panel .view-line", has_text="ok")
    await report.filter(has_text="scripted").wait_for()
    await window.keep_picture("doctor")
    await window.command("View: Toggle Panel Visibility")


@pytest.mark.usefixtures("proposing")
async def test_a_proposal_is_seen_as_a_difference_before_it_is_applied(desk: Desk) -> None:
    """With delivery.mode "propose" nothing changes until the shown difference is accepted; one undo takes it back."""
    window = await desk.propose("preview")
    await window.notice("are ready").get_by_role("button", name="Preview").click()
    added = window.page.locator(".monaco-diff-editor .view-line", has_text="<h1>Hello</h1>").first
    await added.wait_for()
    await window.keep_picture("preview")
    await window.notice("use this?").get_by_role("button", name="Apply").click()
    await window.shows(FILLED)
    await window.focus()
    await window.press("Control+z")
    await window.shows(PAGE)


@pytest.mark.usefixtures("proposing")
async def test_a_proposal_passes_through_the_editors_own_refactor_preview(desk: Desk) -> None:
    """Ctrl+Enter on "Apply" in the menu of actions shows it there, ticked; its Apply writes it into the file."""
    window = await desk.propose("panel")
    await window.focus()
    await window.press("Control+.")
    await window.page.locator(".action-widget .monaco-list-row.focused", has_text="Apply 2 lines").wait_for()
    await window.press("Control+Enter")
    await window.page.locator(".bulk-edit-panel").get_by_role("button", name="Apply").click()
    await window.shows(FILLED)


def language_servers(window: Window) -> list[psutil.Process]:
    """The processes of the language server in this window, without the launchers of a script."""
    family = psutil.Process(window.process_id).children(recursive=True)
    return [process for process in family if "viscodex-lsp" in " ".join(process.cmdline())]
