"""Cells that span: rows, where their text stands in the middle between two and nothing else does, or columns, unless
the texts in them stand in one column each."""

from collections.abc import Sequence
from dataclasses import replace

from viscodex_model.read.picture.geometry import union
from viscodex_model.read.scene.pieces import Piece, split_piece
from viscodex_model.read.tables.area import INTO
from viscodex_model.read.tables.rows import Span
from viscodex_model.read.tables.table import Cell

# Three rows of text within so many heights of a text are two rows with one text in the middle.
CLOSE = 4.2
# A gap between two words is hardly wider than so many em.
BLANK = 0.6


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


def texts_apart(pieces: Sequence[Piece], columns: Sequence[Span]) -> list[list[Piece]]:
    """The texts of a drawn box that spans columns, for each column; none where it is one cell.

    Headings often have no lines between them; then each of several texts stands in one column.
    """
    parts = list(pieces)
    for edge, _ in columns[1:]:
        parts = [part for piece in parts for part in parted_clearly(piece, edge)]
    held = [[part for part in parts if _is_in(part, column)] for column in columns]
    filled = [column for column, own in zip(columns, held, strict=True) if own]
    return held if len(filled) > 1 and sum(map(len, held)) == len(parts) else []


def parted_clearly(piece: Piece, edge: float) -> list[Piece]:
    """A text parted at the edge of a column, but not between two words of one text."""
    parts = split_piece(piece, edge)
    gap = parts[-1].box.left - parts[0].box.right
    return parts if gap > BLANK * piece.style.size else [piece]


def _is_in(piece: Piece, column: Span) -> bool:
    return column[0] - INTO <= piece.box.left and piece.box.right <= column[1] + INTO
