"""Panes of a picture that stand side by side, parted by upright edges over nearly its whole height."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from viscodex_model.read.code.around.beside import numbered
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.pixels import Pixels, crop
from viscodex_model.read.picture.surfaces import abrupt
from viscodex_model.read.recognition.lines import Line

# An edge between windows goes over this share of the picture's height; the desktop may show above and below.
EDGE = 0.7
# A pane has at least so many lines with so many letters, and this share of the picture's width.
LEAST_LINES, LEAST_LETTERS, LEAST_WIDTH = 3, 3, 0.1
# Boxes of lines reach a little over their text, in heights of a line.
OVER = 0.3


@dataclass(frozen=True, slots=True)
class Pane:
    """A part of the picture, of its whole height, and the lines in it, as they stand in the whole picture."""

    box: Box
    lines: tuple[Line, ...]

    def pixels(self, whole: Pixels) -> Pixels:
        return crop(whole, self.box)

    @property
    def own_lines(self) -> tuple[Line, ...]:
        """The lines as they stand in the pane."""
        return tuple(line.seen_from(self.box.left, self.box.top) for line in self.lines)


def find_panes(pixels: Pixels, lines: Sequence[Line]) -> list[Pane]:
    """The panes that hold some text, from left to right; one for a picture with no such edges."""
    height, width = pixels.shape[:2]
    cuts = [0, *_edges(pixels, lines), width]
    panes = [
        Pane(Box(left, 0, right, height), tuple(line for line in lines if left <= line.box.center[0] < right))
        for left, right in pairwise(cuts)
    ]
    return [
        pane
        for pane in panes
        if pane.box.width >= LEAST_WIDTH * width and sum(map(_is_written, pane.lines)) >= LEAST_LINES
    ]


def _edges(pixels: Pixels, lines: Sequence[Line]) -> Iterator[int]:
    """Columns at which an upright edge stands that no line of text crosses, and that parts no numbers from lines."""
    right, _ = abrupt(pixels)
    long = right.mean(axis=0) >= EDGE
    free = np.ones(pixels.shape[1], bool)
    for line in lines:
        over = OVER * line.box.height
        free[max(0, int(line.box.left + over)) : max(0, int(line.box.right - over))] = False
    if numbers := numbered(lines):
        # A box may hold a number and what stands right of it.
        end = min(line.box.right for line in numbers)
        beside = [line.box.left for line in lines if line.box.left >= end and _in_rows_of(line, numbers)]
        free[int(end) : int(min(beside, default=end))] = False
    for column in np.flatnonzero(long & free).tolist():
        yield column + 1


def _in_rows_of(line: Line, numbers: Sequence[Line]) -> bool:
    return any(number.box.top < line.box.center[1] < number.box.bottom for number in numbers)


def _is_written(line: Line) -> bool:
    return sum(map(str.isalpha, line.text)) >= LEAST_LETTERS
