"""What docs/replies.md says of remarks and placeholders is what happens."""

import re
from pathlib import Path

import pytest

from tests.fixtures.replies.reply_cases import Told, told_of

PAGE = Path(__file__).parents[6] / "docs" / "replies.md"
ROWS = re.findall(r"^\| `(.+?)` \| (.+?) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
TEXT = "<ul>\n  ¦\n</ul>\n"


def test_the_page_names_every_outcome() -> None:
    assert {outcome for _, outcome in ROWS} == {"taken, told", "left out, told", "taken"}


@pytest.mark.parametrize(("remark", "outcome"), ROWS)
async def test_a_remark_has_the_outcome_that_the_page_names(remark: str, outcome: str) -> None:
    """As the last line of a reply for a cursor."""
    told = await told_of("html", TEXT, f"<li>Alps</li>\n{remark}")
    assert told.after is not None
    assert "<li>Alps</li>" in told.after
    assert (remark in told.after) is (outcome != "left out, told")
    assert bool(told.words) is outcome.endswith("told")


@pytest.mark.parametrize(
    ("language", "text", "code", "words"),
    [
        ("html", TEXT, "<li>a</li>\n<!-- more items -->", "more items"),
        ("javascript", "const a = [\n  ¦\n];\n", "1,\n// add more rows here", "add more rows here"),
        (
            "python",
            "¦\n",
            'a = {\n    "Jan": 1,\n    # repeat for the other months\n}',
            "repeat for the other months",
        ),
        ("css", "¦\n", ".a { color: red; }\n/* ... more rules ... */", "more rules"),
        ("svelte", "<ul>\n  ¦\n</ul>\n", "<li>a</li>\n<!-- and so on -->", "and so on"),
        ("jinja-html", "<ul>\n  ¦\n</ul>\n", "<li>a</li>\n{# more items here #}", "more items here"),
    ],
)
async def test_a_placeholder_stays_and_is_told(language: str, text: str, code: str, words: str) -> None:
    """What was written is taken; the note names the placeholder, in every language's form of a comment."""
    told = await told_of(language, text, code)
    assert told.after is not None
    assert words in told.after
    assert (
        f"the reply is incomplete: a placeholder, `{words}`, stands for content that was not written"
        in told.words
    )


async def test_above_further_content_it_is_a_heading() -> None:
    told = await told_of("html", TEXT, "<li>a</li>\n<!-- more items -->\n<li>b</li>")
    assert told == Told("<ul>\n  <li>a</li>\n  <!-- more items -->\n  <li>b</li>\n</ul>\n", "")


@pytest.mark.parametrize("remark", ["...", "<!-- ... existing items ... -->", "<!-- rest of the list -->"])
async def test_inside_of_a_reply_it_is_refused_where_nothing_tells_what_it_stands_for(remark: str) -> None:
    told = await told_of("html", TEXT, f"<li>a</li>\n{remark}\n<li>z</li>")
    assert told.after is None
    assert "left code out" in told.words


@pytest.mark.parametrize(
    ("code", "after"),
    [
        (
            "<li>a</li>\n<!-- ... more items ... -->\n<li>c</li>\n<li>d</li>",
            "<li>a</li>\n  <li>b</li>\n  <li>c</li>\n  <li>d</li>",
        ),
        ("<p>new</p>\n<!-- ... more items ... -->\n<p>other</p>", None),
    ],
)
async def test_over_a_selection_a_placeholder_may_stand_for_own_lines(code: str, after: str | None) -> None:
    """There it is put back where that is certain, and else refused."""
    told = await told_of("html", "<ul>\n¦  <li>a</li>\n  <li>b</li>\n  <li>c</li>¦\n</ul>\n", code)
    assert told.after == (after and f"<ul>\n  {after}\n</ul>\n")
    assert ("put back" if after else "left code out") in told.words
