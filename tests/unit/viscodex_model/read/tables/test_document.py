"""Markdown of a picture with tables says all of its text, in order."""

import pytest
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.recognition.lines import Line
from viscodex_model.read.tables.document import lines_beside, write_document
from viscodex_model.read.tables.table import table_of


def line(text: str, left: float, top: float) -> Line:
    return Line(text, Box(left, top, left + 80, top + 20), 1.0, (), (0, 0, 0), (255, 255, 255))


def test_tables_and_the_lines_between_them_come_from_the_top_down() -> None:
    """Lines beside one another are one paragraph, and signs of Markdown stay signs."""
    first = table_of(["a"], [["1"]], Box(0, 40, 300, 100))
    second = table_of(["b"], [["2"]], Box(0, 140, 300, 200))
    lines = [line("left", 0, 112), line("*right*", 200, 110), line("Title", 0, 5), line("1", 10, 70)]
    assert [one.text for one in lines_beside([first, second], lines)] == ["left", "*right*", "Title"]
    written = write_document([second, first], lines).split("\n\n")
    assert [part.splitlines()[0] for part in written] == ["Title", "|   a |", r"left \*right\*", "|   b |"]


@pytest.mark.parametrize(
    "text", ["# of orders", "> 5 % of all", "+ tax", "---", "[1]: a.example", "[^1]: a note"]
)
def test_signs_that_would_begin_something_else_stay_signs(text: str) -> None:
    assert write_document([], [line(text, 0, 0)]) == f"\\{text}\n"


@pytest.mark.parametrize("text", ["#1 of all", "+5 % a year", "- first", "1. first", "[a] and b", "-5"])
def test_lists_and_signs_that_begin_nothing_are_written_as_they_are(text: str) -> None:
    assert write_document([], [line(text, 0, 0)]) == f"{text}\n"
