"""The power of ten that stands at the end of an axis and holds for all of its numbers ("1e7")."""

import re
from collections.abc import Sequence
from dataclasses import replace

from viscodex_model.read.charts.nouns import Scale
from viscodex_model.read.charts.scales.labels import Label
from viscodex_model.read.picture.geometry import Box

_POWER = re.compile(r"^[1l]\s?[eE]\s?([+\-−–]?\d{1,2})$|^[×x]\s?10\^?([+\-−–]?\d{1,2})$")
# Something that is added to all numbers: they cannot be told then.
_ADDED = re.compile(r"^([1l][eE]\d+)?\s?[+−]\s?\d[\d.]*([eE][+\-−]?\d+)?$|\d\s?\w*\s?\+\s?\d")
# In heights of the text: how far from the end of an axis it may stand.
REACH = 2.2


def with_multipliers(
    x: Scale | None, y: Scale | None, labels: Sequence[Label], plot: Box
) -> tuple[Scale | None, Scale | None, frozenset[int]]:
    """The scales with their powers of ten, or None where a sum is told; and the lines that say it."""
    used = set[int]()
    for label in labels:
        height, (across, down) = label.box.height, label.box.center
        above = 0 < plot.top - down < REACH * height and across < plot.left + 0.35 * plot.width
        below = 0 < down - plot.bottom < 2 * REACH * height and across > plot.right - 0.25 * plot.width
        text = label.text.strip()
        if above and y is not None:
            y, read = _times(y, text)
        elif below and x is not None:
            x, read = _times(x, text)
        else:
            read = False
        if read:
            used.add(label.line)
    return x, y, frozenset(used)


def _times(scale: Scale, text: str) -> tuple[Scale | None, bool]:
    if scale.kind != "linear":
        return scale, False
    found = _POWER.match(text)
    if found is None:
        return (None, True) if _ADDED.search(text) else (scale, False)
    factor = 10.0 ** int((found[1] or found[2]).replace("−", "-").replace("–", "-"))
    ticks = tuple(
        tick if tick.value is None else replace(tick, value=tick.value * factor) for tick in scale.ticks
    )
    return replace(scale, slope=scale.slope * factor, offset=scale.offset * factor, ticks=ticks), True
