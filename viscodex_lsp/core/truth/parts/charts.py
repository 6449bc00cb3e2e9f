"""A chart in a picture beside the chart that a program draws: kinds of marks, their values, and their colours.

Both are told from programs: the picture's from the one that the reader made of it, by measuring.
"""

from bisect import bisect_left
from collections.abc import Sequence

from viscodex_lsp.core.truth.nouns.chart import Chart
from viscodex_lsp.core.truth.nouns.likeness import RGB, Part
from viscodex_lsp.core.truth.parts.colours import likeness_of_colours

# What is read off a chart is right within some hundredths of the values' span.
_NEAR = 0.015
_LEAST_VALUES = 3
_KINDS, _VALUES = 0.5, 0.5
# What the reader tells apart; another chart it takes for one of these, or for a page.
_KNOWN = frozenset({"bars", "lying bars", "line", "points", "pie"})


def compare_charts(there: Chart, here: Chart) -> Part:
    """How like the marks are: of which kinds they are, and which values they have where the code holds these."""
    if not here.kinds & _KNOWN:
        return Part(
            None, f"charts of this kind ({', '.join(sorted(here.kinds))}) are not measured in pictures"
        )
    kinds = len(there.kinds & here.kinds) / len(there.kinds | here.kinds)
    told = f"{', '.join(sorted(there.kinds))} in the picture, {', '.join(sorted(here.kinds))} in the code"
    values = _values_alike(there, here)
    if values is None:
        return Part(kinds, told)
    return Part(_KINDS * kinds + _VALUES * values, f"{told}; values")


def compare_chart_colours(there: Chart, here: Chart) -> Part:
    """How like the colours of the marks are."""
    if not there.colours or not here.colours:
        return Part(None, "the colours of the marks are not told by the code")
    value = (_covered(there.colours, here.colours) + _covered(here.colours, there.colours)) / 2
    return Part(value, f"{len(there.colours)} colours of marks")


def _values_alike(there: Chart, here: Chart) -> float | None:
    """The share of the picture's values that the code holds, and of the code's that the picture shows."""
    if len(there.values) < _LEAST_VALUES:
        return None
    near = _NEAR * ((max(there.values) - min(0.0, *there.values)) or 1.0)
    shares = list[float]()
    # A line is read at every few pixels, and its code holds some points of it.
    if len(there.values) <= 2 * len(here.data):
        shares.append(_found(there.values, sorted(here.data), near))
    if len(here.values) >= _LEAST_VALUES:
        shares.append(_found(here.values, sorted(there.values), 2 * near))
    return sum(shares) / len(shares) if shares else None


def _found(values: Sequence[float], among: Sequence[float], near: float) -> float:
    """The share of `values` with a neighbour within `near` in the sorted `among`."""

    def is_there(value: float) -> bool:
        at = bisect_left(among, value - near)
        return at < len(among) and among[at] <= value + near

    return sum(map(is_there, values)) / len(values)


def _covered(colours: Sequence[RGB], others: Sequence[RGB]) -> float:
    return sum(max(likeness_of_colours(one, other) for other in others) for one in colours) / len(colours)
