"""What is read once more in the empty places of a table."""

from dataclasses import replace
from unittest.mock import Mock

import numpy as np
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.recognition.engine import Engine
from viscodex_model.read.recognition.lines import Glyph, Line
from viscodex_model.read.scene.regions import Region
from viscodex_model.read.tables.reread import boxed_signs, read_gaps, signs_in_cells
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


def test_the_sign_of_a_small_button_is_read_within_its_border() -> None:
    """A plus in a box looks like a letter of another script; buttons with words, and what is unsure, are left."""
    pixels = np.full((60, 200, 3), 255, np.uint8)
    pixels[18:30, 31:33] = pixels[23:25, 26:38] = 0
    pixels[18:30, 91:93] = pixels[23:25, 86:98] = 0
    buttons = [Region(Box(x, 12, x + 24, 36), WHITE) for x in (20, 80, 140)]
    engine = Mock(spec_set=Engine)
    engine.glyphs.return_value = [(Glyph("十", 10.0, 0.98, ()),), (Glyph("十", 10.0, 0.6, ()),)]
    words = line("Save", Box(142, 14, 162, 34))
    signs = boxed_signs(pixels, [words, line("田", Box(18, 10, 46, 38))], buttons, engine)
    assert [(sign.text, sign.box) for sign in signs] == [("+", Box(22, 14, 42, 34))]
    ((strips,), _) = engine.glyphs.call_args
    assert [strip.shape[:2] for strip in strips] == [(20, 20), (20, 20)]
