"""The report: numbers where pictures differ, and one file that asks nothing of anybody."""

import io
import re

import pytest
from PIL import Image

from viscodex_lsp.core.report.difference import COLUMNS, difference_map, is_blank
from viscodex_lsp.core.report.report import Report, View, report_page
from viscodex_lsp.core.truth.nouns.likeness import Likeness, Part


def png(size: tuple[int, int] = (480, 240), box: tuple[int, int, int, int] | None = None) -> bytes:
    """A white picture with a black box on it."""
    image = Image.new("RGB", size, "white")
    if box:
        image.paste("black", box)
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def test_equal_pictures_differ_nowhere() -> None:
    """Every cell is 0."""
    found = difference_map(png(), png())
    assert found.share == 0 and len(found.cells) == COLUMNS * 6
    assert found.ratio == pytest.approx(0.5)


def test_a_page_of_one_colour_is_blank() -> None:
    """It is not shown beside the picture."""
    assert is_blank(png())
    assert not is_blank(png(box=(0, 0, 2, 2)))


def test_the_cells_that_differ_are_those_where_the_pictures_do() -> None:
    """A quarter of the width and half of the height is an eighth of the whole, in the upper left."""
    found = difference_map(png(), png(box=(0, 0, 120, 120)))
    assert found.share == pytest.approx(1 / 8, abs=0.005)
    wrong = [cell for cell in found.cells if cell.share > 0.5]
    assert all(cell.left + cell.width <= 0.26 and cell.top + cell.height <= 0.51 for cell in wrong)
    assert len(wrong) == 3 * 3


def test_what_one_page_has_below_the_others_end_differs_in_full() -> None:
    """Whatever its colour."""
    found = difference_map(png((480, 240)), png((480, 480)))
    assert found.ratio == pytest.approx(1.0)
    assert {round(cell.share) for cell in found.cells if cell.top >= 0.5} == {1}
    assert {round(cell.share) for cell in found.cells if cell.top < 0.45} == {0}


def report(**changes: object) -> str:
    part = Part(0.5, "40 words")
    none = Part(None, "Python is not drawn")
    likeness = Likeness(part, none, none, none, none, 0.5, missing=("<b>Total",), invented=("Sum",))
    difference = difference_map(png(), png(box=(0, 0, 120, 120)))
    view = View(480, png(), "no page", png(), png(), difference, "A note.")
    known: dict[str, object] = {"held": "1 of 2 words is missing", "rounds": ("words: kept",), **changes}
    return report_page(
        Report("<page>.html", "3 lines of HTML", likeness, (view,), "--- a\n+++ b\n+<p>\n", **known)  # type: ignore[arg-type]
    )


def test_the_file_needs_nothing_from_anywhere() -> None:
    """No script, no address but data; what code and pictures say is text in it."""
    page = report()
    assert "<script" not in page
    assert {uri[:5] for uri in re.findall(r'(?:src|href)="([^"]+)"', page)} == {"data:"}
    assert "&lt;page&gt;.html" in page and "&lt;b&gt;Total" in page and "+&lt;p&gt;" in page
    assert "<b>Total" not in page


def test_it_says_what_was_measured_and_what_was_not() -> None:
    """Numbers in the cells, words in lists, reasons where there is nothing to see."""
    page = report()
    assert "Missing: in the picture, not in the code (1)" in page
    assert "Not drawn: no page." in page and "Python is not drawn" in page
    assert "1 of 2 words is missing." in page and "words: kept" in page
    assert ">100</text>" in page


def test_without_a_drawing_it_says_why() -> None:
    """And still has the words and the edit."""
    page = report(undrawn="Python is not drawn")
    assert "<p>Python is not drawn.</p>" in page
