"""Long pictures are cut into parts that are read, and nothing of them is lost."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.picture.picture import prepare_picture
from viscodex_lsp.core.picture.sheets import MOST_PARTS, cut, part_size

BUDGET = 1_605_632


def page(height: int, width: int = 1000, *, sidebar: bool = False, pitch: int = 24) -> Image.Image:
    """Lines of 12 pixels, `pitch` apart, as a page has them."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    for top in range(6, height - 14, pitch):
        for left in range(60, width - 60, 14):
            draw.rectangle((left, top + left % 3, left + 7, top + 11), fill=(left % 200, 30, top % 200))
    if sidebar:
        draw.rectangle((20, 0, 24, height), fill="navy")
    return image


def prepared(image: Image.Image, max_pixels: int = BUDGET) -> Picture:
    stream = io.BytesIO()
    image.save(stream, "PNG", compress_level=1)
    return prepare_picture(stream.getvalue(), origin="page.png", max_pixels=max_pixels)


def opened(part: Picture) -> Image.Image:
    return Image.open(io.BytesIO(part.data)).convert("RGB")


@pytest.mark.parametrize("sidebar", [False, True])
def test_a_long_page_is_cut_between_its_lines(sidebar: bool) -> None:
    """Every part fits the budget at full size, no line of text is cut in two, and together they are the page."""
    image = page(9000, sidebar=sidebar)
    picture = prepared(image)
    parts = [opened(part) for part in picture.parts]
    assert len(parts) >= 6
    assert all(part.width == 1000 and part.width * part.height <= BUDGET for part in parts)
    assert b"".join(part.tobytes() for part in parts) == image.tobytes()
    place = 0
    for part in parts[:-1]:
        place += part.height
        assert not 6 <= place % 24 < 18, "a cut goes through a line"
    assert picture.size == "1000x9000"


@pytest.mark.parametrize("size", [(1280, 800), (1280, 2400), (800, 1700), (4000, 3000), (3000, 500)])
def test_other_pictures_are_sent_whole(size: tuple[int, int]) -> None:
    """A screen, a photo, a wide strip, and what is read at a slightly smaller scale, are not cut."""
    assert part_size(size, BUDGET) is None


def test_a_page_beyond_all_parts_is_scaled() -> None:
    """There are never more than so many parts; a page that needs more gets narrower ones."""
    width, most = part_size((800, 60_000), BUDGET) or (0, 0)
    assert 0 < width < 800
    assert -(-60_000 * width // 800) <= most * MOST_PARTS
    picture = prepared(page(40_000, 600), 400_000)
    assert 1 < len(picture.parts) <= MOST_PARTS


@settings(max_examples=30, deadline=None)
@given(height=st.integers(300, 3000), most=st.integers(100, 900), pitch=st.integers(14, 60))
def test_parts_are_the_whole(height: int, most: int, pitch: int) -> None:
    """Whatever the page, its parts put together are the page, and none is too high."""
    image = page(height, 200, pitch=pitch)
    parts = cut(image, most)
    assert b"".join(part.tobytes() for part in parts) == image.tobytes()
    assert all(0 < part.height <= most for part in parts)


def test_a_photo_without_a_gap_is_cut_at_the_limit() -> None:
    """Where nothing is empty the limit decides."""
    image = Image.effect_noise((200, 900), 200).convert("RGB")
    assert [part.height for part in cut(image, 400)] == [400, 400, 100]
