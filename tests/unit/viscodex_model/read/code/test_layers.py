"""What editors draw behind the text and below it is told apart from the text: selections, wavy lines, underlines."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw
from viscodex_model.read.code import recognize_code
from viscodex_model.read.code.cells import Cell
from viscodex_model.read.code.grid import Rows, measure_rows
from viscodex_model.read.code.marks import without_shadows
from viscodex_model.read.code.spelling import correct_comment_ends
from viscodex_model.read.code.transcript import lines_of, transcribe
from viscodex_model.read.order import Order
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.recognition.engine import OnnxEngine
from viscodex_model.read.recognition.read_lines import read_lines

from tests.unit.viscodex_model.read.code.editor import editor_picture

CODE = [
    "def grow(my_type, step_by):",
    "    for page in my_type.pages:",
    "        page.apply(step_by, quickly=True)",
    "    return my_type",
]
# Of a picture that `editor_picture` draws at size 20 without numbers.
LEFT, TOP, PITCH, ADVANCE = 24, 12, 28, 12.04


def _lines(pixels: Pixels, engine: OnnxEngine) -> list[str]:
    listing = recognize_code(pixels, read_lines(pixels, engine), Order(engine=engine))
    assert listing is not None
    return list(listing.lines)


def _wave(draw: ImageDraw.ImageDraw, row: int, begin: float, end: float, color: str) -> None:
    """A wavy line below the characters of a row, three pixels high, from one column to another."""
    y = TOP + row * PITCH + 22
    places = range(round(LEFT + begin * ADVANCE), round(LEFT + end * ADVANCE), 3)
    draw.line([(x, y + 3 * (at % 2)) for at, x in enumerate(places)], fill=color)


@pytest.mark.parametrize("color", ["#f14c4c", "#cca700"])
def test_wavy_lines_below_words_and_blanks_are_no_text(color: str, engine: OnnxEngine) -> None:
    """Blanks stay blanks, and letters that cross such a line keep their ends."""
    picture = Image.fromarray(editor_picture(CODE, numbers=None, guides=False))
    draw = ImageDraw.Draw(picture)
    _wave(draw, 1, 0, 30, color)
    _wave(draw, 2, 8, 41, color)
    assert _lines(np.asarray(picture), engine) == CODE


def test_a_row_above_a_wavy_line_is_read_without_it_though_one_more_was_found_above(
    engine: OnnxEngine,
) -> None:
    """What was read with the line below it is not taken, however sure it is."""
    code = ["{", "begin(page, title, count);", "finish(page, title, count);", "return count;"]
    picture = Image.fromarray(editor_picture(code, numbers=None, guides=False))
    _wave(ImageDraw.Draw(picture), 1, 0, 26, "#f14c4c")
    pixels = np.asarray(picture)
    lines = [line for line in read_lines(pixels, engine) if line.box.center[1] > TOP + PITCH]
    waved = min(lines, key=lambda line: line.box.top)
    wrong = tuple(replace(glyph, text=glyph.text.replace("t", "i"), confidence=1.0) for glyph in waved.glyphs)
    lines = [replace(line, glyphs=wrong) if line is waved else line for line in lines]
    transcript = transcribe(pixels, lines, engine)
    assert transcript is not None
    assert [line.strip() for line in lines_of(transcript)[1:]] == code[1:]


def test_underscores_are_no_lines_below_the_text(engine: OnnxEngine) -> None:
    """Also side by side, and beside letters that go below the baseline."""
    lines = ["__all__ = ['my_type', 'g__y']", "________ = __name__", "gyp_gyp = copy_pyq"]
    assert _lines(editor_picture(lines, numbers=None, guides=False), engine) == lines


def test_blanks_between_the_words_of_a_selection_are_blanks(engine: OnnxEngine) -> None:
    """In the row that is selected hardly anything lies bare above and below the letters."""
    plain = editor_picture(CODE, numbers=None, guides=False).astype(int)
    ground, selected = np.array([30, 30, 30]), np.array([38, 79, 120])
    top = TOP + 2 * PITCH + 2
    share = np.clip((plain - ground) / (212 - ground), 0, 1)
    blended = selected + share * (212 - selected)
    pixels = plain.copy()
    pixels[top : top + 24, LEFT:] = blended[top : top + 24, LEFT:]
    # An edge between two rows of pixels is drawn in a colour between the two.
    pixels[top - 1, LEFT:] = (ground + selected) // 2
    assert _lines(pixels.astype(np.uint8), engine) == CODE


def test_noise_and_the_end_of_a_neighbour_are_no_signs_of_their_own() -> None:
    """A sign that was drawn as strongly as others, and was not read, stays."""
    contrast = np.zeros((20, 40), np.uint8)
    contrast[5:15, 2:8] = 200
    contrast[5:8, 10:12] = 200  # reaches over from the first cell
    contrast[9:11, 24:27] = 60  # noise
    contrast[9:11, 33:37] = 180
    cells = [Cell(0, 0, "f", 0.99), Cell(0, 1, "", 0.0), Cell(0, 2, "", 0.0), Cell(0, 3, "", 0.0)]
    kept = without_shadows(cells, contrast, Rows(10.0, 20.0, 1), left=0.0, advance=10.0)
    assert [cell.column for cell in kept] == [0, 3]


def test_rows_far_from_one_another_are_on_the_grid_though_no_step_is_the_pitch_itself() -> None:
    """Boxes of forty lines are two pixels higher or lower by turns, as those of numbers and of words are."""
    middles = [88.0 + 45 * row + (1 if row % 2 else -1) for row in range(40)]
    rows = measure_rows([Box(10, y - 18, 300, y + 18) for y in middles])
    assert rows is not None
    assert (rows.count, round(rows.pitch, 1)) == (40, 45.0)


def test_bars_beside_changed_lines_do_not_move_the_margin(engine: OnnxEngine) -> None:
    """They stand between the numbers and the code, also beside lines without text."""
    lines = ["import grow", *CODE[:2], "", *CODE[2:]]
    picture = Image.fromarray(editor_picture(lines, numbers=41, guides=False))
    draw = ImageDraw.Draw(picture)
    for row in (2, 4):
        draw.rectangle((60, TOP + row * PITCH, 63, TOP + (row + 1) * PITCH - 1), fill="#1b81a8")
    assert _lines(np.asarray(picture), engine) == lines


def test_what_is_never_indented_tells_the_margin(engine: OnnxEngine) -> None:
    """However far the numbers are from the code."""
    lines = ["#include <stdio.h>", "#define LIMIT 40", "", "int measure(int width);"]
    assert _lines(editor_picture(lines, numbers=11, guides=False, gap=5.2), engine) == lines


@pytest.mark.parametrize(
    "first", ["func load(name: String) -> Int {", "function load(name) {", "from app import load"]
)
def test_members_and_local_imports_do_not_tell_the_margin(first: str, engine: OnnxEngine) -> None:
    """A part of a file in which all lines are indented stays so."""
    lines = [f"    {first}", "        let count = find(name)", "        return count + 1"]
    assert _lines(editor_picture(lines, numbers=118, guides=False), engine) == lines


def test_the_edge_of_the_numbers_tells_where_the_code_begins(engine: OnnxEngine) -> None:
    """All lines shown are indented by two steps; the edge is a step and a half to the left of the file's margin."""
    lines = ["    start = 40", "    if start:", "      finish()", "    halt = 2"]
    picture = Image.fromarray(editor_picture(lines, numbers=41, guides=False))
    x = round(7 * ADVANCE - 1.5 * ADVANCE)
    ImageDraw.Draw(picture).line((x, 0, x, picture.height), fill="#505050")
    assert _lines(np.asarray(picture), engine) == lines


def test_a_star_and_a_misread_slash_end_a_comment() -> None:
    """Only below a line of the comment, and where nothing else stands in the line."""
    texts = ["/*", "*a", "*1", "*1"]
    cells = [Cell(row, at, sign, 0.9) for row, text in enumerate(texts) for at, sign in enumerate(text)]
    correct_comment_ends(cells)
    assert [cell.text for cell in cells if cell.column == 1] == ["*", "a", "/", "1"]
