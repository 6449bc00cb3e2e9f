"""What is covered is gone from the file."""

import io

import pytest
from PIL import Image

from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.picture.cover import COVER, cover


@pytest.mark.parametrize(("kind", "mime"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_boxes_are_solid_and_the_rest_stays(kind: str, mime: str) -> None:
    """Within a box every pixel has one colour; outside nothing changes; size and parts below are kept."""
    image = Image.effect_noise((200, 100), 80).convert("RGB")
    data = io.BytesIO()
    image.save(data, kind, **({"quality": 95} if kind == "JPEG" else {}))
    below = Picture(b"", "image/png", 200, 40, "a.png")
    picture = Picture(data.getvalue(), mime, 200, 100, "a.png", (below,))
    covered = cover(picture, [(40.4, 20.6, 99.5, 60.2), (-5, -5, 10, 10)])
    assert (covered.width, covered.height, covered.mime, covered.below) == (200, 100, mime, (below,))
    with Image.open(io.BytesIO(covered.data)) as opened:
        result = opened.convert("RGB")
    inside = result.crop((48, 32, 88, 56)).getcolors(10_000)
    assert inside is not None
    assert all(max(abs(a - b) for a, b in zip(color, COVER, strict=True)) <= 3 for _, color in inside)  # type: ignore[arg-type]
    if kind == "PNG":
        assert result.getpixel((0, 0)) == COVER
        assert result.crop((110, 0, 200, 100)).tobytes() == image.crop((110, 0, 200, 100)).tobytes()


def test_a_box_reaches_every_pixel_it_touches() -> None:
    """Fractions of pixels are covered whole: the stroke of a letter may lie in them."""
    data = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(data, "PNG")
    covered = cover(Picture(data.getvalue(), "image/png", 20, 20, "a.png"), [(4.9, 4.9, 9.1, 9.1)])
    with Image.open(io.BytesIO(covered.data)) as opened:
        assert opened.getpixel((4, 4)) == COVER
        assert opened.getpixel((9, 9)) == COVER
