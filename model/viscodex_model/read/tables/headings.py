"""Which cells of a table are headings, and how its columns are aligned."""

import re
import statistics
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from viscodex_model.read.picture.geometry import union
from viscodex_model.read.picture.surfaces import Rule
from viscodex_model.read.scene.pieces import Piece
from viscodex_model.read.scene.regions import alike
from viscodex_model.read.tables.area import EDGE, INTO, Area
from viscodex_model.read.tables.rows import Span, rows_by_space
from viscodex_model.read.tables.table import Cell, mostly_numbers

_ARROWS = re.compile(r"(?<=\w)\s*[▲△▴▵▼▽▾▿↑↓↕⇅]+$")
# In several headings these tell which numbers are better, and not how the rows are sorted.
_BETTER = ("↑", "↓")
# An edge is a row's within so many pixels.
NEAR = 4.0


def as_head(cell: Cell) -> Cell:
    """The cell as a heading, without the arrow that says how the rows are sorted."""
    return replace(cell, head=True, text=_ARROWS.sub("", cell.text))


def with_head_rows(cells: Sequence[Cell], count: int) -> tuple[list[Cell], tuple[str, ...]]:
    """The cells, those of the first `count` rows as headings, and a sentence for each arrow that was left out."""
    heads = [cell for cell in cells if cell.row < count]
    if sum(cell.text.endswith(_BETTER) for cell in heads) > 1:
        return [replace(cell, head=cell.row < count) for cell in cells], ()
    told = [
        f"The arrow of the heading “{cell.text}” was left out: it says how the rows are sorted."
        for cell in heads
        if _ARROWS.search(cell.text)
    ]
    return [as_head(cell) if cell.row < count else cell for cell in cells], tuple(told)


def head_rows(area: Area, rows: Sequence[Span], cells: Sequence[Cell]) -> int:
    """How many rows from the top are headings: bold or on another ground than the rows below them."""
    count = 0
    for row in rows[:-1]:
        own, below = in_row(area.pieces, row), [p for p in area.pieces if p.box.center[1] >= row[1]]
        if not own or not _stands_out(own, below):
            break
        if count and len(own) == 1:
            break  # one bold text is the heading of some rows
        # Stripes alternate: a second row of headings has the ground of the first.
        if count and not alike(own[0].style.ground, in_row(area.pieces, rows[0])[0].style.ground, 8):
            break
        count += 1
    if not count and (_is_ruled_off(area, rows) or _stands_over_numbers(cells)):
        count = 1
    if any(cell.row == 0 and cell.column and cell.columns > 1 for cell in cells):
        count = max(count, 2)  # what stands over several columns stands over their headings
    spanning = [cell.rows for cell in cells if cell.row == 0]
    return min(len(rows) - 1, max([count, *(spanning if count else [])]))


def _is_ruled_off(area: Area, rows: Sequence[Span]) -> bool:
    """Whether of several edges of rows one is right below the first, and hardly any between the others."""
    within = [y for y in area.ys if area.box.top + NEAR < y < area.box.bottom - NEAR]
    below_first = any(abs(y - rows[0][1]) <= NEAR for y in within)
    return below_first and len(rows) >= 4 and len(within) <= max(1, (len(rows) - 1) // 3)


def _stands_over_numbers(cells: Sequence[Cell]) -> bool:
    """Whether the first row has no number and stands over columns of numbers."""
    first = [cell for cell in cells if cell.row == 0 and cell.text]
    over = [
        cell
        for cell in first
        if mostly_numbers([one.text for one in cells if one.column == cell.column and one.row > 0])
    ]
    return bool(over) and not any(any(sign.isdigit() for sign in cell.text) for cell in first)


def _stands_out(row: Sequence[Piece], below: Sequence[Piece]) -> bool:
    bold = [piece.style.face.bold for piece in row]
    bold_below = [piece.style.face.bold for piece in below]
    if sum(bold) >= 0.75 * len(bold) and sum(bold_below) <= 0.5 * len(bold_below):
        return True
    grounds = [piece.style.ground for piece in row]
    one = all(alike(ground, grounds[0], 8) for ground in grounds)
    return one and bool(below) and not any(alike(piece.style.ground, grounds[0], 8) for piece in below)


def with_head_column(area: Area, cells: Sequence[Cell], columns: Sequence[Span]) -> list[Cell]:
    """The first column's cells are headings too, where they are bold and the others are not."""
    first = [p for p in area.pieces if p.box.center[0] < columns[0][1]]
    rest = [p for p in area.pieces if p.box.center[0] >= columns[0][1]]
    bold = first and all(piece.style.face.bold for piece in first)
    if not bold or sum(piece.style.face.bold for piece in rest) > 0.4 * len(rest):
        return list(cells)
    return [replace(cell, head=True) if cell.column == 0 and cell.text else cell for cell in cells]


def column_alignment(area: Area, cells: Sequence[Cell], index: int, column: Span) -> str:
    """How a column's texts are aligned: by the edge or middle that varies least; numbers to the right in doubt."""
    texts = [cell.text for cell in cells if cell.column == index and cell.columns == 1 and not cell.head]
    boxes = [
        piece.box
        for piece in area.pieces
        if column[0] <= piece.box.center[0] < column[1] and piece.box.right <= column[1] + INTO
    ]
    if len(boxes) < 2:
        return "right" if mostly_numbers(texts) else "left"
    spread = {
        "left": statistics.pstdev(box.left for box in boxes),
        "right": statistics.pstdev(box.right for box in boxes),
        "center": statistics.pstdev(box.center[0] for box in boxes),
    }
    least = min(spread.values())
    near = [way for way, value in spread.items() if value <= least + 1.0]
    if len(near) > 1 and mostly_numbers(texts):
        return "right"
    return near[0]


def in_rows(pieces: Sequence[Piece], rows: Sequence[Span]) -> list[list[Piece]]:
    """The pieces whose middle lies in each of the rows, in the order of `pieces`."""
    order = sorted(range(len(pieces)), key=lambda index: pieces[index].box.center[1])
    middles = [pieces[index].box.center[1] for index in order]
    spans = ((bisect_left(middles, top), bisect_left(middles, bottom)) for top, bottom in rows)
    return [[pieces[index] for index in sorted(order[start:end])] for start, end in spans]


def in_row(pieces: Sequence[Piece], row: Span) -> list[Piece]:
    """The pieces whose middle lies in a row."""
    return [piece for piece in pieces if row[0] <= piece.box.center[1] < row[1]]


def heads_above(
    pieces: Sequence[Piece], ys: Sequence[float], rules: Sequence[Rule], left: float, right: float
) -> tuple[list[Piece], list[float]]:
    """The row of headings above the first rule; with the row above that one, and the place between them, where a rule
    under headings of several columns parts the two."""
    row = row_beyond(pieces, ys[0], -1, ys)
    top = min((piece.box.top for piece in row), default=0.0)
    parting = [
        rule.box.center[1]
        for rule in rules
        if rule.level
        and left - EDGE <= rule.box.left
        and rule.box.right <= right + EDGE
        and rule.box.width >= 0.5 * (right - left)
        and 0 <= top - rule.box.center[1] <= row[0].style.size
    ]
    above = row_beyond(pieces, max(parting), -1, ys) if parting else []
    return row + above, [max(parting)] if above else []


def row_beyond(pieces: Sequence[Piece], y: float, way: int, ys: Sequence[float]) -> list[Piece]:
    """The row of headings above the first rule, or the last row below the last one."""
    beyond = [piece for piece in pieces if (piece.box.center[1] - y) * way > 0]
    if not beyond:
        return []
    nearest = min(beyond, key=lambda piece: abs(piece.box.center[1] - y))
    row = [p for p in beyond if abs(p.baseline - nearest.baseline) <= EDGE]
    gaps = [other - one for one, other in pairwise(ys)]
    near = abs(nearest.box.center[1] - y) < min(1.0 * max(gaps), 2.4 * nearest.style.size)
    if not near or len(row) < 2:
        return []
    # Some headings have two lines, and those of one line stand in the middle beside them.
    return next((whole for whole in rows_by_space(beyond) if nearest in whole and _is_low(whole)), row)


def _is_low(row: Sequence[Piece]) -> bool:
    """Whether a row is no higher than a few lines of text, with no more texts than columns could have in two lines."""
    box = union(piece.box for piece in row)
    return box.height <= 4 * max(piece.style.size for piece in row)
