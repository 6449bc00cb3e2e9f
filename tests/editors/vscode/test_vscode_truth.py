"""In the real VS Code: a doubtful answer is seen beside its picture, brought closer, applied; a foreign one is not."""

import re

import pytest
from playwright.async_api import expect

from tests.editors.vscode.desk import Desk
from tests.editors.vscode.window import PATIENCE_MS
from tests.fixtures.scenes import PAGE
from tests.fixtures.scripted_engine import stream
from tests.fixtures.truth_scenes import FOREIGN, HALF, LINES, TRUE, picture

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.usefixtures("comparing")
async def test_a_doubtful_answer_is_compared_brought_closer_and_applied(desk: Desk) -> None:
    """It waits and says what is missing; the panel shows picture, page and difference, and follows the proposal."""
    await desk.open("compare", stream(HALF))
    window = desk.window
    await window.paste_picture(picture(), line=5)
    notice = window.notice("words are missing")
    await notice.wait_for()
    await window.shows(PAGE)
    await notice.get_by_role("button", name="Compare").click()
    shown = window.panel
    await expect(shown.locator("svg[role=img]").first).to_be_visible(timeout=3 * PATIENCE_MS)
    await expect(shown.get_by_text("Missing: in the picture, not in the code")).to_be_visible()
    await window.keep_picture("compare")
    desk.engine.answers = [stream(TRUE)]
    await shown.get_by_role("button", name="Make It Closer").click()
    await window.notice("The proposal is now").wait_for()
    await expect(shown.locator(".sentence")).to_contain_text("6 lines of HTML", timeout=3 * PATIENCE_MS)
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
