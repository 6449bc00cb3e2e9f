"""What editors and windows draw around code is none of it, and takes no line away."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from viscodex_model.read.code import recognize_code, recognize_terminal
from viscodex_model.read.code.around.margin import without_strays
from viscodex_model.read.code.cells import Cell
from viscodex_model.read.code.grid import Rows
from viscodex_model.read.code.marks import without_marks
from viscodex_model.read.code.spelling import correct_slashes
from viscodex_model.read.code.strokes import (
    name_ats,
    name_bars,
    name_case,
    name_levels,
    name_raised,
    name_underscores,
)
from viscodex_model.read.order import Order
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.recognition.engine import OnnxEngine
from viscodex_model.read.recognition.read_lines import read_lines

from tests.unit.viscodex_model.read.code.editor import FONT, editor_picture

METHOD = [
    "    def run(self):",
    "        if self.ready:",
    "            self.start()",
    "        return self.result",
]
DRAWN = tuple[Image.Image, ImageDraw.ImageDraw]


def _again(pixels: Pixels) -> DRAWN:
    picture = Image.fromarray(pixels)
    return picture, ImageDraw.Draw(picture)


def _code(picture: Image.Image, engine: OnnxEngine) -> tuple[str, ...]:
    pixels = np.asarray(picture)
    listing = recognize_code(pixels, read_lines(pixels, engine), Order(engine=engine))
    assert listing is not None
    return listing.lines


def test_the_arrows_of_folds_do_not_move_the_margin(engine: OnnxEngine) -> None:
    """They stand between the numbers and the code, in rows that begin a block."""
    picture, draw = _again(editor_picture(METHOD, numbers=135, guides=False, gap=2.3))
    for row in (0, 1):
        x, y = 66, 12 + 28 * row + 9
        draw.polygon([(x, y), (x + 8, y), (x + 4, y + 5)], fill="#858585")
    assert _code(picture, engine) == tuple(METHOD)


def test_a_line_framed_from_edge_to_edge_takes_no_other_line_away(engine: OnnxEngine) -> None:
    """Themes of high contrast draw the frame of the current line over the edge of the numbers."""
    lines = [line[4:] for line in (*METHOD, "", "    def stop(self):", "        self.ready = False")]
    picture, draw = _again(editor_picture(lines, numbers=1, guides=False, ink="#111111", ground="#ffffff"))
    draw.line((62, 0, 62, picture.height), fill="#333333")
    draw.rectangle((0, 12 + 3 * 28 - 2, picture.width - 1, 12 + 4 * 28 - 3), outline="#0f4a85", width=2)
    assert _code(picture, engine) == tuple(lines)


@pytest.mark.parametrize("ends", [("def total(prices):", "print(1)"), ("{", "}")])
def test_lines_selected_from_their_indentation_on_take_no_other_line_away(
    ends: tuple[str, str], engine: OnnxEngine
) -> None:
    lines = [
        ends[0],
        *(f"    {line}" for line in ("amount = prices", "amount += extra", "show(amount)")),
        ends[1],
    ]
    pixels = editor_picture(lines, numbers=1, guides=False).copy()
    left = min(line.box.left for line in read_lines(pixels, engine) if line.text.startswith("amount"))
    lit = pixels[12 + 28 : 12 + 4 * 28, round(left) - 3 :]
    lit[(lit == 0x1E).all(axis=2)] = (0x26, 0x4F, 0x78)
    assert _code(Image.fromarray(pixels), engine) == tuple(lines)


def test_within_a_comment_stars_stand_one_blank_in(engine: OnnxEngine) -> None:
    """The line with which the comment begins is not shown."""
    lines = [
        " * Licensed under the terms of use",
        " * that were agreed upon.",
        " *",
        " * See the file for more.",
    ]
    assert _code(Image.fromarray(editor_picture(lines, numbers=4, guides=False, gap=2.4)), engine) == tuple(
        lines
    )


def _terminal(title: str) -> Image.Image:
    font = ImageFont.truetype(FONT, 16)
    picture = Image.new("RGB", (720, 170), "#1e1e1e")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 720, 30), fill="#3a3a3a")
    for place, color in enumerate(("#ff5f56", "#ffbd2e", "#27c93f")):
        draw.ellipse((10 + 20 * place, 9, 22 + 20 * place, 21), fill=color)
    draw.text((300, 7), title, fill="#999999", font=ImageFont.load_default(14))
    for row, line in enumerate(("user@box:~$ ls --all | head -4", ".profile", ".ssh", "notes.txt")):
        draw.text((8, 40 + 20 * row), line, fill="#dddddd", font=font)
    return picture


def test_a_window_bar_is_no_line_of_a_terminal(engine: OnnxEngine) -> None:
    """Neither its buttons nor its title; and a bar between blanks is a bar."""
    pixels = np.asarray(_terminal("dev - bash - 110x34"))
    listing = recognize_terminal(pixels, read_lines(pixels, engine), Order(engine=engine))
    assert listing is not None
    assert listing.lines == ("user@box:~$ ls --all | head -4", ".profile", ".ssh", "notes.txt")


def test_noughts_in_the_last_row_are_no_buttons(engine: OnnxEngine) -> None:
    """A window has its buttons at the top; at the bottom stands a sum."""
    lines = [
        "$ cat counts",
        "name         read    written",
        "alpha           12        34",
        "               0         0",
    ]
    font = ImageFont.truetype(FONT, 16)
    picture = Image.new("RGB", (720, 100), "#1e1e1e")
    for row, line in enumerate(lines):
        ImageDraw.Draw(picture).text((8, 10 + 20 * row), line, fill="#dddddd", font=font)
    pixels = np.asarray(picture)
    listing = recognize_terminal(pixels, read_lines(pixels, engine), Order(engine=engine))
    assert listing is not None
    assert listing.lines == tuple(lines)


def test_the_name_of_a_file_above_a_frame_is_no_code(engine: OnnxEngine) -> None:
    """It is a row of blanks away from the first line."""
    lines = ["settings.py", "", *(line[4:] for line in METHOD)]
    picture = Image.fromarray(editor_picture(lines, numbers=None, guides=False))
    assert _code(picture, engine) == tuple(lines[2:])


def test_marks_left_of_all_lines_are_dropped_and_a_lone_sign_stays() -> None:
    """A mark is unsure and apart from what follows."""
    mark = Cell(0, 0, "`", 0.4)
    text = [Cell(0, 6, "d", 1.0), Cell(1, 4, "x", 1.0), Cell(2, 3, "", 0.0)]
    assert without_strays([mark, *text]) == text


ROWS, GRID = Rows(first=20.0, pitch=20.0, count=1), {"left": 0.0, "advance": 10.0}


def _drawn(*boxes: tuple[int, int, int, int]) -> np.ndarray:
    """Ink in boxes of left, top, right, bottom; the row goes from 10 to 30, its baseline is at about 24."""
    ink = np.zeros((40, 10), np.uint8)
    for left, top, right, bottom in boxes:
        ink[top:bottom, left:right] = 200
    return ink


def test_a_stroke_below_the_baseline_is_a_bar() -> None:
    """A letter or a digit ends at the baseline."""
    for bottom, text in ((28, "|"), (24, "I")):
        cell = Cell(0, 0, "I", 0.9)
        name_bars([cell], _drawn((4, 12, 6, bottom)), ROWS, **GRID)
        assert cell.text == text


QUOTES = (2, 12, 4, 16), (6, 12, 8, 16)
ROOF = (4, 12, 6, 14), (3, 14, 4, 16), (6, 14, 7, 16)
LEANING = (3, 12, 5, 14), (5, 14, 7, 16)


@pytest.mark.parametrize(
    ("read", "boxes", "text"),
    [
        ("'", LEANING, "`"),
        ("*", LEANING, "`"),
        ("'", ((3, 12, 5, 16),), "'"),
        ("n", QUOTES, '"'),
        ("A", ROOF, "^"),
        ("*", ROOF, "*"),
        ("n", ((2, 16, 4, 24), (6, 16, 8, 24)), "n"),
        ("A", ((4, 12, 6, 18), (3, 18, 4, 24), (6, 18, 7, 24)), "A"),
    ],
)
def test_a_small_sign_above_the_letters_is_what_it_looks_like(
    read: str, boxes: tuple[tuple[int, int, int, int], ...], text: str
) -> None:
    """A letter goes down to the baseline; a star has a point above and two below, as a circumflex has."""
    cell = Cell(0, 0, read, 0.9)
    name_raised([cell], _drawn(*boxes), ROWS, **GRID)
    assert cell.text == text


@pytest.mark.parametrize(
    ("read", "top", "text"), [("o", 12, "O"), ("O", 16, "o"), ("o", 16, "o"), ("e", 12, "e")]
)
def test_letters_of_one_form_are_told_by_their_height(read: str, top: int, text: str) -> None:
    """Where others tell how high small ones and capitals are; `e` and `E` differ in more than that."""
    others = [Cell(0, place, letter, 1.0) for place, letter in enumerate("aenDEF", start=1)]
    heights = [top, 16, 16, 16, 12, 12, 12]
    ink = np.concatenate([_drawn((2, height, 8, 24)) for height in heights], axis=1)
    cells = [Cell(0, 0, read, 0.8), *others]
    name_case(cells, ink, ROWS, **GRID)
    assert cells[0].text == text
    cells = [Cell(0, 0, read, 0.8), *others[:4]]
    name_case(cells, ink, ROWS, **GRID)
    assert cells[0].text == read


def test_a_capital_that_is_thin_in_its_midst_stays_one() -> None:
    others = [Cell(0, place, letter, 1.0) for place, letter in enumerate("aenDEF", start=1)]
    parts = [_drawn((2, 12, 8, 17), (2, 19, 8, 24))]
    parts += [_drawn((2, height, 8, 24)) for height in (16, 16, 16, 12, 12, 12)]
    cells = [Cell(0, 0, "S", 0.8), *others]
    name_case(cells, np.concatenate(parts, axis=1), ROWS, **GRID)
    assert cells[0].text == "S"


def test_a_level_stroke_below_the_letters_is_an_underscore() -> None:
    for top, text in ((26, "_"), (19, "")):
        cell = Cell(0, 0, "", 0.0)
        name_underscores([cell], _drawn((0, top, 9, top + 1)), ROWS, **GRID)
        assert cell.text == text


def test_a_row_of_low_letters_is_a_row_of_tildes() -> None:
    """A letter is higher, and three of them may be a word."""
    for count, top, text in ((5, 18, "~"), (5, 12, "N"), (3, 18, "N")):
        cells = [Cell(0, place, "N", 0.9) for place in range(count)]
        name_levels(
            cells, np.tile(_drawn((1, top, 5, top + 2), (5, top + 2, 9, 22)), (1, count)), ROWS, **GRID
        )
        assert [cell.text for cell in cells] == [text] * count


def test_level_strokes_that_were_not_read_are_told_by_their_shape() -> None:
    """Three side by side at least; lower ones may be lines below words."""
    hyphen, equals, below = ((18, 20),), ((16, 18), (20, 22)), ((27, 29),)
    for strokes, count, text in ((hyphen, 3, "-"), (equals, 4, "="), (hyphen, 2, ""), (below, 4, "")):
        cells = [Cell(0, place, "", 0.0) for place in range(count)]
        ink = np.tile(_drawn(*((0, top, 10, bottom) for top, bottom in strokes)), (1, count))
        name_levels(cells, ink, ROWS, **GRID)
        assert [cell.text for cell in cells] == [text] * count


def test_three_level_strokes_are_a_ligature_of_equals_signs() -> None:
    """A slash goes through the middle one of `!==`."""
    levels = ((0, 14, 10, 15), (0, 18, 10, 19), (0, 22, 10, 23))
    for through, texts in (((), "==="), (((4, 11, 6, 26),), "!==")):
        cells = [Cell(0, place, "", 0.0) for place in range(3)]
        ink = np.concatenate([_drawn(*levels), _drawn(*levels, *through), _drawn(*levels)], axis=1)
        name_levels(cells, ink, ROWS, **GRID)
        assert "".join(cell.text for cell in cells) == texts


def test_an_a_higher_than_others_is_an_at_sign() -> None:
    """Only where the network thought of one, and where no letter stands before it."""
    for others, before, text in ((("@", 0.1), "(", "@"), (("e", 0.1), "(", "a"), (("@", 0.1), "n", "a")):
        cells = [Cell(0, 0, before, 1.0), Cell(0, 1, "a", 0.9, (others,)), Cell(0, 2, "a", 1.0)]
        ink = np.concatenate([_drawn((2, top, 8, 24)) for top in (12, 14, 17)], axis=1)
        name_ats(cells, ink, ROWS, **GRID)
        assert cells[1].text == text


def test_the_dot_of_a_blank_is_no_stop_nor_quote() -> None:
    """It lies half-way up the row, whatever compression has left around it; a stop stands on the baseline."""
    dot, stop = _drawn((4, 19, 6, 21)), _drawn((4, 22, 6, 24))
    dot[16:26, 1:9] += 20
    letter = Cell(0, 1, "x", 1.0)
    for text, ink, kept in (("", dot, 1), ("`", dot, 1), (".", dot, 1), (".", stop, 2)):
        cells = [Cell(0, 0, text, 0.6, (("·", 0.2),)), letter]
        picture = np.concatenate([ink, _drawn((2, 14, 8, 24))], axis=1)
        assert len(without_marks(cells, picture, ROWS, left=0.0, advance=10.0)) == kept


def test_a_dot_beside_the_frame_of_a_word_that_was_found_is_a_blank() -> None:
    picture = np.concatenate([_drawn((4, 19, 6, 21), (9, 11, 10, 29)), _drawn((2, 14, 8, 24))], axis=1)
    cells = [Cell(0, 0, "", 0.0), Cell(0, 1, "x", 1.0)]
    assert without_marks(cells, picture, ROWS, left=0.0, advance=10.0) == cells[1:]


def test_bars_beside_neighbouring_changed_lines_are_no_guide(engine: OnnxEngine) -> None:
    """They are wider than a guide."""
    lines = ["def run(self):", "    return 1", "", "def stop(self):", "    return 2"]
    picture, draw = _again(editor_picture(lines, numbers=1, guides=False))
    draw.rectangle((58, 12 + 28, 62, 12 + 3 * 28), fill="#1b81a8")
    assert _code(picture, engine) == tuple(lines)


def test_a_comment_of_misread_slashes_is_one_beside_others() -> None:
    """Where no other line begins with slashes, a number stays a number."""
    for other, read in (("//", "//"), ("ab", "11")):
        cells = [Cell(0, place, sign, 0.9) for place, sign in enumerate(other)]
        cells += [Cell(1, place, "1", 0.9) for place in range(2)] + [Cell(1, 4, "x", 1.0)]
        correct_slashes(cells)
        assert "".join(cell.text for cell in cells[2:4]) == read


def test_the_edge_of_the_numbers_is_no_guide(engine: OnnxEngine) -> None:
    """Guides stand in steps of the indentation; an edge may stand one column before the text."""
    lines = [line[4:] for line in METHOD]
    picture, draw = _again(editor_picture(lines, numbers=1, guides=False))
    draw.line((72, 12, 72, 12 + 28 * len(lines)), fill="#505050")
    assert _code(picture, engine) == tuple(lines)
