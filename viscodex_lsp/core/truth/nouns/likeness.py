"""How alike a picture and the code made from it are: a value for each part that was measured, and where they differ.

A part that could not be measured has no value and says why; it is never guessed.
"""

from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle in pixels of the picture, or of whatever it says it is measured in."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def center(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


class RGB(NamedTuple):
    """A colour, each channel 0 to 255."""

    red: int
    green: int
    blue: int

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a likeness: 0 to 1 and what it was measured from, or None and why it was not measured."""

    value: float | None
    note: str

    @property
    def measured(self) -> bool:
        return self.value is not None


NO_CHART = Part(None, "the picture and the code show no chart")


@dataclass(frozen=True, slots=True)
class Moved:
    """A text that stands elsewhere than in the picture; both boxes in pixels of the picture."""

    text: str
    wanted: Box
    found: Box


@dataclass(frozen=True, slots=True)
class Recoloured:
    """A text in another colour than in the picture. `what` is "text" or "background"."""

    text: str
    what: str
    wanted: RGB
    found: RGB
    box: Box


@dataclass(frozen=True, slots=True)
class Likeness:
    """The parts, and their calibrated mean `value`: 0 to 1, or None where nothing could be measured ("not compared").

    `missing` are words of the picture that the code does not show, `invented` those that it shows and the picture does
    not, both as they are written; `seen_words` and `shown_words` count all words of the two sides. `moved` and
    `recoloured` are sorted, the worst first. `worst` is the region of the picture with the most differences.
    """

    words: Part
    places: Part
    colours: Part
    structure: Part
    lines: Part
    value: float | None
    chart: Part = NO_CHART
    missing: tuple[str, ...] = ()
    invented: tuple[str, ...] = ()
    seen_words: int = 0
    shown_words: int = 0
    moved: tuple[Moved, ...] = ()
    recoloured: tuple[Recoloured, ...] = ()
    worst: Box | None = None

    @property
    def parts(self) -> dict[str, Part]:
        """The parts by name, in the order in which they are told."""
        return {
            "words": self.words,
            "places": self.places,
            "colours": self.colours,
            "structure": self.structure,
            "lines": self.lines,
            "chart": self.chart,
        }

    @property
    def compared(self) -> bool:
        """Whether anything was measured."""
        return self.value is not None

    @property
    def drawn(self) -> bool:
        """Whether the code was rendered, and its looks are part of the value."""
        return self.structure.measured


def not_compared(reason: str) -> Likeness:
    """A likeness of which nothing could be measured, for one reason."""
    part = Part(None, reason)
    return Likeness(part, part, part, part, part, None, part)
