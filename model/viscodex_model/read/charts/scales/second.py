"""A second axis of values on the other side: then one has to know which series it holds for."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from viscodex_model.read.charts.nouns import Mark, Scale
from viscodex_model.read.charts.scales.fit import best_scale
from viscodex_model.read.charts.scales.labels import Label, columns_of
from viscodex_model.read.picture.geometry import Box

# At least so many labels make an axis; the axes differ by this share of the plot.
LEAST_LABELS, DIFFERENT = 3, 0.03
# How far above and below the plot, and how far into it, a label may reach, in pixels.
MARGIN, OVERLAP = 9.0, 2.0

SECOND = "there is a second axis, and it was not told which of these series it holds for."


def with_second_axis(
    marks: Sequence[Mark], numbers: Sequence[Label], plot: Box, y: Scale | None
) -> list[Mark]:
    """The marks, as guesses where `numbers`, which no axis has, make another scale beside the plot than `y`."""
    if y is None or y.kind == "category":
        return list(marks)
    labels = [label for label in numbers if plot.top - MARGIN <= label.box.center[1] <= plot.bottom + MARGIN]
    left = [label for label in labels if label.box.right <= plot.left + OVERLAP]
    right = [label for label in labels if label.box.left >= plot.right - OVERLAP]
    if not any(_differs(side, plot, y) for side in (left, right)):
        return list(marks)
    return [replace(mark, guess=mark.guess or SECOND) for mark in marks]


def _differs(labels: Sequence[Label], plot: Box, y: Scale) -> bool:
    found = best_scale(list(columns_of(labels)), vertical=True, plot=plot)
    if found is None or len(found[1]) < LEAST_LABELS or found[0].kind != y.kind:
        return False
    told, known = (np.array([scale.value(end) for end in (plot.top, plot.bottom)]) for scale in (found[0], y))
    return bool(np.abs(told - known).max() > DIFFERENT * abs(float(np.diff(known)[0])))
