"""Signs that the network misreads for want of neighbours are told by the lines around them."""

import pytest
from viscodex_model.read.code.cells import Cell
from viscodex_model.read.code.listing import Listing, left_out
from viscodex_model.read.code.spelling import (
    correct_comment_ends,
    correct_comment_starts,
    correct_triple_quotes,
    without_swatches,
)
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.recognition.lines import Line, Word


def _cells(*lines: str) -> list[Cell]:
    """The signs of `lines`, of which nothing was read in question marks."""
    return [
        Cell(row, column, sign.replace("?", ""), 0.8)
        for row, line in enumerate(lines)
        for column, sign in enumerate(line)
        if sign != " "
    ]


def _lines(cells: list[Cell]) -> list[str]:
    signs = {(cell.row, cell.column): cell.text or "?" for cell in cells}
    ends = {row: max(column for at, column in signs if at == row) for row, _ in signs}
    return ["".join(signs.get((row, at), " ") for at in range(end + 1)) for row, end in sorted(ends.items())]


@pytest.mark.parametrize("start", ["7**", "1**", "?**", " **", "/**"])
def test_a_comment_begins_with_a_slash(start: str) -> None:
    """The detector may overlook it, and the network takes it for a digit."""
    assert _lines(correct_comment_starts(_cells(start, " * One."))) == ["/**", " * One."]


@pytest.mark.parametrize("lines", [[" **", "* One."], ["a ** b", " * c"], ["2**", "x"], ["7**", " x"]])
def test_other_stars_stay(lines: list[str]) -> None:
    assert _lines(correct_comment_starts(_cells(*lines))) == lines


@pytest.mark.parametrize("end", ["*7", "*)", "*?", "*/"])
def test_a_comment_ends_with_a_slash_that_no_grammar_doubts(end: str) -> None:
    cells = _cells("* One.", end)
    correct_comment_ends(cells)
    assert _lines(cells)[-1] == "*/"
    assert cells[-1].confidence > 0.97


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ('"?"', '"""'),
        ('"..', '"""'),
        ("* `?`", "* ```"),
        ('* ``"', "* ```"),
        ("'''", "'''"),
        ("* x'`", "* x'`"),
    ],
)
def test_three_quotes_in_a_line_of_their_own_are_alike(read: str, meant: str) -> None:
    cells = _cells(read)
    correct_triple_quotes(cells)
    assert _lines(cells) == [meant]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("color: ??#fff;", "color: #fff;"),
        ("border: 1px solid ?■#dddddd !important;", "border: 1px solid #dddddd !important;"),
        ("background: ■#ccc ??#ddd;", "background: #ccc #ddd;"),
        ("a ??#main {", "a ??#main {"),
        ("x = ?#fff?;", "x = ?#fff?;"),
        ("color: #fff;", "color: #fff;"),
    ],
)
def test_the_square_before_a_colour_is_none_of_the_text(read: str, meant: str) -> None:
    """What follows it moves to its place; a quote that was not read is no square."""
    assert _lines(without_swatches(_cells(read))) == [meant]


@pytest.mark.parametrize("text", ["aattributes", "SymboLTabLe", "NNNNNNNN"])
def test_a_line_that_was_corrected_is_not_called_left_out(text: str) -> None:
    box = Box(0, 0, 10.0 * len(text), 20)
    line = Line(text, box, 1.0, (Word(text, box, 1.0),), (0, 0, 0), (255, 255, 255))
    assert left_out(Listing(("@attributes", "SymbolTable", "~~~~~~~~"), "ruby", ()), [line]) == ()


def test_a_star_above_another_is_doubted_by_no_grammar() -> None:
    """The line in which the comment begins is not shown."""
    cells = _cells(" *", " * One.")
    correct_comment_ends(cells)
    assert cells[0].confidence > 0.97
