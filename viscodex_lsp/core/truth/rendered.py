"""A page as a browser drew it: its pixels, and the lines of text that can be seen on them."""

from dataclasses import dataclass

from viscodex_lsp.core.truth.likeness import RGB, Box


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A piece of text on one line, as it was drawn: box in pixels of the page, `colour` on `ground`."""

    text: str
    box: Box
    colour: RGB
    ground: RGB


@dataclass(frozen=True, slots=True)
class Rendered:
    """A drawn page. `png` holds its pixels; `cut` says that it is higher than what was drawn of it."""

    png: bytes
    width: int
    height: int
    lines: tuple[DrawnLine, ...]
    cut: bool = False
