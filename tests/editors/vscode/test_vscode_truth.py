"""In the real VS Code: a doubtful answer is seen beside its picture, brought closer, applied; a foreign one is not."""

import re

import pytest
from playwright.async_api import FrameLocator, expect

from tests.editors.vscode.desk import Desk
from tests.fixtures.pictures.scenes import PAGE
from tests.fixtures.pictures.truth_scenes import FOREIGN, HALF, LINES, TRUE, picture
from tests.fixtures.servers.scripted_engine import stream

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.usefixtures("comparing")
async def test_a_doubtful_answer_is_compared_brought_closer_and_applied(desk: Desk) -> None:
    """It waits and says what is missing; the panel shows picture, page and difference, and follows the proposal."""
    await desk.open("compare", stream(HALF))
    window = desk.window
    shown = await compared(desk)
    await expect(shown.get_by_text("Missing: in the picture, not in the code")).to_be_visible()
    await window.keep_picture("compare")
    await shown.locator("svg[role=img]").first.scroll_into_view_if_needed()
    await window.keep_picture("difference")
    await shown.get_by_text("At the width of a phone").scroll_into_view_if_needed()
    await shown.locator("svg[role=img]").last.scroll_into_view_if_needed()
    await window.keep_picture("phone")
    desk.engine.answers = [stream(TRUE)]
    await shown.get_by_role("button", name="Make It Closer").click()
    await window.notice("The proposal is now").wait_for()
    await expect(shown.locator(".sentence")).to_contain_text("6 lines of HTML")
    await window.keep_picture("closer")
    await expect(shown.get_by_role("button", name="Apply")).to_be_enabled()
    await shown.get_by_role("button", name="Apply").click()
    await window.notice(re.compile("Inserted 6 lines of HTML")).wait_for()
    await window.open("compare.html")
    text = await window.text()
    assert [line for line in LINES if line in text] == list(LINES)


@pytest.mark.usefixtures("comparing")
async def test_a_foreign_answer_is_refused_with_its_reason(desk: Desk) -> None:
    """After one more question; the file stays as it was."""
    await desk.open("refused", stream(FOREIGN))
    window = desk.window
    await window.paste_picture(picture(), line=5)
    # Progress names the reason too, while the model is asked again.
    refused = re.compile("^(?!.*Asking again).*does not show what the picture shows", re.DOTALL)
    await window.notice(refused).wait_for()
    await window.keep_picture("refused")
    await window.shows(PAGE)
    assert len(desk.engine.requests) == 2


@pytest.mark.usefixtures("comparing")
async def test_a_true_answer_is_applied_and_says_how_true(desk: Desk) -> None:
    """At once; the notice ends with the likeness."""
    await desk.open("likeness", stream(TRUE))
    window = desk.window
    await window.paste_picture(picture(), line=5)
    await window.notice(re.compile(r"Inserted 6 lines of HTML .* \d+ % like the picture")).wait_for()
    await window.keep_picture("likeness")
    text = await window.text()
    assert [line for line in LINES if line in text] == list(LINES)
    assert len(desk.engine.requests) == 1


@pytest.mark.usefixtures("comparing")
async def test_a_round_that_is_worse_changes_nothing(desk: Desk) -> None:
    """The panel stays as it was, and the person hears that no answer came closer."""
    await desk.open("undone", stream(HALF))
    shown = await compared(desk)
    desk.engine.answers = [stream(FOREIGN)]
    await shown.get_by_role("button", name="Make It Closer").click()
    await desk.window.notice("no answer came closer").wait_for()
    await expect(shown.locator(".sentence")).to_contain_text("3 lines of HTML")
    await expect(shown.get_by_role("button", name="Apply")).to_be_enabled()
    await desk.window.open("undone.html")
    await desk.window.shows(PAGE)


@pytest.mark.usefixtures("comparing")
async def test_a_proposal_that_is_discarded_is_gone(desk: Desk) -> None:
    """The panel's own button: it closes, the file stays as it was, and nothing waits any more."""
    await desk.open("thrown", stream(HALF))
    window = desk.window
    shown = await compared(desk)
    await shown.get_by_role("button", name="Discard").click()
    await window.notice("Discarded 3 lines").wait_for()
    await expect(window.page.locator(".tab", has_text="Compared")).to_have_count(0)
    await window.open("thrown.html")
    await window.shows(PAGE)
    await window.begin("viscodex.apply")
    await window.notice("No proposal is waiting").wait_for()


async def compared(desk: Desk) -> FrameLocator:
    """A doubtful answer beside its picture, in the panel."""
    await desk.window.paste_picture(picture(), line=5)
    await desk.window.take("words are missing", "Compare")
    shown = desk.window.panel
    await expect(shown.locator("svg[role=img]").first).to_be_visible()
    return shown
