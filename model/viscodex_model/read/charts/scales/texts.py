"""What a chart's texts are: title, names of the axes, categories, by where they stand beside the plot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from viscodex_model.read.charts.scales.labels import Label, text_label
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.pixels import Pixels, crop
from viscodex_model.read.recognition.engine import Engine
from viscodex_model.read.recognition.lines import Line
from viscodex_model.read.recognition.read_lines import read_lines

# A title stands within so many of its heights above the plot.
TITLE_REACH = 5.0
# A category stands within so many of its heights of the plot.
CATEGORY_REACH = 3.5


@dataclass(frozen=True, slots=True)
class Texts:
    title: str = ""
    x_label: str = ""
    y_label: str = ""


def find_categories(labels: Sequence[Label], plot: Box, *, vertical: bool) -> tuple[Label, ...]:
    """The first row of texts below the plot, or the texts right of whose right edges the plot begins."""
    if vertical:
        beside = [label for label in labels if _left_of(label, plot)]
        return _largest(beside, lambda label: label.box.right)
    below = [label for label in labels if _below(label, plot)]
    if not below:
        return ()
    height = float(np.median([label.box.height for label in below]))
    rows = [
        [other for other in below if abs(other.box.center[1] - label.box.center[1]) <= 0.45 * height]
        for label in below
    ]
    rows = [row for row in rows if len(row) >= 2]
    return tuple(min(rows, key=lambda row: min(label.box.top for label in row), default=[]))


def find_texts(
    pixels: Pixels, labels: Sequence[Label], plot: Box, left_of: float, engine: Engine | None
) -> tuple[Texts, frozenset[int]]:
    """Title and names of the axes, with the indices of their lines. `left_of` is where the y axis' labels begin."""
    used: set[int] = set()

    def first(found: Sequence[Label], key: Callable[[Label], float]) -> str:
        if not found:
            return ""
        best = min(found, key=key)
        used.add(best.line)
        return best.text

    above = [label for label in labels if _above(label, plot)]
    title = first(above, lambda label: (-round(label.box.height / 3), label.box.top)[0])
    below = [label for label in labels if label.box.top >= plot.bottom and _centered(label, plot)]
    x_label = first(below, lambda label: label.box.top)
    y_label = _upright(pixels, plot, left_of, engine)
    return Texts(title, x_label, y_label), frozenset(used)


def labels_of(pixels: Pixels, lines: Sequence[Line]) -> tuple[Label, ...]:
    return tuple(text_label(pixels, line, index) for index, line in enumerate(lines))


def _upright(pixels: Pixels, plot: Box, left_of: float, engine: Engine | None) -> str:
    """The name of the y axis, which is written from the bottom to the top: its strip is turned and read once more."""
    strip = crop(pixels, Box(0, plot.top - 0.1 * plot.height, left_of - 1, plot.bottom + 0.1 * plot.height))
    if engine is None or strip.shape[1] < 7 or strip.shape[0] < 20 or strip.std() < 2:
        return ""
    turned = np.ascontiguousarray(np.rot90(strip, -1))
    lines = [line for line in read_lines(turned, engine) if line.confidence >= 0.8]
    longest = max(lines, key=lambda line: len(line.text), default=None)
    return longest.text if longest is not None and len(longest.text) > 1 else ""


def _above(label: Label, plot: Box) -> bool:
    gap = plot.top - label.box.bottom
    beside = label.box.right < plot.left or label.box.left > plot.right
    return -2 <= gap <= TITLE_REACH * label.box.height and not beside and len(label.text) > 1


def _below(label: Label, plot: Box) -> bool:
    gap = label.box.top - plot.bottom
    return (
        -2 <= gap <= CATEGORY_REACH * label.box.height
        and plot.left - 20 <= label.box.center[0] <= plot.right + 20
    )


def _left_of(label: Label, plot: Box) -> bool:
    gap = plot.left - label.box.right
    return (
        -2 <= gap <= CATEGORY_REACH * label.box.height
        and plot.top - 5 <= label.box.center[1] <= plot.bottom + 5
    )


def _centered(label: Label, plot: Box) -> bool:
    return abs(label.box.center[0] - plot.center[0]) < 0.2 * plot.width


def _largest(labels: Sequence[Label], edge: Callable[[Label], float]) -> tuple[Label, ...]:
    groups = [
        tuple(other for other in labels if abs(edge(other) - edge(label)) <= max(3.0, 0.6 * label.box.height))
        for label in labels
    ]
    return max(groups, key=len, default=())
