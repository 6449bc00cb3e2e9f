"""Cells that span two rows: their text stands in the middle between the two, where nothing else stands."""

from collections.abc import Sequence
from dataclasses import replace

from viscodex_model.read.picture.geometry import union
from viscodex_model.read.tables.rows import Span
from viscodex_model.read.tables.table import Cell

# Three rows of text within so many heights of a text are two rows with one text in the middle.
CLOSE = 4.2


def over_two_rows(rows: Sequence[Span], cells: Sequence[Cell]) -> tuple[list[Span], list[Cell]]:
    """Rows and cells without the rows that only hold such texts; these are cells of the row above and the one below."""
    left, found = list(rows), list(cells)
    row = 1
    while row < len(left) - 1:
        if not _is_between(found, row):
            row += 1
            continue
        middle = (left[row][0] + left[row][1]) / 2
        left[row - 1 : row + 2] = [(left[row - 1][0], middle), (middle, left[row + 1][1])]
        found = [_moved(cell, row) for cell in found]
    return left, found


def _is_between(cells: Sequence[Cell], row: int) -> bool:
    """Whether the texts of a row stand close between two rows that have none in their columns."""
    own, above, below = ([cell for cell in cells if cell.row == at] for at in (row, row - 1, row + 1))
    columns = {cell.column for cell in own}
    beside = {cell.column for cell in (*above, *below)}
    if not own or columns & beside or len(above) < 2 or len(below) < 2 or min(columns) > min(beside):
        return False
    box = union(piece.box for cell in (*own, *above, *below) for piece in cell.pieces)
    height = max(piece.box.height for cell in own for piece in cell.pieces)
    return box.height <= CLOSE * height


def _moved(cell: Cell, row: int) -> Cell:
    if cell.row == row:
        return replace(cell, row=row - 1, rows=2)
    return replace(cell, row=cell.row - 1) if cell.row > row else cell
