"""Marks that are no values are taken out: pieces of the grid, frames and remarks, specks of a picture.

Fewer values are given rather than wrong ones, and what was taken out is said where it may have been a series.
"""

from collections.abc import Sequence

import numpy as np

from viscodex_model.read.charts.nouns import Bars, Curve, Legend, Mark, Points
from viscodex_model.read.charts.plot.ink import colorful
from viscodex_model.read.picture.geometry import RGB

# A grey nearer to the ground than this is a grid's, where other marks differ from the ground so many times as much.
FAINT, CLEARER = 100, 1.6
# More grey points than this are the texture of a picture.
MOST_GREY = 150

# A line is straight along an axis where this share of its course stays within so many pixels of its middle.
STRAIGHT, WITHIN = 0.8, 2.5

REFERENCE = "Straight grey lines along an axis were taken for frames or reference lines, not for values."
GREY = "Grey and black lines that the legend does not name were not read."
TEXTURE = "One grey has so many points that it is rather a picture than a series; it was not read."


def without_strays(
    marks: Sequence[Mark], legend: Legend | None, ground: RGB
) -> tuple[list[Mark], tuple[str, ...]]:
    """The marks that show values, and sentences about the others."""
    clearest = max((_contrast(mark.color, ground) for mark in marks), default=0)
    named = {color for _, color in legend.names} if legend else set()
    kept: list[Mark] = []
    doubts: list[str] = []
    for mark in marks:
        grey = not colorful(mark.color) and mark.color not in named
        away = _contrast(mark.color, ground)
        if grey and away < FAINT and away * CLEARER < clearest:
            continue
        if grey and isinstance(mark, Curve) and _along_an_axis(mark.points):
            doubts.append(REFERENCE)
        elif grey and named and not isinstance(mark, Bars):
            doubts.append(GREY)
        elif grey and isinstance(mark, Points) and len(mark.points) > MOST_GREY:
            doubts.append(TEXTURE)
        else:
            kept.append(mark)
    return kept, tuple(dict.fromkeys(doubts))


def _along_an_axis(points: Sequence[tuple[float, float]]) -> bool:
    """Whether a course lies along the x axis but for tick marks, or stands upright."""
    x, y = np.array(points, float).T
    even = np.interp(np.linspace(x[0], x[-1], 200), x, y)
    return bool(np.ptp(x) <= 2 * WITHIN or (np.abs(even - np.median(even)) <= WITHIN).mean() >= STRAIGHT)


def _contrast(color: RGB, ground: RGB) -> int:
    return max(abs(one - other) for one, other in zip(color, ground, strict=True))
