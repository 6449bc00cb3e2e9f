"""The nouns of text recognition: words and lines, with boxes in pixels of the picture that was read."""

from dataclasses import dataclass

from viscodex_model.read.picture.geometry import RGB, Box

__all__ = ["RGB", "Box", "Line", "Word"]


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without a blank. `confidence` is the mean probability of its characters, 0 to 1."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text with the colours of its glyphs (`ink`) and of what lies behind them (`ground`)."""

    text: str
    box: Box
    confidence: float
    words: tuple[Word, ...]
    ink: RGB
    ground: RGB
