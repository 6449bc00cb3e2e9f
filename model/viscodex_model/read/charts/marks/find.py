"""Bars, points and curves of a plot, told apart by how well each explains a colour's pixels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from viscodex_model.read.charts.marks.bars import (
    common_base,
    find_bars,
    from_base,
    on_base,
    standing,
    without_samples,
)
from viscodex_model.read.charts.marks.curves import Trace, find_curves
from viscodex_model.read.charts.marks.points import Markers, are_discs, find_markers
from viscodex_model.read.charts.nouns import Bar, Bars, Curve, Mark, Points, Scale
from viscodex_model.read.charts.plot.frame import Mask
from viscodex_model.read.charts.plot.ink import BORDER, Ink, colorful
from viscodex_model.read.picture.geometry import RGB, Box
from viscodex_model.read.raster.morphology import closed

# The share of bars that has to begin at the common base or on another bar.
STANDING = 0.7
# A colour that lies within so many pixels of bars' edges is their outline.
OUTLINE = 3
# Curves of one colour that are told apart at most; more are a texture or text.
MOST_CURVES = 10
# Larger squares are bars.
LARGEST_MARKER = 24
# So far a line, a marker or a whisker may hide a bar, in pixels.
HIDDEN = 15
# A thicker line is an area, in pixels.
THICKEST = 14
# Grid lines are so near to their ticks, in pixels, and a course along them keeps to them for this share.
AT_TICK, GRIDDED = 3, 0.75
# Why points are a guess.
UNLIKE = "points that differ in shape may be letters, or parts of a picture or of other marks."
EDGES = "short curves beside such points may be edges of a picture."
LETTERS = "Grey or black signs that differ in shape were taken for letters."
HEAPED = "of points that lie on one another neither the number nor the places can be told."
# The least width of a curve, in shares of the plot's.
SHORT, SHORT_GREY = 0.03, 0.2


@dataclass(frozen=True, slots=True)
class Found:
    marks: tuple[Mark, ...]
    horizontal: bool
    doubts: tuple[str, ...]


def find_marks(inks: Sequence[Ink], plot: Box, *, x: Scale | None, y: Scale | None) -> Found:
    """The marks of all colours, in pixels of the picture."""
    bars, horizontal = _bars(inks, x=x, y=y)
    marks: list[Mark] = [
        _shifted_bars(inks[index].color, found, plot, horizontal=horizontal) for index, found in bars.items()
    ]
    doubts: list[str] = []
    outlines = _outlines(bars, inks, horizontal=horizontal)
    for index, ink in enumerate(inks):
        if index in bars:
            continue
        mask = ink.mask & ~outlines
        if mask.sum() < max(20, 0.3 * ink.mask.sum()):
            continue
        marks += _lines_or_points(ink.color, mask, plot, doubts)
    return Found(tuple(_beside_a_picture(marks, plot)), horizontal, tuple(dict.fromkeys(doubts)))


def _beside_a_picture(marks: Sequence[Mark], plot: Box) -> Iterator[Mark]:
    """Where parts of a picture were taken for points, short curves are as likely its edges."""
    doubtful = any(isinstance(mark, Points) and mark.guess == UNLIKE for mark in marks)
    for mark in marks:
        short = isinstance(mark, Curve) and mark.points[-1][0] - mark.points[0][0] < 0.5 * plot.width
        yield replace(mark, guess=EDGES) if doubtful and short and not mark.guess else mark


def is_grid(mark: Mark, *, x: Scale | None, y: Scale | None) -> bool:
    """Whether a grey course keeps to the places of ticks: then it is pieces of the grid."""
    if not isinstance(mark, Curve) or colorful(mark.color):
        return False
    across, down = np.array(mark.points).T
    upright = bool(np.ptp(across) <= AT_TICK)
    course = across if upright else np.interp(np.linspace(across[0], across[-1], 100), across, down)
    places = [tick.place for tick in scale.ticks] if (scale := x if upright else y) is not None else []
    near = np.abs(course[:, None] - np.array(places)[None]).min(1) <= AT_TICK if places else np.zeros(1)
    return bool(near.mean() >= GRIDDED)


def _bars(inks: Sequence[Ink], *, x: Scale | None, y: Scale | None) -> tuple[dict[int, list[Bar]], bool]:
    """The bars by the index of their colour, and whether they lie: the way in which more of them share a base."""
    upright = _standing_bars([ink.mask for ink in inks])
    lying = _standing_bars([ink.mask.T for ink in inks])
    # Where both ways explain the marks, the axis that has numbers is the one of values.
    horizontal = (lying[0], _measures(x)) > (upright[0], _measures(y))
    found = lying[1] if horizontal else upright[1]
    if horizontal:  # columns of the turned mask grow to the right: a lying bar's base is its left end
        found = {index: [Bar(b.near, b.far, b.end, b.base) for b in bars] for index, bars in found.items()}
    return {index: _from_their_base(bars) for index, bars in found.items()}, horizontal


def _from_their_base(bars: Sequence[Bar]) -> list[Bar]:
    """The bars of a colour, those that hang from its base as negative ones; in a stack each has a base of its own."""
    if not on_base(bars):
        return list(bars)
    base = common_base(bars)
    return [from_base(bar, base) for bar in bars]


def _standing_bars(masks: Sequence[Mask]) -> tuple[int, dict[int, list[Bar]]]:
    """Bars by the index of their mask, where enough of them stand; before them their number, at most three."""
    found = _rectangles(masks)
    if found and (others := [mask for index, mask in enumerate(masks) if index not in found]):
        over = np.logical_or.reduce(others)
        # Lines, markers and whiskers that lie over a bar hide a part of it.
        whole = [mask | (over & closed(mask, HIDDEN, HIDDEN).astype(bool)) for mask in masks]
        joined = _rectangles(whole)
        found |= {index: bars for index, bars in joined.items() if len(bars) < len(found.get(index, []))}
    count = sum(map(len, found.values()))
    if not count or standing(list(found.values())) < STANDING:
        return 0, {}
    return min(count, 3), without_samples(found)


def _rectangles(masks: Sequence[Mask]) -> dict[int, list[Bar]]:
    found = {index: bars for index, mask in enumerate(masks) if (bars := list(find_bars(mask)))}
    # Markers are small rectangles, too: they float, and are many, or round.
    return {
        index: bars
        for index, bars in found.items()
        if not are_discs(masks[index]) and (on_base(bars) or not _dotted(masks[index]))
    }


def _dotted(mask: Mask) -> bool:
    markers = find_markers(mask)
    return markers is not None and len(markers.all) >= 5 and markers.size <= LARGEST_MARKER


def _measures(scale: Scale | None) -> bool:
    return scale is not None and scale.kind != "category"


def _outlines(bars: dict[int, list[Bar]], inks: Sequence[Ink], *, horizontal: bool) -> Mask:
    """The pixels beside the edges of bars, where their outlines are."""
    shape = inks[0].mask.shape if inks else (1, 1)
    near = np.zeros(shape, np.uint8)
    view = near.T if horizontal else near
    for bar in (bar for found in bars.values() for bar in found):
        top, bottom = sorted((round(bar.base), round(bar.end)))
        left, right = round(bar.near), round(bar.far)
        view[max(0, top - OUTLINE) : bottom + OUTLINE, max(0, left - OUTLINE) : right + OUTLINE] = 1
    return near.astype(bool)


def _shifted_bars(color: RGB, bars: Sequence[Bar], plot: Box, *, horizontal: bool) -> Bars:
    top, left = round(plot.top), round(plot.left)
    across, along = (top, left) if horizontal else (left, top)
    edge = plot.left if horizontal else plot.bottom
    return Bars(
        color,
        tuple(
            Bar(bar.near + across, bar.far + across, _onto(bar.base + along, edge), bar.end + along)
            for bar in bars
        ),
    )


def _onto(base: float, edge: float) -> float:
    """A bar that begins beside the spine begins on it: the spine hides its first pixels."""
    return edge if abs(base - edge) <= BORDER + 2 else base


def _lines_or_points(color: RGB, mask: Mask, plot: Box, doubts: list[str]) -> list[Mark]:
    left, top = round(plot.left), round(plot.top)
    markers = find_markers(mask)
    curves = find_curves(mask)
    if markers is not None and not _rather_curves(curves, mask, len(markers.all)):
        if not markers.alike and not colorful(color):
            doubts.append(LETTERS)
            return []
        return _points(color, markers, left, top)
    if markers is None and curves and curves[0].thickness > THICKEST:
        doubts.append("A filled area was not read.")
        return []
    if len(curves) > MOST_CURVES:
        doubts.append("One colour is drawn in many pieces; they were not read.")
        return []
    # Grey and black pieces that are short are arrows, braces and strokes of letters.
    shortest = (SHORT if colorful(color) else SHORT_GREY) * plot.width
    return [
        Curve(color, tuple((x + left, y + top) for x, y in trace.points), trace.thickness, trace.dashed)
        for trace in curves
        if trace.points[-1][0] - trace.points[0][0] >= shortest
    ]


def _points(color: RGB, markers: Markers, left: int, top: int) -> list[Mark]:
    """Points that were measured, and apart from them those that are a guess."""
    groups = (
        (markers.points, "" if markers.alike else UNLIKE),
        (markers.heaped, HEAPED if markers.alike else UNLIKE),
    )
    return [
        Points(color, tuple((x + left, y + top) for x, y in points), markers.size, guess=guess)
        for points, guess in groups
        if points
    ]


def _rather_curves(curves: Sequence[Trace], mask: Mask, markers: int) -> bool:
    """Dashes and dots of a curve are blobs too: one course that explains nearly all of the columns is a curve."""
    if len(curves) != 1:
        return False
    columns = np.flatnonzero(mask.any(0))
    span = curves[0].points[-1][0] - curves[0].points[0][0]
    return bool(markers > 8 and span >= 0.8 * (columns[-1] - columns[0]) and len(columns) >= 0.6 * span)
