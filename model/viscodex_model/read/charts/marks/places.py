"""A line over named places has a value at each name: those say more than every bend of its pixels."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from viscodex_model.read.charts.nouns import Curve, Mark, Scale

# How far the straight pieces between the names may be from the course, in pixels: usually, and anywhere but at a bend,
# which is so many columns wide.
USUAL, MOST, BEND = 1.0, 4.0, 4.0
# The course begins and ends within so many pixels of a name.
AT_NAME = 4.0
# The inner part of a piece, away from the bends at both of its ends.
INNER = (0.2, 0.8)

Floats = npt.NDArray[np.float64]


def with_values_at_names(mark: Mark, along: Scale | None) -> Mark:
    """The curve through its values at the names of the axis, where it goes straight from one to the next."""
    if not isinstance(mark, Curve) or along is None or along.kind != "category":
        return mark
    x, y = np.array(mark.points).T
    names = [tick.place for tick in along.ticks if x[0] - AT_NAME <= tick.place <= x[-1] + AT_NAME]
    if len(names) < 2 or abs(names[0] - x[0]) > AT_NAME or abs(names[-1] - x[-1]) > AT_NAME:
        return mark
    values = _values(names, x, y)
    steps = np.arange(names[0], names[-1])
    straight = np.abs(steps[:, None] - np.array(names)[None]).min(1) > BEND
    away = np.abs(np.interp(steps, names, values) - np.interp(steps, x, y))[straight]
    if not len(away) or np.median(away) > USUAL or away.max() > MOST:
        return mark
    return replace(mark, points=tuple(zip(names, values, strict=True)))


def _values(names: Sequence[float], x: Floats, y: Floats) -> list[float]:
    """Where the straight pieces on both sides of each name meet: a thick line is rounded at its bends."""
    told: list[list[float]] = [[] for _ in names]
    for index, (left, right) in enumerate(pairwise(names)):
        inner = np.linspace(left + INNER[0] * (right - left), left + INNER[1] * (right - left), 24)
        slope, offset = np.polyfit(inner, np.interp(inner, x, y), 1)
        told[index].append(float(slope * left + offset))
        told[index + 1].append(float(slope * right + offset))
    return [float(np.mean(found)) for found in told]
