"""A browser shows a page that was read where the picture has it."""

import io
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image
from viscodex_model.evaluate.instruments.browser import Renderer
from viscodex_model.read.pages.page import elements, recognize
from viscodex_model.read.pages.writing.write import write_document
from viscodex_model.read.picture.surfaces import find_surfaces

from tests.fixtures.judges.evaluate_needs import needs_browser
from tests.unit.viscodex_model.read.scenes import Canvas

WIDTH, HEIGHT = 1280, 720  # the browser's window


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with Renderer() as warm:
        yield warm


@needs_browser
def test_bars_sidebar_and_cards_lie_where_the_picture_has_them(renderer: Renderer) -> None:
    """Every region of the picture is drawn again within three pixels, and the page is no larger than the picture."""
    canvas = Canvas(WIDTH, HEIGHT)
    boxes = [
        (0, 0, WIDTH, 56),
        (0, 56, 220, HEIGHT),
        (260, 100, 560, 300),
        (600, 100, 900, 300),
        (940, 100, 1240, 300),
    ]
    fills = [(33, 37, 41), (233, 236, 239), (207, 226, 255), (209, 231, 221), (255, 243, 205)]
    for box, fill in zip(boxes, fills, strict=True):
        canvas.box(*box, fill)
    for left, top, text in ((24, 20, "Company"), (24, 90, "Home"), (24, 130, "Orders"), (280, 120, "Sales")):
        canvas.write(left, top, text, ink=(255, 255, 255) if top < 56 else (0, 0, 0))
    document = write_document(elements(recognize(canvas.pixels, canvas.lines)), title="Page")
    drawn = np.asarray(Image.open(io.BytesIO(renderer.screenshot(document))).convert("RGB"))
    assert drawn.shape == (HEIGHT, WIDTH, 3)
    again = [(surface.box, surface.color) for surface in find_surfaces(drawn)]
    for box, fill in zip(boxes, fills, strict=True):
        near = [one for one, color in again if color == fill and _far(one, box) <= 3]
        assert near, f"the region {box} is not where it was"


def _far(one: object, box: tuple[int, int, int, int]) -> float:
    sides = ("left", "top", "right", "bottom")
    return float(max(abs(getattr(one, side) - value) for side, value in zip(sides, box, strict=True)))
