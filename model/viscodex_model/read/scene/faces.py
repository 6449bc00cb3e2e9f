"""Measures of the typefaces that pages are commonly set in, and which of them a piece of text agrees with.

The measures are those of the free fonts that have the same widths as Arial, Times New Roman and Courier New, and of
DejaVu, so that a page can be read on a machine that has none of these fonts. All lengths are in em.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

# What is taken for a character that the table lacks: a letter of middle width, and a full square from CJK on.
STAND_IN, WIDE_FROM = "n", 0x1100

FALLBACKS = {
    "Arial": "Arial, Helvetica, sans-serif",
    "Times New Roman": '"Times New Roman", Times, serif',
    "Courier New": '"Courier New", Courier, monospace',
    "DejaVu Sans": '"DejaVu Sans", Verdana, sans-serif',
    "DejaVu Sans Mono": '"DejaVu Sans Mono", Menlo, Consolas, monospace',
}


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character's advance, the edges of its ink (up is positive) and the area of the ink, in em and square em."""

    advance: float
    left: float
    right: float
    top: float
    bottom: float
    area: float


@dataclass(frozen=True, slots=True)
class Extent:
    """Where the ink of a text lies relative to the pen's start on the baseline, in em."""

    left: float
    right: float
    top: float
    bottom: float
    area: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom


@dataclass(frozen=True, eq=False)
class Face:
    """A family in one weight; there is one object of each."""

    family: str
    bold: bool
    ascent: float
    descent: float
    line_gap: float
    glyphs: dict[str, Glyph]

    @property
    def monospaced(self) -> bool:
        return self.glyphs["i"].advance == self.glyphs["m"].advance

    @property
    def stack(self) -> str:
        """The value of `font-family`."""
        return FALLBACKS[self.family]

    def glyph(self, character: str) -> Glyph:
        found = self.glyphs.get(character)
        if found is not None:
            return found
        stand_in = self.glyphs[STAND_IN]
        if ord(character) < WIDE_FROM:
            return stand_in
        return Glyph(1.0, 0.05, 0.95, 0.85, -0.1, 0.25)

    def advance(self, text: str) -> float:
        return sum(self.glyph(character).advance for character in text)

    @lru_cache(maxsize=1 << 16)  # noqa: B019 - faces live as long as the process
    def extent(self, text: str) -> Extent:
        """The ink of a text that holds more than blanks."""
        pen, left, right, top, bottom, area = 0.0, 1e9, -1e9, -1e9, 1e9, 0.0
        for character in text:
            glyph = self.glyph(character)
            if character != " ":
                left, right = min(left, pen + glyph.left), max(right, pen + glyph.right)
                top, bottom = max(top, glyph.top), min(bottom, glyph.bottom)
                area += glyph.area
            pen += glyph.advance
        return Extent(left, right, top, bottom, area)

    def line_height(self, size: float) -> int:
        """The height of a line where none is set: browsers round ascent, descent and gap by themselves."""
        return round(self.ascent * size) + round(self.descent * size) + round(self.line_gap * size)


@lru_cache(maxsize=1)
def faces() -> tuple[Face, ...]:
    """All faces that are known, read once."""
    table = json.loads(
        resources.files("viscodex_model.read.scene").joinpath("data/faces.json").read_text("utf-8")
    )
    return tuple(
        Face(
            one["family"],
            one["bold"],
            one["ascent"],
            one["descent"],
            one["line_gap"],
            {
                character: Glyph(*(value / 1000 for value in row))
                for character, row in zip(table["characters"], zip(*one["glyphs"], strict=True), strict=True)
            },
        )
        for one in table["faces"]
    )


@lru_cache(maxsize=64)
def face_of(family: str, bold: bool) -> Face:
    """The face of a known family."""
    return next(face for face in faces() if face.family == family and face.bold == bold)
