"""Text of a chart as labels with boxes around the ink, and the rows and columns in which tick labels stand."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from viscodex_model.read.charts.scales.numbers import parse_number, power_of_ten
from viscodex_model.read.picture.colors import distance
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.pixels import Pixels, crop
from viscodex_model.read.recognition.lines import Line

# How far apart, in shares of a label's height, labels of one row or column may be aligned.
TRIM = 0.12
ROW_TOLERANCE, COLUMN_TOLERANCE = 0.35, 0.6


@dataclass(frozen=True, slots=True)
class Label:
    """A piece of text; `box` fits the ink. `line` is the index of the line it was read in."""

    text: str
    box: Box
    line: int

    def place(self, *, vertical: bool) -> float:
        return self.box.center[1] if vertical else self.box.center[0]


def number_labels(pixels: Pixels, lines: Sequence[Line]) -> tuple[Label, ...]:
    """The lines, and words of lines, that are one number each."""
    return tuple(_numbers_of(pixels, lines))


def text_label(pixels: Pixels, line: Line, index: int) -> Label:
    return Label(line.text, ink_box(pixels, line.box, line), index)


def ink_box(pixels: Pixels, box: Box, line: Line) -> Box:
    """The box of what is drawn within `box`; `box` itself where nothing stands out."""
    # The recognition's boxes are generous: what lies at their upper and lower edge (a bar, a spine) is not the text.
    box = Box(box.left, box.top + TRIM * box.height, box.right, box.bottom - TRIM * box.height)
    part = crop(pixels, box)
    if not part.size:
        return box
    away = distance(part, line.ground)
    drawn = away > max(30, 0.4 * float(away.max()))
    rows, columns = np.flatnonzero(drawn.any(1)), np.flatnonzero(drawn.any(0))
    if not len(rows):
        return box
    left, top = max(0, int(box.left)), max(0, int(box.top))
    return Box(
        left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1
    )


def columns_of(labels: Sequence[Label]) -> Iterator[tuple[Label, ...]]:
    """Groups of labels aligned by their right edges, their middles or their left edges."""
    edges: tuple[Callable[[Box], float], ...] = (
        lambda box: box.right,
        lambda box: box.center[0],
        lambda box: box.left,
    )
    yield from _groups(labels, edges, COLUMN_TOLERANCE)


def rows_of(labels: Sequence[Label]) -> Iterator[tuple[Label, ...]]:
    """Groups of labels aligned by their middles."""
    yield from _groups(labels, (lambda box: box.center[1],), ROW_TOLERANCE)


def _groups(
    labels: Sequence[Label], edges: Sequence[Callable[[Box], float]], tolerance: float
) -> Iterator[tuple[Label, ...]]:
    seen: set[tuple[int, ...]] = set()
    for edge in edges:
        for anchor in labels:
            bound = max(2.0, tolerance * anchor.box.height)
            members = tuple(
                index
                for index, label in enumerate(labels)
                if abs(edge(label.box) - edge(anchor.box)) <= bound
            )
            if len(members) >= 2 and members not in seen:
                seen.add(members)
                yield tuple(labels[index] for index in members)


def _numbers_of(pixels: Pixels, lines: Sequence[Line]) -> Iterator[Label]:
    for index, line in enumerate(lines):
        if is_number(line.text):
            yield Label(line.text, ink_box(pixels, line.box, line), index)
            continue
        for word in line.words:
            if len(line.words) > 1 and is_number(word.text):
                yield Label(word.text, ink_box(pixels, word.box, line), index)


def is_number(text: str) -> bool:
    return parse_number(text) is not None or power_of_ten(text) is not None
