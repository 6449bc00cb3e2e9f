"""Tells whether lines of text stand in the rows and columns of a table."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.recognition.lines import Line, Word

# Words farther apart than this share of the line's height are in two cells; columns are aligned within this share.
GAP, ALIGNED = 0.6, 0.5
# Bars, and words that they are taken for; this share of rows has a bar at a place that is usual.
BARS, LIKE_BARS, MOST_BARRED = frozenset("|│┃║"), frozenset("Il1!"), 0.3
# What the rules that a program types are made of, and what a plus is taken for.
RULES = "+-=_|─━═ 十"
# A heading is so many times as high as the other text.
HEADING = 1.45


def table_share(lines: Sequence[Line]) -> float:
    """The share of rows that have at least two cells, each aligned with a cell of another row; 0 to 1."""
    rows = rows_of(lines)
    if len(rows) < 2:
        return 0.0
    edges = [[_edges(cell) for cell in row] for row in rows]
    good = 0
    for index, row in enumerate(edges):
        others = [cell for other, cells in enumerate(edges) if other != index for cell in cells]
        height = rows[index][0].height
        aligned = sum(
            any(
                min(abs(one - two) for one, two in zip(cell, other, strict=True)) <= ALIGNED * height
                for other in others
            )
            for cell in row
        )
        good += len(row) >= 2 and aligned >= max(2, 0.6 * len(row))
    return good / len(rows)


def rows_of(lines: Sequence[Line]) -> list[list[Box]]:
    """The boxes of cells that stand beside one another, left to right; a line with a wide gap in it is two cells."""
    cells = [cell for line in lines for cell in _cells(line)]
    rows: list[list[Box]] = []
    for cell in sorted(cells, key=lambda cell: cell.center[1]):
        last = rows[-1] if rows else []
        if last and abs(last[-1].center[1] - cell.center[1]) <= 0.4 * cell.height:
            last.append(cell)
        else:
            rows.append([cell])
    return [sorted(row, key=lambda cell: cell.left) for row in rows]


def _cells(line: Line) -> list[Box]:
    cells: list[Box] = []
    for word in line.words or ():
        box = word.box
        if cells and box.left - cells[-1].right <= GAP * box.height:
            cells[-1] = Box(cells[-1].left, box.top, box.right, box.bottom)
        else:
            cells.append(box)
    return cells or [line.box]


def _edges(cell: Box) -> tuple[float, float, float]:
    return cell.left, cell.center[0], cell.right


def counted_share(lines: Sequence[Line]) -> float:
    """The share of rows that begin with the number after that of the row above: the line numbers beside code."""
    starts: list[Line] = []
    for line in sorted(lines, key=lambda line: line.box.center[1]):
        if starts and line.box.center[1] - starts[-1].box.center[1] < 0.4 * line.box.height:
            starts[-1] = min(starts[-1], line, key=lambda one: one.box.left)
        else:
            starts.append(line)
    numbers = [
        int(found[0]) if (found := re.match(r"\d{1,6}(?=\D|$)", line.text)) else None for line in starts
    ]
    counted = sum(above is not None and below == above + 1 for above, below in pairwise(numbers))
    return counted / max(1, len(starts) - 1)


def barred_share(lines: Sequence[Line]) -> float:
    """The share of rows with text on both sides of a bar, or of a letter like one, that stands at one place in many.

    One at least was read as a bar there: a column of ones is none.
    """
    rows = [[word for line in row for word in line.words] for row in beside_one_another(lines)]
    rows = [row for row in rows if any(any(map(str.isalnum, word.text)) for word in row)]
    bars = [word for row in rows for word in row if _is_like_bar(word)]
    least = max(MOST_BARRED * len(rows), 3)
    places = sorted(bar.box.center[0] for bar in bars)
    drawn = sorted(bar.box.center[0] for bar in bars if bar.text in BARS)
    usual = {bar for bar in bars if _in_line(bar, places) >= least and _in_line(bar, drawn)}
    barred = 0
    for row in rows:
        texts = [word.box.center[0] for word in row if not _is_like_bar(word)]
        at = [word.box.center[0] for word in row if word in usual]
        barred += any(min(texts) < place < max(texts) for place in at) if texts else False
    return barred / max(1, len(rows))


def _is_like_bar(word: Word) -> bool:
    return word.text in BARS or word.text in LIKE_BARS


def _in_line(bar: Word, places: Sequence[float]) -> int:
    """How many of the `places`, in their order, are above or below a bar."""
    middle, near = bar.box.center[0], 0.25 * bar.box.height
    return bisect_right(places, middle + near) - bisect_left(places, middle - near)


def beside_one_another(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines in rows, from the top down."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box.center[1]):
        if rows and abs(rows[-1][-1].box.center[1] - line.box.center[1]) <= 0.4 * line.box.height:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def without_typed_rules(lines: Sequence[Line]) -> list[Line]:
    """The lines but for those of rows in which nothing stands but signs of rules."""
    rows = beside_one_another(lines)
    return [line for row in rows if any(one.text.strip(RULES) for one in row) for line in row]


def rows_apart(lines: Sequence[Line]) -> float:
    """How far a row is usually from the next, in heights of its text: code is set close, lists are not."""
    rows = rows_of(lines)
    steps = [
        (below[0].center[1] - above[0].center[1]) / min(above[0].height, below[0].height)
        for above, below in pairwise(rows)
    ]
    return float(np.median(steps)) if steps else 0.0


def has_heading(lines: Sequence[Line]) -> bool:
    """Whether a line of some words is far larger than most of the text."""
    if len(lines) < 4:
        return False
    usual = float(np.median([line.box.height for line in lines]))
    wide = float(np.median([line.box.width / len(line.text) for line in lines]))
    return any(
        line.box.height > HEADING * usual
        and line.box.width > 0.8 * HEADING * wide * len(line.text)
        and sum(map(str.isalpha, line.text)) >= 5
        and line.confidence > 0.9
        for line in lines
    )


def text_cover(lines: Sequence[Line], width: int, height: int) -> float:
    """The share of the picture that is covered by lines of text."""
    return (
        float(np.sum([line.box.width * line.box.height for line in lines])) / (width * height)
        if lines
        else 0.0
    )
