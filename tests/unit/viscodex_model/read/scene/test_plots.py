"""A plot within a page is one drawing, whatever its curve cuts its fields into."""

import numpy as np
from PIL import Image, ImageDraw
from viscodex_model.read.pages.page import elements, recognize
from viscodex_model.read.pages.writing.write import write_page

from tests.unit.viscodex_model.read.scenes import Canvas

GRID = (60, 62, 66)


def dashboard(*, written: bool) -> tuple[Canvas, np.ndarray]:
    """A panel with a title and a lattice of 5 x 4 fields with a slanting line, or with a word in each field."""
    canvas = Canvas(760, 460, (24, 27, 31))
    canvas.box(40, 40, 720, 420, (30, 33, 38), border=(90, 92, 96))
    canvas.write(60, 60, "Response times", ink=(220, 220, 220))
    if written:
        for row in range(4):
            for column in range(5):
                canvas.write(125 + 110 * column, 130 + 60 * row, "word", ink=(220, 220, 220))
    picture = Image.fromarray(canvas.pixels)
    draw = ImageDraw.Draw(picture)
    for column in range(6):
        draw.line([(110 + 110 * column, 120), (110 + 110 * column, 360)], GRID, 1)
    for row in range(5):
        draw.line([(110, 120 + 60 * row), (660, 120 + 60 * row)], GRID, 1)
    if not written:
        draw.line([(112, 130), (300, 150), (658, 350)], (120, 190, 110), 2)
    return canvas, np.asarray(picture)


def test_a_lattice_with_a_curve_is_one_picture_and_that_is_said() -> None:
    canvas, pixels = dashboard(written=False)
    page = recognize(pixels, canvas.lines)
    code = write_page(elements(page), "html")
    assert code.count('role="img"') == 1
    assert "Response times" in code
    assert any("plot" in doubt for doubt in page.doubts)


def test_a_lattice_with_words_is_none() -> None:
    canvas, pixels = dashboard(written=True)
    page = recognize(pixels, canvas.lines)
    code = write_page(elements(page), "html")
    assert code.count("word") >= 20
    assert not any("plot" in doubt for doubt in page.doubts)
