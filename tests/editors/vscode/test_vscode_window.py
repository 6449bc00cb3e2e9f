"""In the real VS Code: pictures become code by the menu, by paste and by drop, and nothing else is touched."""

import asyncio
import re

import pytest

from tests.editors.vscode.companion import PATIENCE_SECONDS
from tests.editors.vscode.desk import WITH_PICTURE, Desk, halted
from tests.fixtures.pictures.scenes import FILLED, PAGE, REPLY, png
from tests.fixtures.servers.scripted_engine import stream

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_action_of_the_menu_edits_the_file_in_one_step(desk: Desk) -> None:
    """Ctrl+. on a line that names a picture offers it, its code replaces nothing, and one undo takes it back."""
    await desk.open("menu", stream(REPLY))
    window = desk.window
    await window.go_to(5, 18)
    action = window.page.locator(".action-widget .monaco-list-row", has_text="from mock.png")
    await window.repeat(lambda: window.press("Control+."), until=action)
    await window.keep_picture("menu")
    await action.click()
    await window.notice("Inserted 2 lines of HTML from mock.png").wait_for()
    before, after = WITH_PICTURE.splitlines(), (await window.text()).splitlines()
    assert [line for line in after if line not in before] == [
        "      <h1>Hello</h1>",
        "      <p>World</p>",
    ]
    await window.focus()
    await window.press("Control+z")
    await window.shows(WITH_PICTURE)
    assert len(desk.engine.requests) == 1


async def test_a_picture_that_is_not_there_is_one_sentence(desk: Desk) -> None:
    """A job that fails at once says why, nothing else is said beside it, and the file stays as it was."""
    await desk.open("gone", stream(REPLY))
    window = desk.window
    await window.go_to(5, 18)
    action = window.page.locator(".action-widget .monaco-list-row", has_text="from gone.png")
    await window.repeat(lambda: window.press("Control+."), until=action)
    await action.click()
    await window.notice("gone.png").wait_for()
    # Its answer comes after all that the server had to say about the job.
    await window.run("viscodex.stop")
    await window.keep_picture("failed")
    assert desk.engine.requests == []


async def test_the_lightbulb_stands_where_a_picture_is_named(desk: Desk) -> None:
    """A click on it makes code of that picture; beside lines that only the clipboard could fill it is not seen."""
    await desk.open("bulb", stream(REPLY))
    window = desk.window
    # Sparkles, since the server marks its actions as a model's (LSP 3.18).
    bulb = window.page.locator(".editor-instance").locator(
        "[class*=codicon-sparkle], [class*=lightbulb-sparkle]"
    )
    await window.go_to(5, 18)
    await bulb.wait_for()
    await window.go_to(3, 5)
    await bulb.wait_for(state="hidden")
    await window.go_to(5, 18)
    await bulb.wait_for()
    await window.keep_picture("lightbulb")
    # The editor runs the one action of a model at once, without a menu.
    await bulb.click()
    await window.notice("Inserted 2 lines of html from mock.png").wait_for()


async def test_a_pasted_picture_becomes_code_and_pasted_text_stays_text(desk: Desk) -> None:
    """Ctrl+V with a picture on the clipboard asks the model with its bytes; with text it is the paste it ever was."""
    await desk.open("paste", stream(REPLY))
    window = desk.window
    await window.paste_picture(png(64, 48), line=5)
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
    await window.paste_picture(png(), line=5)
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
    await window.paste_picture(png(), line=5)
    notice = window.notice(re.compile(r"\d tokens?"))
    await notice.wait_for()
    await window.keep_picture("progress")
    await notice.hover()
    await notice.get_by_role("button", name="Cancel").click()
    await window.notice("Cancelled; nothing was changed").wait_for()
    async with asyncio.timeout(PATIENCE_SECONDS):
        await desk.engine.requests[0].gone.wait()
    await window.shows(PAGE)


async def test_a_dropped_picture_becomes_code(desk: Desk) -> None:
    """A picture file from outside, dropped with Shift held, becomes code where it was dropped."""
    await desk.open("drop", stream(REPLY))
    await desk.window.drop_picture(png(), line=5)
    await desk.window.shows(FILLED)
    assert len(desk.engine.requests) == 1


async def test_a_picture_of_the_explorer_becomes_code_in_the_open_file(desk: Desk) -> None:
    """Its context menu puts the code at the cursor of the file that is open, and drops the picture's name nowhere."""
    await desk.open("explorer", stream(REPLY))
    window = desk.window
    await window.go_to(5)
    picture = window.page.locator(".explorer-folders-view .monaco-list-row", has_text="mock.png")
    await window.choose_from_menu(picture, "Image to Code into the Active Editor")
    await window.shows(FILLED)
    assert len(desk.engine.requests) == 1


@pytest.mark.usefixtures("proposing")
async def test_a_proposal_is_seen_as_a_difference_before_it_is_applied(desk: Desk) -> None:
    """With delivery.mode "propose" nothing changes until the shown difference is accepted; one undo takes it back."""
    window = await desk.propose("preview")
    await window.take("are ready", "Preview")
    added = window.page.locator(".monaco-diff-editor .view-line", has_text="<h1>Hello</h1>").first
    await added.wait_for()
    await window.keep_picture("preview")
    await window.take("use this?", "Apply")
    await window.shows(FILLED)
    await window.focus()
    await window.press("Control+z")
    await window.shows(PAGE)


@pytest.mark.usefixtures("proposing")
async def test_a_proposal_passes_through_the_editors_own_refactor_preview(desk: Desk) -> None:
    """Ctrl+Enter on "Apply" in the menu of actions shows it there, ticked; its Apply writes it into the file."""
    window = await desk.propose("panel")
    await window.focus()
    action = window.page.locator(".action-widget .monaco-list-row.focused", has_text="Apply 2 lines")
    await window.repeat(lambda: window.press("Control+."), until=action)
    await window.press("Control+Enter")
    await window.page.locator(".bulk-edit-panel").get_by_role("button", name="Apply").click()
    await window.shows(FILLED)


@pytest.mark.usefixtures("proposing")
async def test_a_proposal_stands_at_its_place_as_ghost_text(desk: Desk) -> None:
    """What waits is seen where the cursor is, without being asked for, and is not in the file."""
    window = await desk.propose("ghost")
    await window.page.locator(".ghost-text-decoration", has_text="Hello").first.wait_for()
    await window.keep_picture("ghost")
    await window.take("are ready", "Discard")
    await window.notice("Discarded").wait_for()
    assert await window.text() == PAGE.rstrip("\n") + "\n"


@pytest.mark.usefixtures("proposing")
async def test_tab_takes_the_ghost_text(desk: Desk) -> None:
    """Tab writes it into the file; applying the proposal at once as well writes nothing twice."""
    window = await desk.propose("tab")
    await window.page.locator(".ghost-text-decoration", has_text="Hello").first.wait_for()
    await window.press("Tab")
    await window.shows(FILLED)
    await window.begin("viscodex.apply")
    # The second, where the server was asked before it heard of what Tab did.
    await window.notice(re.compile("No proposal is waiting|Inserted 2 lines")).wait_for()
    await window.shows(FILLED)


async def test_completion_behind_a_comment_says_how_a_browser_pastes(desk: Desk) -> None:
    """The entry is offered behind the comment; in a browser it tells to press Ctrl+V, and the file stays as it is."""
    await desk.open("comment", stream(REPLY))
    window = desk.window
    await window.go_to(5)
    await window.type("<!-- image -->")
    entry = window.page.locator(".suggest-widget .monaco-list-row.focused", has_text="clipboard picture")
    await window.repeat(lambda: window.press("Control+Space"), until=entry)
    await window.keep_picture("completion")
    await window.press("Tab")
    await window.notice("press Ctrl+V").wait_for()
    await window.shows(PAGE.replace("\n\n", "\n<!-- image -->\n"))
    assert desk.engine.requests == []
