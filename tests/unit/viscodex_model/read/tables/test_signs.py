"""Ticks, crosses and boxes to tick are told by their shape."""

import numpy as np
import pytest
from PIL import Image, ImageDraw
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.scene.see import see_page
from viscodex_model.read.tables.room import recognize
from viscodex_model.read.tables.signs import drawn_signs, sign_in

from tests.unit.viscodex_model.read.scenes import Canvas

TICK = [(0, 9), (6, 15), (15, 0)]
BLUE, DARK, RED = (13, 110, 253), (33, 37, 41), (200, 0, 0)
PLACE = Box(10, 10, 26, 26)


def strokes(*lines: list[tuple[int, int]]) -> Pixels:
    """Strokes in the place, from its upper left corner."""
    picture = Image.new("RGB", (40, 40), "white")
    for line in lines:
        ImageDraw.Draw(picture).line([(10 + x, 10 + y) for x, y in line], "black", 2)
    return np.array(picture)


def boxed(
    fill: str | tuple[int, int, int], line: tuple[int, int, int], radius: int, *, ticked: bool
) -> Pixels:
    picture = Image.new("RGB", (40, 40), "white")
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((10, 10, 25, 25), radius, fill, line)
    if ticked:
        draw.line([(13, 18), (16, 21), (22, 14)], "white" if fill == BLUE else "black", 2)
    return np.array(picture)


@pytest.mark.parametrize(
    ("pixels", "sign"),
    [
        (strokes(TICK), "✓"),
        (strokes([(0, 0), (15, 15)], [(0, 15), (15, 0)]), "✗"),
        (boxed("white", DARK, 3, ticked=False), "☐"),
        (boxed("white", DARK, 0, ticked=True), "☑"),
        (boxed(BLUE, BLUE, 3, ticked=True), "☑"),
        (boxed(BLUE, BLUE, 8, ticked=True), "✓"),
        (boxed(BLUE, BLUE, 3, ticked=False), ""),
        (strokes([(0, 0), (7, 15), (15, 0)]), ""),
        (strokes([(0, 15), (15, 0)]), ""),
        (strokes([(7, 0), (7, 15)], [(0, 7), (15, 7)]), ""),
        (strokes([(0, 15), (7, 0), (15, 15), (0, 15)]), ""),
        (strokes(), ""),
    ],
)
def test_a_sign_is_told_by_its_shape(pixels: Pixels, sign: str) -> None:
    """A tick on a disc says yes, and in a box that it is ticked; a swatch, a V, a slash and a plus are none of them."""
    assert sign_in(pixels, PLACE) == sign


def with_boxes(rows: int, *texts: str) -> Canvas:
    """Rows of texts between rules, in each of the first ones a box before them."""
    canvas = Canvas(400, 40 + 36 * len(texts))
    for number, text in enumerate(texts):
        top = 20 + 36 * number
        if number < rows:
            canvas.box(20, top, 36, top + 16, (255, 255, 255), DARK)
        canvas.write(60, top, text)
        canvas.write(220, top, str(number))
        canvas.box(12, top + 26, 380, top + 27, (208, 215, 222))
    return canvas


def test_boxes_to_tick_are_a_column_of_the_table() -> None:
    canvas = with_boxes(3, "alpha", "beta", "gamma")
    table = recognize(canvas.pixels, canvas.lines)
    assert table is not None
    assert table.texts() == [["☐", "alpha", "0"], ["☐", "beta", "1"], ["☐", "gamma", "2"]]


def test_one_box_alone_is_no_column() -> None:
    canvas = with_boxes(1, "alpha", "beta", "gamma")
    assert drawn_signs(canvas.pixels, see_page(canvas.pixels, canvas.lines), canvas.lines) == []


def with_buttons() -> Canvas:
    """Two close buttons at the end of each row, and a column that has hardly more than its heading."""
    canvas = Canvas(560, 260)
    heads = ((20, "Name"), (130, "Kind"), (220, "Notes"), (320, "Size"), (400, "Actions"))
    for left, text in heads:
        canvas.write(left, 20, text)
    for number in range(5):
        top = 60 + 36 * number
        canvas.box(12, top - 10, 548, top - 9, (208, 215, 222))
        for left, text in ((20, f"file {number}"), (130, "folder"), (320, f"1{number}")):
            canvas.write(left, top, text)
        for left, right, text in ((400, 446, "Edit"), (451, 515, "Delete")):
            canvas.box(left, top - 6, right, top + 24, (255, 255, 255), BLUE, radius=5)
            canvas.write(left + 9, top, text)
    return canvas


def test_close_buttons_stand_in_one_cell_and_a_lone_heading_has_a_column() -> None:
    canvas = with_buttons()
    table = recognize(canvas.pixels, canvas.lines)
    assert table is not None
    rows = [[f"file {number}", "folder", "", f"1{number}", "Edit Delete"] for number in range(5)]
    assert table.texts() == [["Name", "Kind", "Notes", "Size", "Actions"], *rows]


def test_headings_without_lines_between_them_stand_over_their_columns() -> None:
    """A heading in the middle over two columns spans them, though the edge lies between its words."""
    tables = []
    for heads in (((32, "Name"), (172, "Kind")), ((110, "Mean scores"),)):
        canvas = Canvas(400, 200)
        canvas.box(20, 20, 301, 57, (255, 255, 255), (208, 215, 222))
        for left, text in heads:
            canvas.write(left, 29, text)
        for number in range(1, 4):
            for left in (20, 160):
                top = 20 + 36 * number
                canvas.box(left, top, left + 141, top + 37, (255, 255, 255), (208, 215, 222))
                canvas.write(left + 12, top + 9, f"cell {left} {number}")
        tables.append(recognize(canvas.pixels, canvas.lines))
    assert [table and [cell.text for cell in table.cells if cell.row == 0] for table in tables] == [
        ["Name", "Kind"],
        ["Mean scores"],
    ]
