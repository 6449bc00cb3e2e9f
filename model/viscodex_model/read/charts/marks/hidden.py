"""A bar that goes on below the legend ends where the legend begins: that is no value, and is said not to be read."""

from collections.abc import Sequence
from dataclasses import replace

from viscodex_model.read.charts.nouns import Bar, Bars, Mark
from viscodex_model.read.picture.geometry import Box

# What is cut off ends within so many pixels of the legend's edge; two parts of one bar are so near (pixels).
CUT, BESIDE = 2.5, 2.5

HIDDEN = "A bar goes on under the legend: its value was not read."


def without_hidden(
    marks: Sequence[Mark], legend: Box | None, *, horizontal: bool
) -> tuple[list[Mark], tuple[str, ...]]:
    """The marks without bars that `legend` cuts off, and a sentence where there were some.

    Of a bar that it covers in part what is beside it shows the value.
    """
    if legend is None:
        return list(marks), ()
    # Along the value axis, and across it.
    start, stop = (legend.left, legend.right) if horizontal else (legend.top, legend.bottom)
    low, high = (legend.top, legend.bottom) if horizontal else (legend.left, legend.right)

    def is_cut(bar: Bar) -> bool:
        facing = start if bar.end > bar.base else stop
        standing = start if bar.end < bar.base else stop
        over = bar.near < high and low < bar.far
        return over and (abs(bar.end - facing) <= CUT or abs(bar.base - standing) <= CUT)

    kept: list[Mark] = []
    hidden = False
    for mark in marks:
        if not isinstance(mark, Bars):
            kept.append(mark)
            continue
        whole = [bar for bar in mark.bars if not is_cut(bar)]
        for cut in (bar for bar in mark.bars if is_cut(bar)):
            beside = next((bar for bar in whole if _are_parts(bar, cut)), None)
            hidden = hidden or beside is None
            if beside is not None:
                near, far = min(beside.near, cut.near), max(beside.far, cut.far)
                whole[whole.index(beside)] = replace(beside, near=near, far=far)
        if whole:
            kept.append(replace(mark, bars=tuple(whole)))
    return kept, (HIDDEN,) if hidden else ()


def _are_parts(bar: Bar, cut: Bar) -> bool:
    """Whether a bar stands right beside one that is cut off, on its base, and goes on where that one ends."""
    touching = min(abs(bar.near - cut.far), abs(cut.near - bar.far)) <= BESIDE
    longer = abs(bar.end - bar.base) > abs(cut.end - cut.base)
    return touching and abs(bar.base - cut.base) <= BESIDE and longer
