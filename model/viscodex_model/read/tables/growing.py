"""An area takes in the rows above and below it, and the columns beside it, that no rule and no stripe shows.

Headings often stand alone above the first stripe, totals below the last rule, and a rule over the totals spans the
numbers but not what they are of.
"""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from viscodex_model.read.picture.geometry import union
from viscodex_model.read.scene.pieces import Piece
from viscodex_model.read.tables.area import INTO, Area, inside
from viscodex_model.read.tables.cells import rows_of
from viscodex_model.read.tables.columns import columns_of
from viscodex_model.read.tables.rows import Span, lines_of, separate_rows
from viscodex_model.read.tables.spans import parted_clearly

# A row beyond is at most this much farther than the rows are from one another, or so many em.
FARTHER, EM = 1.3, 2.4
# A column beside is at most so many em away, and this share of its texts stands on lines of the area.
BESIDE, IN_LINE = 9.0, 0.7
# So many lines of text are at most in a heading, and so many em of white space between them.
LINES, CLOSE = 3, 0.5
# Texts are aligned where edges or middles agree within so many em.
ALIGNED = 0.35


def grown(area: Area, pieces: Sequence[Piece]) -> Area:
    """The area with the rows and columns of `pieces` that go on with its own; itself where its cells are drawn."""
    if area.cells:
        return area
    area = _with_columns_beside(area, _outside(area, pieces))
    for way in (-1, 1):
        area = _with_rows_beyond(area, _outside(area, pieces), way)
    return area


def _outside(area: Area, pieces: Sequence[Piece]) -> list[Piece]:
    own = set(area.pieces)
    return [piece for piece in pieces if piece not in own]


def parted(area: Area, pieces: Sequence[Piece]) -> list[Area]:
    """The area, or two where the last row of drawn cells heads rows below it: they have its columns, not the others."""
    last = [cell for cell in area.cells if cell.box.top >= area.ys[-1] - INTO]
    if not area.cells or len(last) >= len(area.xs) or len(area.ys) < 2:
        return [area]
    box = union(cell.box for cell in last)
    own = [piece for piece in area.pieces if inside(box, piece.box.center)]
    if len(own) < 2:
        return [area]
    row = Area(box, own, [box.top, box.bottom])
    below = grown(row, _outside(area, pieces))
    if len(lines_of(below.pieces)) <= len(lines_of(own)) + 1:
        return [area]
    rest = [cell for cell in area.cells if cell not in last]
    above = Area(
        union(cell.box for cell in rest),
        [piece for piece in area.pieces if piece not in own],
        area.ys[:-1],
        [x for x in area.xs if any(abs(cell.box.left - x) <= INTO for cell in rest)],
        rest,
    )
    return [above, below]


def _with_columns_beside(area: Area, others: Sequence[Piece]) -> Area:
    """The area with texts left and right of it that stand on the lines of its rows."""
    tops = [piece.box.top for piece in area.pieces]
    bottoms = [piece.box.bottom for piece in area.pieces]
    beside = [piece for piece in others if min(tops) <= piece.box.center[1] <= max(bottoms)]
    size = _size(area.pieces)
    lines = lines_of(area.pieces)
    for own in (
        [piece for piece in beside if piece.box.right <= area.box.left + INTO],
        [piece for piece in beside if piece.box.left >= area.box.right - INTO],
    ):
        if not own:
            continue
        gap = min(max(p.box.left - area.box.right, area.box.left - p.box.right) for p in own)
        on_lines = [
            p for p in own if any(abs(p.baseline - line[0].baseline) <= ALIGNED * size for line in lines)
        ]
        filled = sum(any(abs(p.baseline - line[0].baseline) <= ALIGNED * size for p in own) for line in lines)
        if gap <= BESIDE * size and len(on_lines) >= IN_LINE * len(own) and filled >= 0.5 * len(lines):
            area = _with(area, own)
    return area


def _with_rows_beyond(area: Area, others: Sequence[Piece], way: int) -> Area:
    """The area with the rows above it (`way` -1) or below it (1), as far as they go on with its columns."""
    passed: list[Piece] = []
    while True:
        columns = columns_of(area, rows_of(area))
        if len(columns) < 2:
            return area
        row, *farther = _next_rows(area, [piece for piece in others if piece not in passed], way, passed)
        if not row:
            return area
        wholes = [row, *_with_lines_of_one(row, farther)]
        if whole := next((one for one in wholes if _goes_on(area, one, columns, way)), None):
            row = whole
            area = _with(area, row, passed) if passed else _with(area, row)
            others, passed = [piece for piece in others if piece not in (*row, *passed)], []
        elif not passed and _heads_a_group(area, row, columns):
            passed = row
        else:
            return area


def _next_rows(area: Area, others: Sequence[Piece], way: int, passed: Sequence[Piece]) -> list[list[Piece]]:
    """The rows of texts beyond the area, nearest first; an empty one alone where the nearest is too far."""
    known = [*area.pieces, *passed]
    edge = min(p.box.top for p in known) if way < 0 else max(p.box.bottom for p in known)
    size = _size(area.pieces)
    left, right = area.box.left - size, area.box.right + size
    beyond = [
        piece
        for piece in others
        if (piece.box.center[1] - edge) * way > 0 and left <= piece.box.left and piece.box.right <= right
    ]
    rows = separate_rows(beyond, min(piece.box.left for piece in area.pieces))[::way] or [[]]
    return rows if _between(known, rows[0]) <= max(FARTHER * _apart(area), EM * size) else [[]]


def _between(one: Sequence[Piece], other: Sequence[Piece]) -> float:
    """How far one row is above or below another; 0 where they share some height, or one is empty."""
    if not one or not other:
        return 0.0
    down = min(piece.box.top for piece in other) - max(piece.box.bottom for piece in one)
    up = min(piece.box.top for piece in one) - max(piece.box.bottom for piece in other)
    return max(0.0, down, up)


def _with_lines_of_one(row: Sequence[Piece], farther: Sequence[Sequence[Piece]]) -> Iterator[list[Piece]]:
    """A row with one and with two rows close behind it: they may be the lines of its texts."""
    whole = list(row)
    for more in farther[: LINES - 1]:
        if _between(whole, more) > CLOSE * _size(whole):
            return
        whole = [*whole, *more]
        yield whole


def _apart(area: Area) -> float:
    """The most white space between the texts of two rows of an area."""
    rows = separate_rows(area.pieces)
    gaps = [
        min(piece.box.top for piece in below) - max(piece.box.bottom for piece in above)
        for above, below in pairwise(rows)
    ]
    return max([0.0, *gaps])


def _goes_on(area: Area, row: Sequence[Piece], columns: Sequence[Span], way: int) -> bool:
    """Whether texts of a row stand in the columns of the area, in enough of them."""
    parts = list(row)
    for edge in (column[0] for column in columns[1:]):
        parts = [part for piece in parts for part in parted_clearly(piece, edge)]
    hit = {index for part in parts for index, column in enumerate(columns) if _in(part, column)}
    if way < 0 and _has_heading(area):
        return _is_over_headings(area, parts, columns)
    if any(not _aligned(part, area, columns) for part in parts):
        enough = way < 0 and len(hit) >= max(2, 0.75 * len(columns)) and len(parts) <= len(columns) + 2
    else:
        enough = len(hit) >= 2 and (way > 0 or len(hit) >= 0.5 * len(columns))
    return enough


def _in(piece: Piece, column: Span) -> bool:
    return piece.box.left >= column[0] - INTO and piece.box.right <= column[1] + INTO


def _has_heading(area: Area) -> bool:
    first, *rest = separate_rows(area.pieces)
    return bool(rest) and _look(first) != _look([piece for row in rest for piece in row])


def _look(row: Sequence[Piece]) -> tuple[bool, bool]:
    """Whether most of a row is bold, and set in capitals."""
    letters = "".join(piece.text for piece in row)
    return sum(p.style.face.bold for p in row) > 0.6 * len(row), letters.upper() == letters != letters.lower()


def _is_over_headings(area: Area, parts: Sequence[Piece], columns: Sequence[Span]) -> bool:
    """Whether texts stand in the middle over two columns or more, as headings over headings do."""
    size = _size(area.pieces)
    spanning = 0
    for part in parts:
        if any(_in(part, column) and _aligned(part, area, columns) for column in columns):
            continue
        middles = [
            (columns[first][0] + columns[last][1]) / 2
            for first in range(len(columns))
            for last in range(first + 1, len(columns))
        ]
        if not any(abs(part.box.center[0] - middle) <= size for middle in middles):
            return False
        spanning += 1
    return spanning > 0 and len(columns) > 2


def _heads_a_group(area: Area, row: Sequence[Piece], columns: Sequence[Span]) -> bool:
    """Whether a row is one text where the first column begins: a heading of the rows beyond it."""
    return len(row) == 1 and row[0].box.left <= columns[0][0] + 1.5 * _size(area.pieces)


def _aligned(piece: Piece, area: Area, columns: Sequence[Span]) -> bool:
    """Whether a text has an edge, or its middle, where those of the texts in its column are."""
    within = ALIGNED * _size(area.pieces)
    for column in columns:
        if not (column[0] - INTO <= piece.box.center[0] < column[1] + INTO or piece.box.right > column[0]):
            continue
        for other in area.pieces:
            if (
                column[0] <= other.box.center[0] < column[1]
                and min(
                    abs(piece.box.left - other.box.left),
                    abs(piece.box.right - other.box.right),
                    abs(piece.box.center[0] - other.box.center[0]),
                )
                <= within
            ):
                return True
    return False


def _with(area: Area, *rows: Sequence[Piece]) -> Area:
    """The area and more text; where its rows have edges, between new rows and the old ones there are some, too."""
    pieces = [*area.pieces, *(piece for row in rows for piece in row)]
    box = union([area.box, *(piece.box for piece in pieces)])
    xs = [min(area.xs[0], box.left), *area.xs[1:]] if area.xs else []
    return replace(area, box=box, pieces=pieces, ys=_edges(area, rows) if area.ys else [], xs=xs)


def _edges(area: Area, rows: Sequence[Sequence[Piece]]) -> list[float]:
    """The edges of an area's rows with one between each two of `rows`, the area being one of them."""
    spans = [
        (min(piece.box.top for piece in row), max(piece.box.bottom for piece in row))
        for row in [area.pieces, *rows]
    ]
    ys = list(area.ys)
    for (_, upper), (lower, _) in pairwise(sorted(spans)):
        if upper <= lower + INTO and not any(upper - INTO <= y <= lower + INTO for y in ys):
            ys.append((upper + lower) / 2)
    return sorted(ys)


def _size(pieces: Sequence[Piece]) -> float:
    return float(statistics.median(piece.style.size for piece in pieces))
