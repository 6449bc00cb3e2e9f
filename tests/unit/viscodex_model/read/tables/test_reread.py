"""What is read once more in the empty places of a table."""

from dataclasses import replace
from unittest.mock import Mock

import numpy as np
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.recognition.engine import Engine
from viscodex_model.read.recognition.lines import Line
from viscodex_model.read.tables.reread import read_gaps, signs_in_cells
from viscodex_model.read.tables.table import Table, table_of

BLACK, WHITE = (0, 0, 0), (255, 255, 255)
# Three rows of 20 pixels; two columns of 50.
ROWS, COLUMNS = (0.0, 20.0, 40.0, 60.0), (0.0, 50.0, 100.0)


def with_empty_place() -> Table:
    """A table whose second column has a heading, a text and nothing."""
    table = table_of(["Algorithm", "Length"], [["bf", "72"], ["des", ""]], Box(0, 0, 100, 60))
    return replace(table, ys=ROWS, xs=COLUMNS)


def line(text: str, box: Box) -> Line:
    return Line(text, box, 1.0, (), BLACK, WHITE)


def test_a_text_that_was_read_is_not_cut_at_an_edge() -> None:
    """The column may be wider than the table that was found at first; what was read in full stays."""
    pixels = np.full((60, 130, 3), 255, np.uint8)
    pixels[44:56, 56:120] = 0
    whole = line("ORD-28005", Box(54, 42, 122, 58))
    engine = Mock(spec_set=Engine)
    engine.glyphs.return_value = []
    assert read_gaps(pixels, [whole], with_empty_place(), engine) == []
    engine.glyphs.assert_called_once_with([], stop=None)


def test_a_sign_alone_in_a_column_of_texts_is_no_icon() -> None:
    sign, outside = line("8", Box(54, 43, 66, 58)), line("8", Box(110, 43, 122, 58))
    lines = [sign, outside, line("a text", Box(54, 43, 96, 58))]
    assert signs_in_cells(lines, with_empty_place()) == [sign.box]
