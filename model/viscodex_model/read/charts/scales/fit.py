"""Labels that stand in a row or a column become a scale: a straight line from pixels to values, found by consensus.

The pair of labels that most of the others agree with wins (RANSAC with all pairs; Fischler and Bolles, 1981), so that
one misread label spoils nothing. Labels are taken as plain numbers, as logarithms and as powers of ten.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from viscodex_model.read.charts.nouns import Scale, ScaleKind, Tick
from viscodex_model.read.charts.scales.labels import Label
from viscodex_model.read.charts.scales.numbers import possible_values, power_of_ten
from viscodex_model.read.picture.geometry import Box

# How far a label may stand from its place by the scale: half of this share of a label's height, and some pixels.
TOLERANCE = 0.3
LEAST_TOLERANCE = 2.0
MINUS = ("-", "−", "–", "—", "一")


def best_scale(
    groups: Sequence[Sequence[Label]], *, vertical: bool, plot: Box | None = None
) -> tuple[Scale, tuple[Label, ...]] | None:
    """The scale that most labels of one group agree on, with those labels.

    Labels along an edge of the plot come first; within it (values written on bars) more of them have to agree.
    """
    best: tuple[Scale, tuple[Label, ...]] | None = None
    for group in groups:
        fit = fit_scale(group, vertical=vertical)
        if fit is None or len(fit[1]) < (2 if _at_edge(fit[1], plot, vertical=vertical) else 4):
            continue
        if best is None or _rank(fit, plot, vertical=vertical) > _rank(best, plot, vertical=vertical):
            best = fit
    return best


def _rank(
    fit: tuple[Scale, tuple[Label, ...]], plot: Box | None, *, vertical: bool
) -> tuple[float, bool, float]:
    at_edge = _at_edge(fit[1], plot, vertical=vertical)
    return len(fit[1]) * (2 if at_edge else 1), at_edge, -fit[0].error


def _at_edge(labels: Sequence[Label], plot: Box | None, *, vertical: bool) -> bool:
    """Whether the labels stand outside the plot, within a few of their heights of it."""
    if plot is None:
        return True
    height = max(label.box.height for label in labels)
    if vertical:
        left, right = max(label.box.right for label in labels), min(label.box.left for label in labels)
        gaps = plot.left - left, right - plot.right
    else:
        above, below = max(label.box.bottom for label in labels), min(label.box.top for label in labels)
        gaps = below - plot.bottom, plot.top - above
    return any(-0.6 * height <= gap <= 3.5 * height for gap in gaps)


def fit_scale(group: Sequence[Label], *, vertical: bool) -> tuple[Scale, tuple[Label, ...]] | None:
    """The scale of one row or column of labels, with the labels that agree with it; None where none is found."""
    best: tuple[Scale, tuple[Label, ...]] | None = None
    for kind, values in _hypotheses(group):
        fit = _consensus(group, values, kind, vertical=vertical)
        # A later hypothesis is less likely: it has to explain more labels to win.
        if fit is not None and (best is None or len(fit[1]) > len(best[1])):
            best = fit
    return best


def category_scale(labels: Sequence[Label], *, vertical: bool) -> Scale:
    """A scale that numbers the labels from 0, as plotting libraries do."""
    ordered = sorted(labels, key=lambda label: label.place(vertical=vertical))
    places = [label.place(vertical=vertical) for label in ordered]
    if len(places) < 2:
        slope, offset = 1.0, -places[0]
    else:
        slope, offset = np.polyfit(places, np.arange(len(places)), 1).tolist()
    ticks = tuple(Tick(label.text, place) for label, place in zip(ordered, places, strict=True))
    error = max(abs(slope * place + offset - index) / abs(slope) for index, place in enumerate(places))
    return Scale("category", slope, offset, ticks, error)


def _hypotheses(group: Sequence[Label]) -> Iterator[tuple[ScaleKind, list[tuple[float, ...]]]]:
    plain = [possible_values(label.text) for label in group]
    powers = [power_of_ten(label.text) for label in group]
    if sum(power is not None for power in powers) >= max(2, 0.6 * len(group)) and _rises_like_powers(plain):
        yield "log", [() if power is None else (power,) for power in powers]
    yield "linear", plain
    yield "log", [tuple(math.log10(value) for value in values if value > 0) for values in plain]


def _rises_like_powers(values: Sequence[tuple[float, ...]]) -> bool:
    """Whether the labels may be powers whose raised digit was read as plain: 100, 101, 102 and nothing below 10."""
    return all(not found or found[0] >= 10 for found in values)


def _consensus(
    group: Sequence[Label], values: Sequence[tuple[float, ...]], kind: ScaleKind, *, vertical: bool
) -> tuple[Scale, tuple[Label, ...]] | None:
    known = [(label, found) for label, found in zip(group, values, strict=True) if found]
    best: list[tuple[Label, float]] = []
    for (first, ones), (second, others) in combinations(known, 2):
        apart = second.place(vertical=vertical) - first.place(vertical=vertical)
        if abs(apart) < 4:
            continue
        for one in ones:
            for other in others:
                slope = (other - one) / apart
                # Values grow to the right and upwards; a lost minus sign would turn the axis around.
                if slope == 0 or (slope > 0) == vertical:
                    continue
                offset = one - slope * first.place(vertical=vertical)
                agreed = _agreeing(known, slope, offset, vertical=vertical)
                if len(agreed) > len(best):
                    best = agreed
    if len(best) < 2 or (len(best) == 2 and len(known) > 3):
        return None
    # A sign is put back only where every label then agrees: with one free sign each, three agree by accident.
    turned = sum(value < 0 and not label.text.startswith(MINUS) for label, value in best)
    if turned and kind == "linear" and (len(best) < len(known) or turned > 0.6 * len(best)):
        return None
    return _fitted(best, kind, vertical=vertical)


def _agreeing(
    known: Sequence[tuple[Label, tuple[float, ...]]], slope: float, offset: float, *, vertical: bool
) -> list[tuple[Label, float]]:
    agreed = []
    for label, values in known:
        place = label.place(vertical=vertical)
        near = min(values, key=lambda value: abs(value - slope * place - offset))
        bound = max(LEAST_TOLERANCE, TOLERANCE * label.box.height)
        if abs(near - slope * place - offset) <= bound * abs(slope):
            agreed.append((label, near))
    return agreed


def _fitted(
    agreed: Sequence[tuple[Label, float]], kind: ScaleKind, *, vertical: bool
) -> tuple[Scale, tuple[Label, ...]] | None:
    places = [label.place(vertical=vertical) for label, _ in agreed]
    values = [value for _, value in agreed]
    slope, offset = np.polyfit(places, values, 1).tolist()
    if slope == 0:
        return None
    error = max(
        abs(slope * place + offset - value) / abs(slope) for place, value in zip(places, values, strict=True)
    )
    ticks = tuple(
        Tick(label.text, place, 10.0**value if kind == "log" else value)
        for (label, value), place in sorted(zip(agreed, places, strict=True), key=lambda pair: pair[1])
    )
    return Scale(kind, slope, offset, ticks, error), tuple(label for label, _ in agreed)
