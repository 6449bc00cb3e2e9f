"""Bars: rectangles of one colour that stand on a common base or on one another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from viscodex_model.read.charts.nouns import Bar
from viscodex_model.read.charts.plot.frame import Mask
from viscodex_model.read.raster.morphology import closed

# Edges of a bar may differ by so many pixels from column to column (antialiasing, compression).
EVEN = 1
LEAST_WIDTH = 3
# Lower rectangles are bars only beside others: a flat piece of a line is as low.
LOWEST = 5
# The share of a colour's pixels that have to be in bars.
LEAST_SHARE = 0.75
BASE_TOLERANCE = 1.5
# A bar that ends within so many pixels of the base begins there: the axis line hides its first pixels.
AXIS = 3.0
# Stacked bars may have an outline between them.
OUTLINED = 4
# A part of a bar is narrower than this share of one, and so near to the rest of it (pixels).
SLIVER, BESIDE = 0.5, 2.0
# What bars that float (ranges, a Gantt chart) count beside bars that stand.
FLOATING = 0.9


@dataclass(slots=True)
class _Rectangle:
    left: int
    right: int
    tops: list[int]
    bottoms: list[int]

    @property
    def width(self) -> int:
        return self.right - self.left

    def bar(self) -> Bar:
        return Bar(self.left, self.right, float(np.median(self.bottoms)), float(np.median(self.tops)))


def find_bars(mask: Mask) -> tuple[Bar, ...]:
    """Upright bars of a mask, left to right; `base` is the lower end, `end` the upper. Empty where it holds none.

    For bars that lie, give the transposed mask.
    """
    whole = closed(mask, 5, 5)
    rectangles = [found for found in _rectangles(whole) if found.width >= LEAST_WIDTH]
    bars = [found.bar() for found in rectangles]
    bars = [bar for bar in bars if bar.base - bar.end >= 2]
    tall = [bar for bar in bars if bar.base - bar.end > LOWEST]
    covered = sum((bar.far - bar.near) * (bar.base - bar.end) for bar in tall)
    if not tall or covered < LEAST_SHARE * whole.sum():
        return ()
    typical = float(np.median([bar.far - bar.near for bar in tall]))
    kept = [bar for bar in bars if bar.base - bar.end > LOWEST or 0.5 < (bar.far - bar.near) / typical < 2]
    return tuple(
        sorted(_split(_without_slivers(_joined(kept, typical), typical)), key=lambda bar: (bar.near, bar.end))
    )


def _joined(bars: Sequence[Bar], typical: float) -> list[Bar]:
    """The bars, two parts of one as one: they are together as wide as bars usually are, and stand side by side on one
    base. Something lies over the shorter, a legend say."""
    left = sorted(bars, key=lambda bar: bar.near)
    done: list[Bar] = []
    while left:
        bar = left.pop(0)
        other = next((one for one in left if _make_one(bar, one, typical)), None)
        if other is not None:
            left.remove(other)
            bar = Bar(bar.near, other.far, bar.base, min(bar.end, other.end))
        done.append(bar)
    return done


def _make_one(bar: Bar, other: Bar, typical: float) -> bool:
    beside = abs(other.near - bar.far) <= BESIDE and abs(other.base - bar.base) <= BASE_TOLERANCE
    return beside and abs(other.far - bar.near - typical) <= BESIDE


def _without_slivers(bars: Sequence[Bar], typical: float) -> list[Bar]:
    """The bars without parts of one that something lies over, a legend say: narrow, right beside it, from one base."""
    parts = [
        bar
        for bar in bars
        if bar.far - bar.near < SLIVER * typical
        and any(
            other.far - other.near >= SLIVER * typical
            and min(abs(other.near - bar.far), abs(other.far - bar.near)) <= BESIDE
            and abs(other.base - bar.base) <= BASE_TOLERANCE
            for other in bars
        )
    ]
    # In a histogram bars of any width touch.
    return [bar for bar in bars if bar not in parts] if len(parts) < 0.25 * len(bars) else list(bars)


def common_base(bars: Sequence[Bar]) -> float:
    """The place where most bars begin, above or below it; of equally common places the lowest in the picture."""
    edges = np.array([edge for bar in bars for edge in (bar.base, bar.end)])
    counts = (np.abs(edges[:, None] - edges[None]) <= BASE_TOLERANCE).sum(1)
    best = edges[counts >= counts.max()].max()
    return float(np.median(edges[np.abs(edges - best) <= BASE_TOLERANCE]))


def standing(groups: Sequence[Sequence[Bar]]) -> float:
    """The share of bars that begin at their colour's base or on another bar, or else float in one width."""
    bars = [bar for group in groups for bar in group]
    bases = [common_base(group) for group in groups]
    stand = sum(_stands(bar, bases, bars) for bar in bars) / len(bars)
    return max(stand, *(FLOATING * _even(group) for group in groups))


def without_samples(groups: dict[int, list[Bar]]) -> dict[int, list[Bar]]:
    """The bars without narrow and low ones that float beside more that stand: samples of a legend."""
    bars = [bar for group in groups.values() for bar in group]
    held = [bar for bar in bars if _stands(bar, [common_base(bars)], [])]
    while more := [bar for bar in bars if bar not in held and _stands(bar, [], held)]:
        held += more
    width = float(np.median([bar.far - bar.near for bar in bars]))
    length = float(np.median([abs(bar.base - bar.end) for bar in bars]))
    samples = [
        bar
        for bar in bars
        if bar not in held
        and bar.far - bar.near < SLIVER * width
        and abs(bar.base - bar.end) < SLIVER * length
    ]
    if 2 * len(samples) >= len(bars):
        return groups
    kept = {index: [bar for bar in group if bar not in samples] for index, group in groups.items()}
    return {index: group for index, group in kept.items() if group}


def on_base(bars: Sequence[Bar]) -> bool:
    """Whether most of one colour's bars begin at one place."""
    base = common_base(bars)
    return sum(_stands(bar, [base], []) for bar in bars) >= 0.7 * len(bars)


def _even(bars: Sequence[Bar]) -> float:
    """The share of a colour's bars that have one width, where they are many, broad and no squares (markers)."""
    widths = np.array([bar.far - bar.near for bar in bars])
    lengths = np.array([bar.base - bar.end for bar in bars])
    usual = float(np.median(widths))
    square = float((np.abs(lengths / widths - 1) < 0.3).mean())
    return (
        float((np.abs(widths - usual) <= 1.5).mean())
        if len(bars) >= 3 and usual >= 10 and square < 0.5
        else 0.0
    )


def from_base(bar: Bar, base: float) -> Bar:
    """The bar with its near end at the base: one that hangs below it, or lies left of it, has a negative value."""
    if abs(bar.end - base) <= AXIS < abs(bar.base - base):
        return Bar(bar.near, bar.far, bar.end, bar.base)
    return bar


def _stands(bar: Bar, bases: Sequence[float], bars: Sequence[Bar]) -> bool:
    if any(min(abs(bar.base - base), abs(bar.end - base)) <= BASE_TOLERANCE for base in bases):
        return True
    return any(
        other is not bar
        and min(bar.far, other.far) - max(bar.near, other.near) > 0.5 * (bar.far - bar.near)
        and min(abs(bar.base - other.end), abs(bar.end - other.base)) <= OUTLINED
        for other in bars
    )


def _rectangles(mask: npt.NDArray[Any]) -> Iterator[_Rectangle]:
    """Runs of neighbouring columns that begin and end alike."""
    open_ones: list[_Rectangle] = []
    edges = np.diff(np.pad(mask.astype(np.int8), ((1, 1), (0, 0))), axis=0)
    for column in range(mask.shape[1]):
        tops, bottoms = np.flatnonzero(edges[:, column] == 1), np.flatnonzero(edges[:, column] == -1)
        still: list[_Rectangle] = []
        for top, bottom in zip(tops.tolist(), bottoms.tolist(), strict=True):
            match = next((one for one in open_ones if _continues(one, top, bottom)), None)
            if match is None:
                still.append(_Rectangle(column, column + 1, [top], [bottom]))
                continue
            open_ones.remove(match)
            match.right = column + 1
            match.tops.append(top)
            match.bottoms.append(bottom)
            still.append(match)
        yield from open_ones
        open_ones = still
    yield from open_ones


def _continues(one: _Rectangle, top: int, bottom: int) -> bool:
    """Beside the last column and beside the first: a slope goes away from its beginning pixel by pixel."""
    return (
        abs(one.tops[-1] - top) <= EVEN
        and abs(one.bottoms[-1] - bottom) <= EVEN
        and abs(one.tops[len(one.tops) // 2] - top) <= EVEN
        and abs(one.bottoms[len(one.bottoms) // 2] - bottom) <= EVEN
    )


def _split(bars: Sequence[Bar]) -> Iterator[Bar]:
    """Bars of a histogram touch; neighbours of one height are seen as one of twice the width."""
    widths = sorted(bar.far - bar.near for bar in bars)
    touching = sum(abs(right.near - left.far) <= 2 for left, right in pairwise(bars))
    unit = widths[len(widths) // 4] if widths else 0
    for bar in bars:
        count = round((bar.far - bar.near) / unit) if unit else 1
        even = abs((bar.far - bar.near) / max(1, unit) - count) < 0.2
        if count < 2 or not even or touching < max(2, 0.5 * len(bars)):
            yield bar
            continue
        edges = np.linspace(bar.near, bar.far, count + 1).tolist()
        yield from (Bar(near, far, bar.base, bar.end) for near, far in pairwise(edges))
