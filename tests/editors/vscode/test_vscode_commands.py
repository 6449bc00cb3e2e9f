"""In the real VS Code: what the commands and the status bar do, and a server that dies."""

import asyncio
import contextlib
from pathlib import Path

import psutil
import pytest

from tests.editors.vscode.companion import PATIENCE_SECONDS
from tests.editors.vscode.desk import Desk, halted
from tests.editors.vscode.window import Window
from tests.fixtures.pictures.scenes import FILLED, PAGE, REPLY, png
from tests.fixtures.servers.scripted_engine import stream

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_selection_is_rewritten_to_match_a_picture_file(desk: Desk) -> None:
    """The command asks for the picture and for extra instructions; both reach the model."""
    await desk.open("rewrite", stream(REPLY))
    window = desk.window
    await window.go_to(4)
    await window.press("Shift+ArrowDown")
    await window.press("Shift+ArrowDown")
    await window.press("Shift+End")
    await window.palette("VisCodex: Rewrite Selection to Match a Picture")
    await window.choose("A picture file")
    await window.choose("mock.png", shot="pick")
    await window.answer("VisCodex: image to code", "as a React component")
    await window.notice("from mock.png").wait_for()
    await window.shows(PAGE.replace("    <main>\n\n    </main>", "    <h1>Hello</h1>\n    <p>World</p>"))
    said = str(desk.engine.requests[0].content["messages"])
    assert "as a React component" in said
    assert "data:image/png;base64," in said
    await window.focus()
    await window.press("Control+z")
    await window.shows(PAGE)
    await window.begin("viscodex.setInstruction")
    assert await window.answer("VisCodex: image to code", "") == "as a React component"


async def test_the_key_reaches_the_model_and_no_file(desk: Desk) -> None:
    """Set by its command, it is sent as the bearer's, and stands in none of the person's settings."""
    await desk.open("key", stream(REPLY))
    window = desk.window
    before = language_servers(window)
    await window.begin("viscodex.setKey")
    await window.answer("VisCodex: API key", "secret-of-mine")
    await gone(before)
    await window.paste_picture(png(), line=5)
    await window.shows(FILLED)
    assert desk.engine.requests[0].headers["authorization"] == "Bearer secret-of-mine"
    kept = window.home.rglob("*.json")
    assert [file for file in kept if "secret-of-mine" in file.read_text()] == []


async def test_a_server_that_is_killed_at_work_is_started_again(desk: Desk) -> None:
    """The person is told that its work is lost, and the next picture is turned into code all the same."""
    await desk.open("killed", halted(asyncio.Event()))
    window = desk.window
    await window.paste_picture(png(), line=5)
    await window.notice("Image to code").wait_for()
    killed = language_servers(window)
    for process in killed:
        process.kill()
    await gone(killed)
    await window.notice("Ask once more").wait_for()
    await window.shows(PAGE)
    desk.engine.answers = [stream(REPLY)]
    await window.paste_picture(png(), line=5)
    await window.shows(FILLED)


async def test_a_server_that_hangs_is_replaced_from_the_status_page(desk: Desk) -> None:
    """The page opens all the same; its "Restart" takes the old progress away, and pictures become code again."""
    await desk.open("hangs", halted(asyncio.Event()))
    window = desk.window
    await window.paste_picture(png(), line=5)
    await window.notice("Image to code").wait_for()
    hanging = language_servers(window)
    for process in hanging:
        process.suspend()
    await window.page.locator("[id$='viscodex.status']").click()
    await window.choose("Restart the language server")
    await window.notice("Image to code").wait_for(state="hidden")
    await gone(hanging)
    desk.engine.answers = [stream(REPLY)]
    await window.paste_picture(png(), line=5)
    await window.shows(FILLED)


async def test_the_status_bar_leads_to_the_status_page(desk: Desk) -> None:
    """A click on it tells the model's address and what is being made; its entries lead on to the doctor."""
    await desk.open("menu", stream(REPLY))
    window = desk.window
    item = window.page.locator("[id$='viscodex.status']")
    lines = window.page.locator(".quick-input-list .monaco-list-row")
    # It waits for three seconds at most for what the server has to say.
    await window.repeat(item.click, until=lines.filter(has_text="Nothing is being made"))
    assert desk.engine.url in (await lines.first.text_content() or "")
    await window.keep_picture("status")
    await lines.filter(has_text="Check every part").click()
    # The scripted model answers with code whatever it is shown, and the doctor shows it a red square.
    await window.notice("Something needs your attention").wait_for()
    assert "data:image/png;base64," in str(desk.engine.requests[0].content["messages"])
    # What it says there is left out: without its native modules the editor of these tests keeps no logs.
    await window.page.locator(".part.panel", has_text="Output").wait_for()


def language_servers(window: Window) -> list[psutil.Process]:
    """The processes of the language server in this window, without the launchers of a script."""
    family = psutil.Process(window.process_id).children(recursive=True)
    return [process for process in family if "viscodex-lsp" in words_of(process)]


def words_of(process: psutil.Process) -> set[str]:
    """The names in its command; nothing where it has ended meanwhile."""
    # By the program's name: the folder of this project may be called the same.
    with contextlib.suppress(psutil.NoSuchProcess):
        return {Path(word).name for word in process.cmdline()}
    return set()


async def gone(processes: list[psutil.Process]) -> None:
    """Wait until these have ended."""
    _, left = await asyncio.to_thread(psutil.wait_procs, processes, timeout=PATIENCE_SECONDS)
    assert processes and not left
