"""Tables that are text beside the table in a picture: rows and cells, character by character."""

from dataclasses import replace

import pytest

from tests.fixtures.pictures.seen_pictures import seen_lines
from viscodex_lsp.core.truth.measure import measure
from viscodex_lsp.core.truth.nouns.likeness import Likeness
from viscodex_lsp.core.truth.nouns.made import made_file
from viscodex_lsp.core.truth.parts.tables import table_rows
from viscodex_lsp.core.truth.showing.showing import read_shown

TABLE = "| Lake | Area, km² | Depth |\n| :--- | ---: | ---: |\n| Ladoga | 17,700 | 230 |\n| Onega | 9,720 | 127 |\n"
CSV = 'Lake,"Area, km²",Depth\nLadoga,"17,700",230\nOnega,"9,720",127\n'
CELLS = ["Lake", "Area, km²", "Depth", "Ladoga", "17,700", "230", "Onega", "9,720", "127"]
SEEN = replace(seen_lines(CELLS, kind="table"), code=TABLE, language="markdown")


def likeness(code: str, language: str) -> Likeness:
    return measure(SEEN, read_shown(made_file(code, language)), "a table is not drawn")


@pytest.mark.parametrize(
    ("code", "language"),
    [
        (TABLE, "markdown"),
        (TABLE.replace("Ladoga", "**Ladoga**").replace("| Lake", "|Lake"), "markdown"),
        (CSV, "csv"),
        ("Lake;Area, km²;Depth\nLadoga;17,700;230\nOnega;9,720;127\n", "csv"),
        ("Lake\tArea, km²\tDepth\nLadoga\t17,700\t230\nOnega\t9,720\t127\n", "tsv"),
    ],
)
def test_the_same_table_is_wholly_like_its_picture(code: str, language: str) -> None:
    """However its cells are parted, aligned and marked up."""
    found = likeness(code, language)
    assert (found.words.value, found.lines.value) == (1.0, 1.0)
    assert found.lines.note == "3 rows of the table, 3 of the code"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("230", "231"),
        ("Ladoga | 17,700 | 230 |\n| Onega | 9,720 | 127", "Onega | 9,720 | 127 |\n| Ladoga | 17,700 | 230"),
        ("17,700 | 230", "230 | 17,700"),
        ("| Onega | 9,720 | 127 |\n", ""),
    ],
    ids=["digit", "rows swapped", "cells swapped", "row missing"],
)
def test_each_damage_lowers_the_rows(old: str, new: str) -> None:
    """Also one that leaves every word where it was in the code."""
    assert old in TABLE
    found = likeness(TABLE.replace(old, new), "markdown")
    assert found.lines.value is not None and found.lines.value < 1
    assert found.value is not None and found.value < (likeness(TABLE, "markdown").value or 0)


def test_cells_keep_their_signs() -> None:
    """A bar that is escaped, a comma in quotes, and semicolons between cells."""
    assert table_rows("| a \\| b | `c` |\n|---|---|\n", "markdown") == ("a | b|c",)
    assert table_rows('"a, b";c\nd;e\n', "csv") == ("a, b|c", "d|e")
    assert table_rows("a\n", "csv") == ()
    assert table_rows("a | b", "html") == ()
