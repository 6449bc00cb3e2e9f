"""Tokens of an answer and the cells in which they are drawn."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from viscodex_model.train.scratch.samples.cells import Grid
from viscodex_model.train.scratch.samples.spans import drawn_cells

GRID = Grid(10, 10)
CELL = GRID.cell
words = st.lists(st.text(st.sampled_from("abcdef().,"), min_size=1, max_size=8), min_size=1, max_size=8)


def drawn_at(row: int, column: int, text: str) -> Any:
    """The box of a word that is drawn in one cell."""
    left, top = CELL * column, CELL * row
    return (left + 1.0, top + 4.0, left + 20.0, top + 20.0, 0, 0, text)


def tokens_of(answer: str, *texts: str) -> Any:
    """Spans of texts that come one after another in an answer."""
    spans, at = [], 0
    for text in texts:
        at = answer.index(text, at)
        spans.append((at, at + len(text)))
        at += len(text)
    return spans


def test_a_pages_words_are_its_text() -> None:
    """Text points at its word's cell, structure and an answer whose words are not the boxes' at none."""
    answer = "```html\n<p>One two</p>\n```"
    tokens = tokens_of(answer, "```html\n", "<p>", "One", " two", "</p>")
    boxes = [drawn_at(1, 2, "One"), drawn_at(3, 4, "two")]
    assert drawn_cells(tokens, answer, boxes, GRID, category="html") == [-1, -1, 12, 34, -1]
    assert drawn_cells(tokens, answer, boxes[:1], GRID, category="html") == [-1] * 5


def test_a_charts_words_are_those_of_its_strings() -> None:
    """A string's word points at the next box of the same text; names, numbers and colours at none."""
    answer = "```python\nax.bar(['Up', 'Up'], [10, 2], color='red')\nax.set_title(\"Up we go\")\n```"
    tokens = tokens_of(answer, "ax.bar", "Up", "Up", "10", "red", "set_title", "Up", " we", " go")
    boxes = [
        drawn_at(9, 1, "Up"),
        drawn_at(9, 5, "Up"),
        drawn_at(8, 0, "10"),
        drawn_at(0, 4, "Up"),
        drawn_at(0, 6, "go"),
    ]
    assert drawn_cells(tokens, answer, boxes, GRID, category="chart") == [-1, 91, 95, -1, -1, -1, 4, -1, 6]


def test_codes_characters_are_of_one_width() -> None:
    """A token inside a word points at its share of the word's width, whatever its characters are."""
    answer = "```css\niiiiMMMM\n```"
    box = (0.0, 0.0, 8.0 * CELL, 20.0, 0, 0, "iiiiMMMM")
    tokens = tokens_of(answer, "ii", "ii", "M", "MM", "M")
    assert drawn_cells(tokens, answer, [box], GRID, category="code") == [0, 2, 4, 5, 7]


def test_a_word_read_upwards_points_up() -> None:
    """Tokens of a word whose box begins below its end point at ever higher cells of one column."""
    answer = "```python\nax.set_ylabel('MMMM')\n```"
    box = (2 * CELL + 4.0, 9.0 * CELL, 2 * CELL + 18.0, 5.0 * CELL, 0, 0, "MMMM")
    tokens = tokens_of(answer, "M", "M", "MM")
    assert drawn_cells(tokens, answer, [box], GRID, category="chart") == [82, 72, 62]


@given(words)
def test_every_word_of_a_code_has_its_own_box(texts: list[str]) -> None:
    """Words of a picture of code point at their boxes in order, alike ones too."""
    answer = "```python\n" + " ".join(texts) + "\n```"
    boxes = [drawn_at(at, at, text) for at, text in enumerate(texts)]
    tokens = tokens_of(answer, *texts)
    assert drawn_cells(tokens, answer, boxes, GRID, category="code") == [11 * at for at in range(len(texts))]


def test_a_box_outside_of_the_picture_is_no_cell() -> None:
    """A word beyond the grid points nowhere."""
    answer = "```html\n<p>One</p>\n```"
    for row, column in ((10, 0), (0, 10)):
        boxes = [drawn_at(row, column, "One")]
        assert drawn_cells(tokens_of(answer, "One"), answer, boxes, GRID, category="html") == [-1]
