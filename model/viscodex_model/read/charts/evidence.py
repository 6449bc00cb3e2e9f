"""How much a picture looks like a chart, from its labels and rules alone: quick enough to ask of every picture."""

from collections.abc import Collection, Sequence

import numpy as np

from viscodex_model.read.charts.marks.pie import find_pie
from viscodex_model.read.charts.nouns import Bar, Bars, Curve
from viscodex_model.read.charts.plot.frame import find_frame, find_rules, margin_color
from viscodex_model.read.charts.recognize import recognize
from viscodex_model.read.charts.scales.fit import best_scale
from viscodex_model.read.charts.scales.labels import Label, columns_of, number_labels, rows_of
from viscodex_model.read.charts.scales.texts import labels_of
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.recognition.lines import Line

# A picture with more text than this has tables or code in it, in characters.
WORDY = 900
# The share of an axis' labels that may have other text beside them outside of the plot: cells of a table have.
ACCOMPANIED = 0.4
MOST_LINES = 160
# A label is well within the plot where it is farther from both sides than this share of its width.
WITHIN = 0.1
# More characters than this inside of the plot are no legend or remark.
SPOKEN = 120
# A plot without numbers is looked for where there is less text, in a picture that is not too small.
FEW_LETTERS, LEAST_SIDE = 90, 100


def chart_evidence(pixels: Pixels, lines: Sequence[Line]) -> float:
    """0 for none, about 1 for axes with numbers around a plot, or a pie."""
    if len(lines) > MOST_LINES:
        return 0.0
    numbers = number_labels(pixels, lines)
    if len(numbers) < 3:
        return max(_pie_evidence(pixels, lines), _drawn_evidence(pixels, lines))
    turned = np.ascontiguousarray(pixels.transpose(1, 0, 2))
    rough = find_frame(pixels, find_rules(pixels), find_rules(turned))
    plot = rough.box if rough else None
    y = best_scale(list(columns_of(numbers)), vertical=True, plot=plot)
    on_y = y[1] if y and _alone(y[1], lines, plot) else ()
    x = best_scale(
        list(rows_of([label for label in numbers if label not in on_y])), vertical=False, plot=plot
    )
    on_x = x[1] if x and len(x[1]) >= 3 else ()
    found = 0.28 * min(4, len(on_y)) * (len(on_y) >= 3) + 0.2 * min(4, len(on_x))
    if not found:
        return max(_pie_evidence(pixels, lines), _drawn_evidence(pixels, lines))
    written = sum(len(line.text) for line in lines)
    within = 0.0 if plot is None else _within(lines, {label.line for label in numbers}, plot)
    framed = 0.8 * min(1.0, max(0.0, within - SPOKEN) / SPOKEN)
    return found * (1.0 if plot is not None else 0.5) - 0.8 * min(1.0, written / WORDY) - framed


def _within(lines: Sequence[Line], numbers: Collection[int], plot: Box) -> int:
    """How many characters stand inside of the plot, without numbers: where there are many, it is a window."""
    return sum(
        len(line.text)
        for index, line in enumerate(lines)
        if index not in numbers
        and plot.left < line.box.center[0] < plot.right
        and plot.top < line.box.center[1] < plot.bottom
    )


def _pie_evidence(pixels: Pixels, lines: Sequence[Line]) -> float:
    if not 2 <= len(lines) < 40:
        return 0.0
    return 0.9 if find_pie(pixels, labels_of(pixels, lines), margin_color(pixels)) is not None else 0.0


def _drawn_evidence(pixels: Pixels, lines: Sequence[Line]) -> float:
    """A plot without numbers: a row of bars on one base, or curves through most of it."""
    if not lines or sum(len(line.text) for line in lines) > FEW_LETTERS or min(pixels.shape[:2]) < LEAST_SIDE:
        return 0.0
    chart = recognize(pixels, lines)
    if chart is None:
        return 0.0
    plot = chart.plot
    drawn = any(
        _are_columns(mark.bars)
        if isinstance(mark, Bars)
        else isinstance(mark, Curve) and _spans(mark.points, plot)
        for mark in chart.marks
    )
    return 0.75 if drawn else 0.0


def _are_columns(bars: Sequence[Bar]) -> bool:
    widths = [bar.far - bar.near for bar in bars]
    lengths = {round(abs(bar.end - bar.base) / 3) for bar in bars}
    bases = {round(bar.base / 3) for bar in bars}
    return len(bars) >= 8 and max(widths) < 1.3 * min(widths) and len(lengths) >= 6 and len(bases) <= 2


def _spans(points: Sequence[tuple[float, float]], plot: Box) -> bool:
    across, down = np.ptp([x for x, _ in points]), np.ptp([y for _, y in points])
    return len(points) >= 10 and bool(across > 0.45 * plot.width and down > 0.25 * plot.height)


def _alone(labels: Sequence[Label], lines: Sequence[Line], plot: Box | None) -> bool:
    """Whether the labels have nothing beside them but the plot, and those that stand well within it nothing at all."""
    used = {label.line for label in labels}
    accompanied = 0
    for label in labels:
        x, y = label.box.center
        held = plot is not None and min(x - plot.left, plot.right - x) > WITHIN * plot.width
        accompanied += any(
            index not in used
            and abs(line.box.center[1] - y) < 0.5 * label.box.height
            and (plot is None or held or not plot.left - 5 < line.box.center[0] < plot.right + 5)
            for index, line in enumerate(lines)
        )
    return accompanied <= ACCOMPANIED * len(labels)
