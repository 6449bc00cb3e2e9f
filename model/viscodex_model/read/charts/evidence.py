"""How much a picture looks like a chart, from its labels and rules alone: quick enough to ask of every picture."""

from collections.abc import Sequence

import numpy as np

from viscodex_model.read.charts.marks.pie import find_pie
from viscodex_model.read.charts.plot.frame import find_frame, find_rules, margin_color
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


def chart_evidence(pixels: Pixels, lines: Sequence[Line]) -> float:
    """0 for none, about 1 for axes with numbers around a plot, or a pie."""
    if len(lines) > MOST_LINES:
        return 0.0
    numbers = number_labels(pixels, lines)
    if len(numbers) < 3:
        return _pie_evidence(pixels, lines)
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
        return _pie_evidence(pixels, lines)
    written = sum(len(line.text) for line in lines)
    return found * (1.0 if plot is not None else 0.5) - 0.8 * min(1.0, written / WORDY)


def _pie_evidence(pixels: Pixels, lines: Sequence[Line]) -> float:
    if not 2 <= len(lines) < 40:
        return 0.0
    return 0.9 if find_pie(pixels, labels_of(pixels, lines), margin_color(pixels)) is not None else 0.0


def _alone(labels: Sequence[Label], lines: Sequence[Line], plot: Box | None) -> bool:
    """Whether the labels have nothing beside them but the plot."""
    used = {label.line for label in labels}
    accompanied = 0
    for label in labels:
        y = label.box.center[1]
        accompanied += any(
            index not in used
            and abs(line.box.center[1] - y) < 0.5 * label.box.height
            and (plot is None or not plot.left - 5 < line.box.center[0] < plot.right + 5)
            for index, line in enumerate(lines)
        )
    return accompanied <= ACCOMPANIED * len(labels)
