"""A page as a browser drew it: its pixels, and the lines of text that can be seen on them."""

from dataclasses import dataclass

from viscodex_lsp.core.truth.nouns.likeness import RGB, Box


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A piece of text on one line, as it was drawn: box in pixels of the page, `colour` on `ground`."""

    text: str
    box: Box
    colour: RGB
    ground: RGB


@dataclass(frozen=True, slots=True)
class Rendered:
    """A drawn page. `png` holds its pixels, `lines` are in the order of the page's code, `empty` are the places of
    pictures that are not at hand; `cut` says that the page is higher than what was drawn of it. Of what a program drew
    the texts are not `placed`: its pixels are known, and no lines."""

    png: bytes
    width: int
    height: int
    lines: tuple[DrawnLine, ...]
    empty: tuple[Box, ...] = ()
    cut: bool = False
    placed: bool = True
