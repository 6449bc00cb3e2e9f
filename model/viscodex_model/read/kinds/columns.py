"""Whether lines of text stand in the rows and columns of a table."""

from collections.abc import Sequence

import numpy as np

from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.recognition.lines import Line

# Words farther apart than this share of the line's height are in two cells; columns are aligned within this share.
GAP, ALIGNED = 0.6, 0.5


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


def text_cover(lines: Sequence[Line], width: int, height: int) -> float:
    """The share of the picture that is covered by lines of text."""
    return (
        float(np.sum([line.box.width * line.box.height for line in lines])) / (width * height)
        if lines
        else 0.0
    )
