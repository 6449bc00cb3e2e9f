"""A region of a picture as a picture of its own."""

import io

import pytest
from PIL import Image

from viscodex_lsp.core.errors import UsageError
from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.picture.picture import prepare_picture
from viscodex_lsp.core.picture.region import cut_out

QUARTERS = Image.new("RGB", (400, 200), "white")
QUARTERS.paste("red", (200, 100, 400, 200))


def encoded(image: Image.Image, form: str) -> bytes:
    data = io.BytesIO()
    image.save(data, form, **({"quality": 95} if form == "JPEG" else {}))
    return data.getvalue()


def colours(picture: Picture) -> set[tuple[int, ...]]:
    data = Image.open(io.BytesIO(picture.data)).convert("RGB").tobytes()
    return {tuple(round(channel / 25) for channel in data[at : at + 3]) for at in range(0, len(data), 3)}


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_region_is_named_in_the_files_own_pixels(form: str) -> None:
    """Also where the whole would be scaled down, and where a JPEG could be decoded smaller."""
    big = QUARTERS.resize((4000, 2000), Image.Resampling.NEAREST)
    part = prepare_picture(encoded(big, form), origin="a", max_pixels=100_000, region=(2016, 1016, 300, 200))
    assert (part.width, part.height) == (300, 200)
    assert colours(part) == {(10, 0, 0)}


def test_a_region_is_cut_to_the_picture() -> None:
    """What reaches over its edge is what there is of it."""
    part = prepare_picture(
        encoded(QUARTERS, "PNG"), origin="a", max_pixels=10**6, region=(300, 150, 500, 500)
    )
    assert (part.width, part.height) == (100, 50)


@pytest.mark.parametrize("region", [(400, 0, 50, 50), (-90, 0, 50, 50), (0, 0, 2, 2), (0, 300, 10, 10)])
def test_a_region_outside_is_refused(region: tuple[int, int, int, int]) -> None:
    """With the picture's size."""
    with pytest.raises(UsageError, match="400x200"):
        prepare_picture(encoded(QUARTERS, "PNG"), origin="a", max_pixels=10**6, region=region)


def test_a_region_may_span_the_parts_of_a_long_picture() -> None:
    """Prepared pictures are cut; their region is not."""
    long = Image.new("RGB", (300, 9000), "white")
    long.paste("blue", (0, 2900, 300, 3100))
    whole = prepare_picture(encoded(long, "PNG"), origin="a", max_pixels=900_000)
    assert len(whole.parts) > 1
    part = Image.open(io.BytesIO(cut_out(whole, (10, 2900, 100, 200))))
    assert part.getcolors() == [(20_000, (0, 0, 255))]
