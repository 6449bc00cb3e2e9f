"""What stands above and below the text in another typeface is none of its lines: a window's title, a status line."""

import re
from collections.abc import Sequence
from itertools import groupby

import numpy as np

from viscodex_model.read.recognition.lines import Line

# Words from this length on tell how far characters are from one another, and so many characters are believed.
LONG, TOLD = 4, 8
# Characters of the text are so far from one another within this share.
ALIKE = 0.12
# So many lines above the text and below it are looked at; lines within this share of their height stand side by side.
MOST, BESIDE = 2, 0.5
# The name of a file alone in the first line, so many heights of the line above the next, is the head of a frame.
FILE_NAME, HEAD = re.compile(r"[\w-]+(\.[\w-]+)*\.[A-Za-z]{1,4}"), 1.6
# What a window's round buttons are read as.
BUTTONS = frozenset("●•○◯oO0。")


def in_one_typeface(lines: Sequence[Line]) -> list[Line]:
    """`lines` without those at the top and at the bottom that are set closer or wider than the others; at the top also
    without those beside the buttons of a window."""
    usual = step_of(lines)
    if usual is None:
        return list(lines)
    rows = _rows(lines)
    bars = (_has_buttons(row) or _is_strange(row, usual) for row in rows[:MOST])
    first = next((at for at, is_bar in enumerate(bars) if not is_bar), MOST)
    first = first or int(_is_head(rows))
    last = next((at for at, row in enumerate(rows[: -MOST - 1 : -1]) if not _is_strange(row, usual)), MOST)
    if first + last >= len(rows):
        return list(lines)
    return [line for row in rows[first : len(rows) - last] for line in row]


def step_of(lines: Sequence[Line]) -> float | None:
    """The usual distance of neighbouring characters of `lines`; None where there are no longer words."""
    return usual_step([step for line in lines for step in _steps(line)])


def usual_step(steps: Sequence[tuple[float, int]]) -> float | None:
    """The usual distance of neighbouring characters: the median of the words' own, weighed by their lengths."""
    if not steps:
        return None
    ordered = sorted(steps)
    weights = np.cumsum([length for _, length in ordered])
    return ordered[int(np.searchsorted(weights, weights[-1] / 2))][0]


def _is_head(rows: Sequence[Sequence[Line]]) -> bool:
    if len(rows) < 3 or len(rows[0]) > 1 or not FILE_NAME.fullmatch(rows[0][0].text):
        return False
    head, below = rows[0][0].box, rows[1][0].box
    return below.center[1] - head.center[1] > HEAD * max(head.height, below.height)


def _has_buttons(row: Sequence[Line]) -> bool:
    return sum(line.text in BUTTONS for line in row) > 1


def _is_strange(row: Sequence[Line], usual: float) -> bool:
    """Whether characters of a row stand otherwise than usual, and none as usual."""
    steps = [step for line in row for step in _steps(line)]
    alike = sum(length for step, length in steps if abs(step - usual) <= ALIKE * usual)
    return not alike and sum(length for _, length in steps) >= TOLD


def _steps(line: Line) -> list[tuple[float, int]]:
    """How far characters are from one another in each longer word of a line, and how many there are."""
    words = [
        list(word) for blank, word in groupby(line.glyphs, key=lambda glyph: glyph.text == " ") if not blank
    ]
    return [((word[-1].x - word[0].x) / (len(word) - 1), len(word)) for word in words if len(word) >= LONG]


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines from the top down, those side by side together."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box.center[1]):
        near = rows and line.box.center[1] - rows[-1][-1].box.center[1] < BESIDE * line.box.height
        if near:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows
