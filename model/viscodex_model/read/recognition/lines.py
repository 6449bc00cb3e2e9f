"""The nouns of text recognition: words and lines, with boxes in pixels of the picture that was read."""

from dataclasses import dataclass, replace

from viscodex_model.read.picture.geometry import RGB, Box

__all__ = ["RGB", "Box", "Glyph", "Line", "Word"]


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character, or a blank.

    `x` is the middle of where it was seen, in pixels from the left of what was looked at, to about half a character;
    `others` are what it might be instead, likeliest first, with their probabilities.
    """

    text: str
    x: float
    confidence: float
    others: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without a blank. `confidence` is the mean probability of its characters, 0 to 1."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text with the colours of its glyphs (`ink`) and of what lies behind them (`ground`).

    `glyphs` are its characters and blanks, counted from the left of `box`.
    """

    text: str
    box: Box
    confidence: float
    words: tuple[Word, ...]
    ink: RGB
    ground: RGB
    glyphs: tuple[Glyph, ...] = ()

    def scaled(self, factor: float) -> "Line":
        """The line in a picture that is so many times as large."""
        words = tuple(replace(word, box=word.box.scaled(factor)) for word in self.words)
        glyphs = tuple(replace(glyph, x=glyph.x * factor) for glyph in self.glyphs)
        return replace(self, box=self.box.scaled(factor), words=words, glyphs=glyphs)

    def seen_from(self, left: float, top: float) -> "Line":
        """The line in a part of the picture that begins at `left` and `top`."""
        words = tuple(replace(word, box=word.box.seen_from(left, top)) for word in self.words)
        return replace(self, box=self.box.seen_from(left, top), words=words)
