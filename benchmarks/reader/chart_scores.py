"""How many of a chart's true values were read: within 3 % of the axis, at the right place.

The truth is a record of `sandboxed/record_values.py`. Values are compared as shares of the axis (of its logarithm where
the axis is logarithmic). A bar counts by its end, a line by its course at its corners or at 40 places, a point by both
of its values. `invented` counts read values that no true mark is near, but for those that are said to be guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from viscodex_model.read.charts.nouns import Bars, Chart, Curve, Mark, Points, Scale
from viscodex_model.read.charts.scales.numbers import parse_number

from benchmarks.reader.chart_truth import (
    Floats,
    Truth,
    densified,
    drawn_courses,
    true_bars,
    true_lines,
    true_points,
)

TOLERANCE = 0.03


@dataclass(frozen=True)
class ChartScore:
    """Counts of one chart. `kind` is bars, lines or points, after what it has most of."""

    kind: str
    kind_read: str
    calibrated: bool
    values: int
    right: int
    read: int
    invented: int
    guessed: int = 0


def score_chart(record: dict[str, Any], chart: Chart | None) -> ChartScore | None:
    """The score of what was read of the figure in `record`; None where nothing measurable is on it."""
    truth = Truth(record)
    bars, lines, points = true_bars(truth), true_lines(truth), true_points(truth)
    counts = {"bars": len(bars), "lines": sum(map(len, lines)), "points": len(points)}
    total = sum(counts.values())
    if total < 2:
        return None
    kind = max(counts, key=lambda name: counts[name])
    if chart is None:
        return ChartScore(kind, "none", False, total, 0, 0, 0)
    right = (
        _right_bars(truth, bars, chart)
        + _right_lines(truth, lines, chart)
        + _right_points(truth, points, chart)
    )
    read, invented = _invented(truth, chart, bars, points)
    value = chart.x if chart.horizontal else chart.y
    agrees, guessed = _agrees(truth, value, chart), sum(_size(mark) for mark in chart.marks if mark.guess)
    return ChartScore(kind, _kind_read(chart), agrees, total, right, read, invented, guessed)


def measurable(record: dict[str, Any]) -> bool:
    """Whether a figure has marks and a value axis with at least two numbers beside it: else nothing can be measured."""
    if not record.get("plain"):
        return False
    lying = any(group["orientation"] == "horizontal" for group in record["bars"])
    ticks = [tick.replace("−", "-") for tick in record["x" if lying else "y"]["ticks"]]
    return sum(parse_number(tick) is not None or "10^" in tick for tick in ticks) >= 2


def _size(mark: Mark) -> int:
    return len(mark.bars if isinstance(mark, Bars) else mark.points)


def _agrees(truth: Truth, scale: Scale | None, chart: Chart) -> bool:
    """Whether the value axis says the same as the true one at both ends of the plot."""
    if scale is None:
        return False
    name, ends = (
        ("x", (chart.plot.left, chart.plot.right))
        if chart.horizontal
        else ("y", (chart.plot.top, chart.plot.bottom))
    )
    told = truth.share([scale.value(end) for end in ends], name)
    return bool(np.abs(told - truth.seen(ends, name)).max() <= TOLERANCE)


def _kind_read(chart: Chart) -> str:
    sizes = {"bars": 0, "lines": 0, "points": 0}
    for mark in chart.marks:
        if isinstance(mark, Bars):
            sizes["bars"] += len(mark.bars) * 3
        elif isinstance(mark, Curve):
            sizes["lines"] += round((mark.points[-1][0] - mark.points[0][0]) / max(1, chart.plot.width) * 20)
        else:
            sizes["points"] += len(mark.points)
    return max(sizes, key=lambda name: sizes[name]) if any(sizes.values()) else "none"


def _right_bars(truth: Truth, bars: Sequence[tuple[str, float, float, float]], chart: Chart) -> int:
    along, across = ("x", "y") if chart.horizontal else ("y", "x")
    scale = chart.x if chart.horizontal else chart.y
    read = [bar for mark in chart.marks if isinstance(mark, Bars) for bar in mark.bars]
    if scale is None or not read:
        return 0
    middles = truth.seen([bar.middle for bar in read], across)
    ends = truth.share([[scale.value(bar.end), scale.value(bar.base)] for bar in read], along)
    return sum(
        true_along == along
        and bool(
            (
                (np.abs(middles - middle) <= max(0.6 * half, 0.006))[:, None]
                & (np.abs(ends - end) <= TOLERANCE)
            ).any()
        )
        for true_along, middle, half, end in bars
    )


def _right_lines(truth: Truth, lines: Sequence[Floats], chart: Chart) -> int:
    """Each true line is compared with the pieces of one colour, the one that agrees with it best."""
    groups: dict[Any, list[Floats]] = {}
    for mark in chart.marks:
        if isinstance(mark, Curve | Points) and chart.y is not None:
            course = np.column_stack(
                [
                    truth.seen([x for x, _ in mark.points], "x"),
                    truth.share([chart.y.value(y) for _, y in mark.points], "y"),
                ]
            )
            groups.setdefault(mark.color, []).append(course)
    return sum(max((_agreeing(line, pieces) for pieces in groups.values()), default=0) for line in lines)


def _agreeing(line: Floats, pieces: Sequence[Floats]) -> int:
    dense = np.concatenate([densified(piece) for piece in pieces])
    away = np.abs(line[:, None] - dense[None])
    return int(((away[:, :, 0] <= 0.006) & (away[:, :, 1] <= TOLERANCE)).any(1).sum())


def _right_points(truth: Truth, points: Floats, chart: Chart) -> int:
    courses = _read_courses(truth, chart)
    read = [densified(course) if isinstance(mark, Curve) else course for mark, course in courses]
    if not read or not len(points):
        return 0
    away = np.abs(points[:, None] - np.concatenate(read)[None]).max(2)
    return int((away <= TOLERANCE).any(1).sum())


def _read_courses(truth: Truth, chart: Chart) -> list[tuple[Curve | Points, Floats]]:
    """What was read of curves and points as shares of both axes; by place where the x axis has no numbers."""
    if chart.y is None:
        return []
    found = []
    for mark in chart.marks:
        if isinstance(mark, Curve | Points):
            across = [x for x, _ in mark.points]
            numeric = chart.x is not None and chart.x.kind != "category" and _numeric(truth.record["x"])
            x = (
                truth.share([chart.x.value(place) for place in across], "x")
                if numeric and chart.x
                else truth.seen(across, "x")
            )
            y = truth.share([chart.y.value(place) for _, place in mark.points], "y")
            found.append((mark, np.column_stack([x, y])))
    return found


def _numeric(axis: dict[str, Any]) -> bool:
    """Whether the axis says numbers, and its values are the ones it says (those of dates are days)."""
    plain = [tick.replace("−", "-") for tick in axis["ticks"] if tick.strip()]
    if not plain or not all(tick.replace(".", "").replace("-", "").isdigit() for tick in plain):
        return False
    low, high = sorted(axis["limits"])
    return any(
        low <= float(tick) <= high for tick in plain if tick.count("-") <= 1 and not tick.endswith("-")
    )


def _invented(truth: Truth, chart: Chart, bars: Sequence[Any], points: Floats) -> tuple[int, int]:
    """How many values were read, and how many of them no true mark is near."""
    read = wrong = 0
    right_bars = {
        along: np.array([[middle, end] for a, middle, _, end in bars if a == along]) for along in "xy"
    }
    scale = chart.x if chart.horizontal else chart.y
    along, across = ("x", "y") if chart.horizontal else ("y", "x")
    for mark in chart.marks:
        if isinstance(mark, Bars) and scale is not None:
            told = np.column_stack(
                [
                    truth.seen([bar.middle for bar in mark.bars], across),
                    truth.share([scale.value(bar.end) for bar in mark.bars], along),
                ]
            )
            read += len(told)
            wrong += 0 if mark.guess else _far(told, right_bars[along], 0.05)
    drawn = [part for part in (*map(densified, drawn_courses(truth)), points) if len(part)]
    whole = np.concatenate(drawn or [np.zeros((0, 2))])
    for mark, told in _read_courses(truth, chart):
        read += len(told)
        wrong += 0 if mark.guess else _far(told, whole, TOLERANCE)
    return read, wrong


def _far(told: Floats, true: Floats, bound: float) -> int:
    if not len(true):
        return len(told)
    away = np.abs(told[:, None] - true[None]).max(2)
    return int((~(away <= bound).any(1)).sum())
