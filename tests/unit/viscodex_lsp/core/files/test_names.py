"""How replies name their files, as models write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.files.names import named_blocks

BODY = ["a {", "}"]


def names(*lines: str) -> list[str]:
    return [each.name for each in named_blocks(list(lines))]


@pytest.mark.parametrize(
    "fence",
    [
        "```css Card.css",
        "```css src/Card.css",
        '```css title="Card.css"',
        "```css filename=Card.css",
        "```css:src/Card.css",
        "```css {Card.css}",
        "```Card.css",
        "``` css file='Card.css' new",
        "~~~css Card.css",
    ],
)
def test_the_fence_names_the_file(fence: str) -> None:
    """Behind the language, as an attribute, or in its place."""
    (name,) = names(fence, *BODY, fence[:3])
    assert name.rpartition("/")[2] == "Card.css"


@pytest.mark.parametrize(
    "line",
    [
        "**Card.css**",
        "### `Card.css`",
        "`Card.css`:",
        "Card.css",
        "1. Card.css",
        "- **`Card.css`** (new)",
        "File: Card.css",
        "**File: `Card.css`**",
        "Create `Card.css`:",
        "And the styles go into `Card.css`:",
        "#### New file: Card.css",
    ],
)
def test_the_line_above_names_the_file(line: str) -> None:
    """As a heading, in bold, in a list, or as the one name in a sentence that introduces the block."""
    lines = [line, "", "```css", *BODY, "```"]
    (found,) = named_blocks(lines)
    assert (found.name, found.rows, found.headed) == ("Card.css", (0, 5), False)


@pytest.mark.parametrize(
    ("first", "label"),
    [
        ("/* Card.css */", "css"),
        ("// src/Card.tsx", "tsx"),
        ("<!-- index.html -->", "html"),
        ("# File: card.py", "python"),
        ("{/* Card.tsx */}", "tsx"),
        ("// filename: Card.tsx", "tsx"),
    ],
)
def test_a_first_comment_names_the_file(first: str, label: str) -> None:
    """It is no part of the code then."""
    (found,) = named_blocks([f"```{label}", first, "code", "```"])
    assert found.name.rpartition("/")[2] in first
    assert (found.headed, found.lines) == (True, ("code",))


@pytest.mark.parametrize(
    "lines",
    [
        ("```css", "/* the look of Card.css and more */", "a {}", "```"),
        ("Use Node.js and run it:", "```sh", "npm start", "```"),
        ("Compare `a.css` and `b.css`:", "```css", "a {}", "```"),
        ("It is e.g. like this:", "```css", "a {}", "```"),
        ("```html", "<p>Card.css</p>", "```"),
        ("```css", "", "/* Card.css */", "a {}", "```"),
    ],
)
def test_a_mention_is_no_name(lines: tuple[str, ...]) -> None:
    """Prose, code and several names name nothing."""
    assert names(*lines) == [""]


@given(st.text(alphabet="`~*#:/\\.-_ \nabcss{}()[]'\"", max_size=400))
def test_no_text_makes_it_raise(text: str) -> None:
    """Every filled block comes back once, with rows inside the text."""
    lines = text.split("\n")
    for each in named_blocks(lines):
        assert 0 <= each.rows[0] <= each.block.first <= each.rows[1] < len(lines)
