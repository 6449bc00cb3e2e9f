"""What holds for any page: every line once, markup that parses, the same again, and bounds for strange pictures."""

import re
from html import unescape

import hypothesis.strategies as st
import numpy as np
import pytest
import tree_sitter_html
from hypothesis import given, settings
from tree_sitter import Language, Parser
from viscodex_model.read.pages.page import LARGEST, elements, recognize
from viscodex_model.read.pages.writing.write import write_document, write_page
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.recognition.lines import Line

from tests.unit.viscodex_model.read.scenes import Canvas

PARSER = Parser(Language(tree_sitter_html.language()))
COLORS = ((255, 255, 255), (33, 37, 41), (240, 240, 245), (13, 110, 253), (248, 215, 218))
TEXTS = (
    "Alpha",
    "Beta gamma",
    "Sum: 42",
    "a < b & c",
    "Read more about it",
    "Name",
    "1. First step",
    "x@y.org",
)


@st.composite
def pages(draw: st.DrawFn) -> Canvas:
    """Cards with texts in cells of a coarse grid, in any colours."""
    canvas = Canvas(640, 480, draw(st.sampled_from(COLORS)))
    for top in range(10, 440, 110):
        for left in range(10, 600, 210):
            if draw(st.booleans()):
                fill = draw(st.sampled_from(COLORS))
                canvas.box(
                    left,
                    top,
                    left + draw(st.integers(120, 200)),
                    top + 90,
                    fill,
                    radius=draw(st.integers(0, 12)),
                )
                ink = (255, 255, 255) if sum(fill) < 400 else (0, 0, 0)
                for row in range(draw(st.integers(0, 3))):
                    canvas.write(
                        left + 12, top + 8 + 26 * row, draw(st.sampled_from(TEXTS)), size=14, ink=ink
                    )
    return canvas


def shown(markup: str) -> list[str]:
    body = re.sub(r"<style.*?</style>|<title.*?</title>", "", markup, flags=re.DOTALL)
    found = re.findall(r'placeholder="([^"]*)"|>([^<]+)', body)
    return sorted(unescape(word) for hint, text in found for word in (hint or text).split())


def said(lines: list[Line]) -> list[str]:
    """The words of lines; the number before an item is said by the list."""
    return sorted(word for line in lines for word in re.sub(r"^\d+\. ", "", line.text).split())


@given(pages())
@settings(max_examples=12, deadline=None)
def test_any_page_says_each_word_once_parses_and_is_the_same_again(canvas: Canvas) -> None:
    """Wherever cards and texts lie."""
    code = write_page(elements(recognize(canvas.pixels, canvas.lines)), "html")
    assert shown(code) == said(canvas.lines)
    assert not PARSER.parse(code.encode()).root_node.has_error
    assert code == write_page(elements(recognize(canvas.pixels, canvas.lines)), "html")


def test_text_that_cannot_be_seen_is_kept_where_it_was_read() -> None:
    """White on white."""
    pixels = np.full((200, 400, 3), 255, np.uint8)
    line = Line("hidden words", Box(40, 50, 160, 70), 0.9, (), (255, 255, 255), (255, 255, 255))
    assert shown(write_page(elements(recognize(pixels, [line])), "html")) == ["hidden", "words"]


def test_lines_that_overlap_are_all_kept() -> None:
    """Tilted text has boxes that lie over one another."""
    canvas = Canvas(400, 300)
    for step in range(5):
        canvas.write(30 + 20 * step, 30 + 7 * step, f"word{step} tilted")
    code = write_page(elements(recognize(canvas.pixels, canvas.lines)), "html")
    assert shown(code) == said(canvas.lines)


def test_a_huge_picture_is_laid_out_smaller_and_says_so() -> None:
    """Memory is bounded by the picture that is laid out."""
    pixels = np.full((3600, 3000, 3), 255, np.uint8)
    line = Line("far away", Box(2500, 3000, 2700, 3060), 0.9, (), (0, 0, 0), (255, 255, 255))
    page = recognize(pixels, [line])
    assert page.width * page.height <= LARGEST
    assert "very large" in page.doubts[0]
    assert page.root.body is not None
    assert page.root.body.box.right <= page.width


def test_noise_is_no_page_of_regions() -> None:
    """A photograph has tens of thousands of surfaces; few of them are looked at, and none is a card."""
    noise = np.random.default_rng(3).integers(0, 255, (600, 800, 3)).astype(np.uint8)
    page = recognize(noise, [])
    assert len(write_document(elements(page), title="x")) < 4_000


def test_an_empty_picture_has_an_empty_page() -> None:
    """Nothing is invented."""
    page = recognize(np.full((100, 200, 3), 200, np.uint8), [])
    assert page.root.body is None


@pytest.mark.parametrize("size", [(8, 900), (900, 8), (9, 9)])
def test_pictures_of_any_shape_can_be_laid_out(size: tuple[int, int]) -> None:
    """A strip is a page too."""
    pixels = np.zeros((*size, 3), np.uint8)
    pixels[: size[0] // 2] = 255
    assert elements(recognize(pixels, [])).style["width"] == f"{size[1]}px"
