"""What editors draw between characters is dropped: dots for blanks, the buttons of a window, a fold's arrow."""

from collections.abc import Sequence

import numpy as np

from viscodex_model.read.code.cells import Cell
from viscodex_model.read.code.grid import Rows
from viscodex_model.read.code.ink import FAINTEST, Mask
from viscodex_model.read.code.strips import half_height

# Signs that no button is read as.
WORDLIKE = frozenset("abcdefghijklmnpqrstuvwxyzABEFGHIJKLMNPRSTUVWXYZ234579{}[]()<>=+-*/#;:\"'")
# A dot for a blank is at most this wide and high, in widths of a character.
DOT = 0.42


def without_marks(
    cells: Sequence[Cell], contrast: Mask, rows: Rows, *, left: float, advance: float
) -> list[Cell]:
    """The cells that hold characters of the text."""
    kept = [
        cell
        for cell in cells
        if cell.text not in ("", "·") or not _is_dot(cell, contrast, rows, left=left, advance=advance)
    ]
    top = min((cell.row for cell in kept), default=0)
    if _are_buttons([cell for cell in kept if cell.row == top]):
        return [cell for cell in kept if cell.row != top]
    return kept


def _are_buttons(row: Sequence[Cell]) -> bool:
    """Whether the first row is the round buttons of a window: single signs, apart from one another."""
    columns = [cell.column for cell in row]
    starts = [column for column in columns if column - 1 not in columns]
    return (
        2 <= len(starts) <= 4
        and len(columns) <= 2 * len(starts)
        and not any(cell.text in WORDLIKE for cell in row)
    )


def _is_dot(cell: Cell, contrast: Mask, rows: Rows, *, left: float, advance: float) -> bool:
    """Whether the ink is one small spot half-way up the letters."""
    half = half_height(rows, advance)
    top, begin = max(0, round(rows.middle(cell.row) - half)), max(0, round(left + cell.column * advance))
    part = contrast[
        top : round(rows.middle(cell.row) + half), begin : round(left + (cell.column + 1) * advance)
    ]
    rows_drawn, columns_drawn = np.nonzero(part > FAINTEST)
    if not rows_drawn.size:
        return True
    height, width = np.ptp(rows_drawn) + 1, np.ptp(columns_drawn) + 1
    middle = (rows_drawn.mean() + 0.5) / len(part)
    return bool(max(height, width) <= max(2.0, DOT * advance) and 0.35 < middle < 0.65)
