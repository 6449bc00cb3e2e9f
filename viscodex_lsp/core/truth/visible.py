"""Which of the texts that a browser laid out can be seen: those with ink in their place.

A text can be laid out and not be seen: out of the page, clipped, behind something, or in the colour of its ground.
"""

import io
from collections.abc import Sequence
from typing import Any, Protocol

from PIL import Image

from viscodex_lsp.core.truth.nouns.likeness import RGB, Box
from viscodex_lsp.core.truth.nouns.rendered import DrawnLine, Rendered

# In steps of 255: ink that stands out less from its ground is not seen by people either.
_LEAST_CONTRAST = 24
_MOST_COLOURS = 1 << 16


class Text(Protocol):
    """A text in its box, in pixels of the page, and its colour."""

    @property
    def text(self) -> str: ...
    @property
    def box(self) -> Box: ...
    @property
    def color(self) -> RGB: ...


def rendered_page(png: bytes, texts: Sequence[Text], empty: Sequence[Box], *, cut: bool) -> Rendered:
    """The page with the texts that can be seen on `png`, each with the colour that most of its place has."""
    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        page = image.convert("RGB")
    lines = [line for text in texts if (line := _drawn(text, page, cut=cut)) is not None]
    return Rendered(png, page.width, page.height, tuple(lines), tuple(empty), cut)


def _drawn(text: Text, page: Image.Image, *, cut: bool) -> DrawnLine | None:
    left, top = max(0, int(text.box.left)), max(0, int(text.box.top))
    right, bottom = min(page.width, round(text.box.right)), min(page.height, round(text.box.bottom))
    if right - left < 2 or bottom - top < 2:
        # What lies below the part that was drawn is there; what lies out of a whole page is not.
        below = cut and text.box.top >= page.height and text.box.right > 0
        return DrawnLine(text.text, text.box, text.color, text.color) if below else None
    place = page.crop((left, top, right, bottom))
    if not any(high - low >= _LEAST_CONTRAST for low, high in _extrema(place)):
        return None
    colours: Any = place.getcolors(_MOST_COLOURS) or []
    ground: Any = max(colours)[1] if colours else page.getpixel((left, top))
    box = Box(float(left), text.box.top, float(right), text.box.bottom)
    return DrawnLine(text.text, box, text.color, RGB(*ground))


def _extrema(place: Image.Image) -> list[tuple[int, int]]:
    extrema: Any = place.getextrema()
    return list(extrema)
