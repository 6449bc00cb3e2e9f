"""Photos, logos and icons of a page have the addresses of regions where they are asked for, and plain boxes else."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from viscodex_model.read.pages.cut_outs import LEAST, MOST, mark_cut_outs
from viscodex_model.read.pages.page import elements, recognize
from viscodex_model.read.pages.writing.write import write_page
from viscodex_model.read.picture.pixels import Pixels

from tests.unit.viscodex_model.read.scenes import Canvas

IMAGE = re.compile(r'<img class="(\w+)[^"]*" src="cut:(\d+),(\d+),(\d+),(\d+)/([\w-]+)\.png" alt="([^"]*)"')


def paint(pixels: Pixels, left: int, top: int, width: int, height: int, *, seed: int = 0) -> None:
    """Something as busy as a photo."""
    noise = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    pixels[top : top + height, left : left + width] = noise


def read(
    width: int = 760,
    height: int = 500,
    *,
    words: tuple[tuple[int, int, str], ...] = (),
    draw: Callable[[Pixels], None] = lambda _: None,
    language: str = "html",
) -> tuple[str, tuple[str, ...]]:
    """The code of a page with these texts and drawings, and what is told."""
    canvas = Canvas(width, height)
    for left, top, text in words:
        canvas.write(left, top, text)
    pixels = canvas.pixels.copy()
    draw(pixels)
    page = recognize(pixels, canvas.lines, cut_outs=True)
    told = mark_cut_outs(page, pixels)
    return write_page(elements(page), language), told


def images(code: str) -> list[tuple[str, tuple[int, ...], str, str]]:
    """Kind, region, name and alt text of each image."""
    return [(kind, tuple(map(int, at)), name, alt) for kind, *at, name, alt in IMAGE.findall(code)]


def near(one: tuple[int, ...], other: tuple[int, ...], *, within: int = 2) -> bool:
    return all(abs(a - b) <= within for a, b in zip(one, other, strict=True))


def test_a_photo_is_named_after_the_words_beside_it() -> None:
    """Its region to the pixel, but for a soft edge."""
    code, told = read(
        words=((100, 340, "The hut in May"),), draw=lambda pixels: paint(pixels, 100, 120, 300, 200)
    )
    ((kind, region, name, alt),) = images(code)
    assert near(region, (100, 120, 300, 200))
    assert (kind, name, alt) == ("picture", "the-hut-in-may", "Picture: The hut in May")
    assert told[0].startswith("1 picture was cut out")


def test_an_icon_beside_words_is_silent_and_one_alone_is_not() -> None:
    """Read aloud, the first would say the words twice."""

    def draw(pixels: Pixels) -> None:
        paint(pixels, 100, 200, 20, 20)
        paint(pixels, 500, 400, 24, 24, seed=1)

    code, told = read(words=((126, 200, "Search huts"),), draw=draw)
    assert [(name, alt) for _, _, name, alt in images(code)] == [("search-huts-icon", ""), ("icon", "Icon")]
    assert told[0].startswith("2 pictures were cut out")


def test_a_logo_stands_in_the_corner_of_a_page() -> None:
    """Whatever is written beside it."""
    code, _ = read(
        words=((70, 20, "Alpine Club"), (300, 300, "Welcome")),
        draw=lambda pixels: paint(pixels, 20, 12, 36, 36),
    )
    assert [(name, alt) for _, _, name, alt in images(code)] == [("logo", "Logo")]


def test_the_same_drawing_has_one_address() -> None:
    """Also where its pixels differ by a trace."""

    def draw(pixels: Pixels) -> None:
        for number, left in enumerate((100, 200, 300)):
            paint(pixels, left, 200, 24, 24)
            pixels[205, left + 5] = number
        paint(pixels, 400, 200, 24, 24, seed=7)

    code, told = read(words=((100, 300, "Four marks"),), draw=draw)
    regions = [region for _, region, _, _ in images(code)]
    assert len(regions) == 4 and len(set(regions)) == 2
    assert told[0].startswith("2 pictures were cut out")


def test_what_is_too_small_stays_a_box() -> None:
    """The language server cuts nothing out that is smaller."""
    side = LEAST - 3
    code, told = read(words=((100, 300, "A dot"),), draw=lambda pixels: paint(pixels, 400, 100, side, side))
    assert "cut:" not in code and told == ()


def test_the_largest_are_cut_out_where_there_are_many() -> None:
    """The others stay boxes, and their number is told."""

    def draw(pixels: Pixels) -> None:
        for number in range(MOST + 5):
            paint(
                pixels, 20 + 60 * (number % 12), 60 + 70 * (number // 12), 20 + (number > 4), 20, seed=number
            )

    code, told = read(words=((20, 450, "Many"),), draw=draw)
    assert len(images(code)) == MOST
    assert told[-1].startswith("5 small drawings were not cut out")


@pytest.mark.parametrize("language", ["html", "vue", "svelte", "javascriptreact"])
def test_words_beside_a_picture_are_no_code(language: str) -> None:
    """Whatever they hold: a quotation mark, a tag, the braces of a framework."""
    words = 'say "hi" {now} {{x}} <b>'
    code, _ = read(
        words=((100, 340, words),), draw=lambda pixels: paint(pixels, 100, 120, 300, 200), language=language
    )
    alt = re.findall(r'alt="([^"]*)"', code)
    assert alt == ["Picture: say &quot;hi&quot; now x &lt;b&gt;"]


def test_a_page_that_was_laid_out_smaller_is_cut_in_the_pixels_of_its_picture() -> None:
    """Very large pictures are made smaller before they are laid out."""
    canvas = Canvas(4000, 3000)
    canvas.write(400, 1700, "The ridge", size=60)
    pixels = canvas.pixels.copy()
    paint(pixels, 400, 600, 1600, 1000)
    page = recognize(pixels, canvas.lines, cut_outs=True)
    assert page.width < 4000
    mark_cut_outs(page, pixels)
    ((_, region, _, _),) = images(write_page(elements(page), "html"))
    assert near(region, (400, 600, 1600, 1000), within=6)
