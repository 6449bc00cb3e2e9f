"""A block for a place in a paragraph: HTML has no such thing, so it stands behind it."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

TABLE = "<table>\n  <tr><td>1</td></tr>\n</table>"


@pytest.mark.parametrize(
    "paragraph", ["<p>Hours: ¦</p>", "<p class='a'>¦</p>", "<p>\n    Hours:\n    ¦\n  </p>"]
)
async def test_a_block_stands_behind_the_paragraph(paragraph: str) -> None:
    told = await told_of("html", f"<main>\n  {paragraph}\n  <i>b</i>\n</main>\n", TABLE)
    kept = paragraph.replace("¦", "")
    behind = TABLE.replace("\n", "\n  ")
    assert told.after == f"<main>\n  {kept}\n  {behind}\n  <i>b</i>\n</main>\n"
    assert told.words == "put it behind the paragraph, which cannot hold it"


@pytest.mark.parametrize("reply", ["<b>9 to 5</b>", "9 to 5"])
async def test_words_stay_in_the_paragraph(reply: str) -> None:
    told = await told_of("html", "<main>\n  <p>Hours: ¦</p>\n</main>\n", reply)
    assert told.after == f"<main>\n  <p>Hours: {reply}</p>\n</main>\n"


async def test_of_a_paragraph_that_goes_on_the_person_is_told() -> None:
    told = await told_of("html", "<main>\n  <p>a ¦ b</p>\n</main>\n", TABLE)
    assert "a `<table>` stands right in a `<p>`, which HTML does not allow" in told.words
