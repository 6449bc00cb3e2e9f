"""Computes ChartMimic's four low-level scores (text, layout, type, colour) from what two programs drew.

Source: C. Yang et al., "ChartMimic" (2024), section 4, as its authors' code computes it. Their search for the best
assignment of colours tries every permutation; here it is the Hungarian method, with the same optimum.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from viscodex_model.evaluate.metrics.color_difference import ciede2000, lab_from_rgb

Similarities = NDArray[np.float64]

MOST_COLORS = 10
TOO_ALIKE = 0.7


@dataclass(frozen=True)
class Drawn:
    """What a program drew: strings, a place in the grid for each axes, calls by function, `function--colour` marks."""

    texts: tuple[str, ...] = ()
    layout: tuple[tuple[int, ...], ...] = ()
    calls: Mapping[str, int] = field(default_factory=dict)
    colors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Agreement:
    """Precision, recall and F1 in 0..1."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class ChartScores:
    """The four aspects; `low_level` is the mean of their F1."""

    text: Agreement
    layout: Agreement
    type: Agreement
    color: Agreement

    @property
    def low_level(self) -> float:
        return (self.text.f1 + self.layout.f1 + self.type.f1 + self.color.f1) / 4


def compare_charts(predicted: Drawn, reference: Drawn) -> ChartScores:
    """Four scores of a predicted chart; an aspect that one side does not have scores 0, also against itself."""
    return ChartScores(
        text=compare_counts(Counter(predicted.texts), Counter(reference.texts)),
        layout=compare_counts(Counter(predicted.layout), Counter(reference.layout)),
        type=compare_counts(Counter(predicted.calls), Counter(reference.calls)),
        color=compare_colors(predicted.colors, reference.colors),
    )


def compare_counts(predicted: Counter[Hashable], reference: Counter[Hashable]) -> Agreement:
    """How much of two multisets is common."""
    return _agreement((predicted & reference).total(), predicted.total(), reference.total())


def compare_colors(predicted: Iterable[str], reference: Iterable[str]) -> Agreement:
    """The best one-to-one assignment of colours, function by function; no reference colour scores 0."""
    given, wanted = _by_function(thin_out(predicted)), _by_function(thin_out(reference))
    total = sum(_best_assignment(given[name], wanted[name]) for name in sorted(given.keys() & wanted.keys()))
    return _agreement(total, sum(map(len, given.values())), sum(map(len, wanted.values())))


def thin_out(marks: Iterable[str]) -> list[str]:
    """Distinct marks; where there are over ten, those that are more than 0.7 like a kept one are dropped.

    The original walks them in the order of a set, which differs from run to run; here they are walked in sorted order.
    """
    distinct = sorted(set(marks))
    if len(distinct) <= MOST_COLORS:
        return distinct
    kept: list[str] = []
    for mark in distinct:
        name, color = _split(mark)
        rivals = [other for known, other in map(_split, kept) if known == name]
        if not rivals or float(_similarities([color], rivals).max()) <= TOO_ALIKE:
            kept.append(mark)
    return kept


def _by_function(marks: Sequence[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name, color in map(_split, marks):
        groups.setdefault(name, []).append(color)
    return groups


def _split(mark: str) -> tuple[str, str]:
    name, _, color = mark.partition("--")
    return name, color


def _best_assignment(given: Sequence[str], wanted: Sequence[str]) -> float:
    table = _similarities(given, wanted)
    rows, columns = linear_sum_assignment(table, maximize=True)
    return float(table[rows, columns].sum())


def _similarities(given: Sequence[str], wanted: Sequence[str]) -> Similarities:
    """Colours compare by CIEDE2000, colour maps by name; a colour and a map have nothing in common."""
    table = np.array([[float(one == two) for two in wanted] for one in given])
    left, right = _hex_places(given), _hex_places(wanted)
    if left and right:
        labs = [
            lab_from_rgb([_rgb(names[i]) for i in places])
            for names, places in ((given, left), (wanted, right))
        ]
        difference = ciede2000(labs[0][:, None], labs[1][None])
        table[np.ix_(left, right)] = np.maximum(0.0, 1.0 - difference / 100.0)
    return table


def _hex_places(colors: Sequence[str]) -> list[int]:
    return [index for index, color in enumerate(colors) if color.startswith("#")]


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _agreement(common: float, given: int, wanted: int) -> Agreement:
    precision = common / given if given else 0.0
    recall = common / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Agreement(precision, recall, f1)
