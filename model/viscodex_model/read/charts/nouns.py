"""The nouns of a chart: scales, marks in pixels, series, and the chart that holds them."""

from dataclasses import dataclass
from typing import Literal

from viscodex_model.read.picture.geometry import RGB, Box

ScaleKind = Literal["linear", "log", "category"]

GUESSED = "Values are guessed: "
"""How the doubts about marks begin that were read, but not measured; the others say what was not read."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A label beside an axis: its text, its place in pixels along the axis, and its value where it is a number."""

    text: str
    place: float
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """How pixels along an axis become values: value = slope * pixel + offset, of the logarithm where `kind` is log.

    On a category axis the values are the labels' numbers, from 0. `error` is the largest distance in pixels between
    a label that was used and its place by this scale.
    """

    kind: ScaleKind
    slope: float
    offset: float
    ticks: tuple[Tick, ...]
    error: float = 0.0

    def value(self, pixel: float) -> float:
        straight = self.slope * pixel + self.offset
        return float(10.0 ** min(300.0, straight)) if self.kind == "log" else straight


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in pixels: its span across the axis of positions, and from its base to its end along the value axis."""

    near: float
    far: float
    base: float
    end: float

    @property
    def middle(self) -> float:
        return (self.near + self.far) / 2


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars of one colour. `guess` says why their values are no measured ones; so with curves and points."""

    color: RGB
    bars: tuple[Bar, ...]
    label: str = ""
    guess: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through `points` (x, y) in pixels, left to right. `dashed` where it is drawn with gaps."""

    color: RGB
    points: tuple[tuple[float, float], ...]
    width: float = 1.5
    dashed: bool = False
    label: str = ""
    guess: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """Markers at `points` (x, y) in pixels, `size` pixels across."""

    color: RGB
    points: tuple[tuple[float, float], ...]
    size: float
    label: str = ""
    guess: str = ""


@dataclass(frozen=True, slots=True)
class Sector:
    """A part of a pie: its share of the whole, and where it begins, in degrees against the clock from the right."""

    color: RGB
    share: float
    start: float
    label: str = ""


Mark = Bars | Curve | Points


@dataclass(frozen=True, slots=True)
class Look:
    """Colours of the figure, of the plot's ground and of the text; whether there is a grid, and which spines.

    `digit` is the height of a digit beside the axes, in pixels; 0 where there is none.
    """

    figure: RGB
    ground: RGB
    text: RGB
    grid_x: bool = False
    grid_y: bool = False
    grid_color: RGB = (200, 200, 200)
    spines: tuple[str, ...] = ()
    digit: float = 0.0


@dataclass(frozen=True, slots=True)
class Legend:
    """Where the legend's names stand, the names with their colours, top to bottom."""

    box: Box
    names: tuple[tuple[str, RGB], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What was measured of a chart. A scale is None where the axis was not read; then its values are not known."""

    width: int
    height: int
    plot: Box
    look: Look
    marks: tuple[Mark, ...] = ()
    sectors: tuple[Sector, ...] = ()
    horizontal: bool = False
    x: Scale | None = None
    y: Scale | None = None
    title: str = ""
    x_label: str = ""
    y_label: str = ""
    legend: Legend | None = None
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
