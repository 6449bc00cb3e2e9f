"""From an area to a table: rows and columns, what stands in each cell, spans, headings and alignment."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from viscodex_model.read.picture.nearby import Nearby
from viscodex_model.read.scene.pieces import BULLETS, Piece, split_piece
from viscodex_model.read.tables.area import EDGE, INTO, Area, inside
from viscodex_model.read.tables.headings import (
    column_alignment,
    head_rows,
    in_rows,
    with_head_column,
    with_head_rows,
)
from viscodex_model.read.tables.rows import Span, lines_of, rows_in_band
from viscodex_model.read.tables.spans import over_two_rows
from viscodex_model.read.tables.table import Cell, Table

# White space between columns is at least so wide (pixels), and crossed by at most this share of the rows.
GUTTER, CROSSED = 4.0, 0.12
# With so many rows columns may stand closer.
CLOSE, GUTTER_CLOSE = 8, 2.0
# From so many rows on, columns are told by the gaps between words.
MANY = 5
# The share of rows with text on both sides of a gutter in which it must lie between recognised texts.
CLEAR = 0.4
# A text reaches over an edge by less than this share of its width where it belongs behind it.
WIDE = 0.25
# Words of one text are nearer to one another than so many em, in typefaces of even widths than so many.
WIDE_GAP, WIDE_EVEN = 0.6, 0.95
# Below this confidence a cell is named as doubtful.
DOUBTFUL = 0.7


def recognize_table(area: Area) -> Table | None:
    """The table in an area; none where its text is in one row or one column only."""
    rows = rows_of(area)
    columns = columns_of(area, rows)
    if not area.cells:
        area = _parted(area, [column[0] for column in columns[1:]])
    if len(rows) < 2 or len(columns) < 2:
        return None
    cells = _grid_cells(area, rows, columns) if area.cells else _text_cells(area.pieces, rows, columns)
    if not area.cells:
        rows, cells = over_two_rows(rows, cells)
    heads = head_rows(area, rows, cells)
    cells, told = with_head_rows(cells, heads)
    cells = with_head_column(area, cells, columns)
    alignments = tuple(column_alignment(area, cells, index, columns[index]) for index in range(len(columns)))
    doubtful = [cell.text for cell in cells if cell.text and cell.confidence < DOUBTFUL]
    doubts = (*told, *(f"The cell “{text}” may be misread." for text in doubtful[:5]))
    ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
    ys = (rows[0][0], *(row[1] for row in rows))
    xs = (columns[0][0], *(column[1] for column in columns))
    return Table(
        ordered, len(rows), alignments, heads, area.box, ys, xs, bool(area.cells), not area.ruled, doubts
    )


# Rows and columns


def rows_of(area: Area) -> list[Span]:
    """The rows of an area, each from top to bottom, in pixels of the picture."""
    if area.cells:
        edges = [*area.ys, max(cell.box.bottom for cell in area.cells)]
        return list(pairwise(edges))
    top, bottom = area.box.top - 1, area.box.bottom + 1
    edges = sorted({top, *[y for y in area.ys if top + EDGE < y < bottom - EDGE], bottom})
    bands = [
        band for band in pairwise(edges) if any(band[0] <= p.box.center[1] < band[1] for p in area.pieces)
    ]
    regular = len(area.ys) > 3 and len(bands) >= 0.7 * len(area.ys) - 1
    left = min(piece.box.left for piece in area.pieces)
    return [row for band in bands for row in rows_in_band(area.pieces, band, left=left, regular=regular)]


def columns_of(area: Area, rows: Sequence[Span]) -> list[Span]:
    """The columns of an area, each from left to right, in pixels of the picture."""
    if area.cells:
        edges = [*area.xs, max(cell.box.right for cell in area.cells)]
        return list(pairwise(edges))
    if len(area.xs) > 1:
        edges = [*area.xs, area.box.right + 1]
        return list(pairwise(edges))
    gutters = _gutters(area, rows)
    middles = [(start + end) / 2 for start, end in gutters]
    return list(pairwise([area.box.left - 1, *middles, area.box.right + 1]))


def _parted(area: Area, edges: Sequence[float]) -> Area:
    """The area with its pieces parted where they run over the edge of a column between two words."""
    pieces = area.pieces
    for edge in edges:
        pieces = [part for piece in pieces for part in split_piece(piece, edge)]
    return replace(area, pieces=pieces)


def _gutters(area: Area, rows: Sequence[Span]) -> list[Span]:
    """Upright white space that hardly any row crosses.

    With many rows the gaps between words are asked too: recognition may have taken texts of two close columns for one.
    """
    full = [row for row in in_rows(area.pieces, rows) if len(row) > 1]
    if len(full) < MANY:
        return _free_spans(full, _piece_spans)
    found = _free_spans(full, _word_spans)
    for gutter in found:
        full = [_parted_at(gutter, row) for row in full]
    clear = [gutter for gutter in found if _is_clear(gutter, full)]
    return [_narrowed(gutter, full) for gutter in _between_texts(clear, area, full)]


def _narrowed(gutter: Span, full: Sequence[Sequence[Piece]]) -> Span:
    """The part of a gutter that the fewest texts cross, for a long heading reaches over much of it: the widest that
    none crosses, or the last, where the next column begins."""
    boxes = [piece.box for row in full for piece in row]
    within = (place for box in boxes for place in (box.left, box.right) if gutter[0] < place < gutter[1])
    parts: list[tuple[int, Span]] = []
    for start, end in pairwise(sorted({*gutter, *within})):
        crossing = sum(box.left < (start + end) / 2 < box.right for box in boxes)
        if parts and parts[-1][0] == crossing:
            start = parts.pop()[1][0]
        parts.append((crossing, (start, end)))
    fewest = min(crossing for crossing, _ in parts)
    spans = [span for crossing, span in parts if crossing == fewest]
    return spans[-1] if fewest else max(spans, key=lambda span: span[1] - span[0])


def _between_texts(gutters: Sequence[Span], area: Area, full: Sequence[Sequence[Piece]]) -> list[Span]:
    """The gutters without those that lie within texts; of two without a text between them the wider one stays."""
    left = list(gutters)
    while left:
        starts = [area.box.left - 1, *(gutter[1] for gutter in left[:-1])]
        ends = [*(gutter[0] for gutter in left[1:]), area.box.right]
        bounds = zip(left, starts, ends, strict=True)
        within = [one for one, start, end in bounds if not _is_between_texts(one, start, end, full)]
        if not within:
            break
        left.remove(min(within, key=lambda gutter: gutter[1] - gutter[0]))
    return left


def _is_between_texts(gutter: Span, start: float, end: float, full: Sequence[Sequence[Piece]]) -> bool:
    """Whether texts begin right of a gutter and end left of it, and do not only run over it: then it is a gap between
    words."""
    middle = (gutter[0] + gutter[1]) / 2
    crossing = sum(any(piece.box.left < middle < piece.box.right for piece in row) for row in full)
    beginning = sum(any(middle <= piece.box.left < end for piece in row) for row in full)
    ending = sum(any(start < piece.box.right <= middle for piece in row) for row in full)
    return min(beginning, ending) >= max(1, 0.3 * crossing)


def _free_spans(full: Sequence[Sequence[Piece]], spans: Callable[[Piece], list[Span]]) -> list[Span]:
    """What is free in nearly all rows, between the first text and the last."""
    most = max(1, int(CROSSED * len(full))) if len(full) >= 4 else 0
    edges: list[tuple[float, int]] = []
    for row in full:
        for start, end in _merged([span for piece in row for span in spans(piece)]):
            edges += [(start, 1), (end, -1)]
    free: list[Span] = []
    depth, since = 0, None
    for place, step in sorted(edges, key=lambda edge: (edge[0], -edge[1])):
        before, depth = depth, depth + step
        if before > most >= depth:
            since = place
        elif before <= most < depth and since is not None:
            if place - since >= (GUTTER if len(full) < CLOSE else GUTTER_CLOSE):
                free.append((since, place))
            since = None
    return free


def _is_clear(gutter: Span, full: Sequence[Sequence[Piece]]) -> bool:
    """Whether at least two rows, and enough of those with text on both sides, have nothing in a gutter."""
    middle = (gutter[0] + gutter[1]) / 2
    around = [row for row in full if min(p.box.left for p in row) < middle < max(p.box.right for p in row)]
    parted = sum(_parts(gutter, row) for row in around)
    return parted >= max(2, CLEAR * len(around))


def _parts(gutter: Span, row: Sequence[Piece]) -> bool:
    """Whether a row has nothing in a gutter, and something on both sides."""
    middle = (gutter[0] + gutter[1]) / 2
    crossed = any(piece.box.left < middle < piece.box.right for piece in row)
    sides = {piece.box.center[0] < middle for piece in row}
    return not crossed and len(sides) == 2


def _parted_at(gutter: Span, row: Sequence[Piece]) -> list[Piece]:
    """The texts of a row, those parted that have words farther apart in a gutter than words of one text are: they were
    taken for one."""
    middle = (gutter[0] + gutter[1]) / 2
    parted: list[Piece] = []
    for piece in row:
        parts = split_piece(piece, middle)
        gap = parts[-1].box.left - parts[0].box.right
        least = WIDE_EVEN if piece.style.face.monospaced else WIDE_GAP
        parted += parts if gap >= least * piece.style.size else [piece]
    return parted


def _piece_spans(piece: Piece) -> list[Span]:
    return [(piece.box.left, piece.box.right)]


def _word_spans(piece: Piece) -> list[Span]:
    return [span for run in piece.runs for span in run.spans] or _piece_spans(piece)


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged


# Cells


def _grid_cells(area: Area, rows: Sequence[Span], columns: Sequence[Span]) -> list[Cell]:
    """Cells whose boxes are drawn: their spans are those of the boxes."""
    cells = []
    around = Nearby((piece.box, piece) for piece in area.pieces)
    held: set[int] = set()
    for region in area.cells:
        first_row, row_count = _span([row[0] for row in rows], region.box.top, region.box.bottom)
        first_column, column_count = _span(
            [column[0] for column in columns], region.box.left, region.box.right
        )
        own = [piece for piece in around.near(region.box) if inside(region.box, piece.box.center)]
        held.update(map(id, own))
        cells.append(_cell(own, first_row, first_column, row_count, column_count))
    # Text that fills its cell hides the cell's box: it stands where rows and columns cross.
    astray = [piece for piece in area.pieces if id(piece) not in held]
    return cells + _text_cells(astray, rows, columns)


def _span(starts: Sequence[float], start: float, end: float) -> tuple[int, int]:
    """The first of `starts` that a box begins at, and how many it covers."""
    first = max((index for index, one in enumerate(starts) if one <= start + EDGE), default=0)
    return first, max(1, sum(start - EDGE <= one < end - EDGE for one in starts))


def _text_cells(pieces: Sequence[Piece], rows: Sequence[Span], columns: Sequence[Span]) -> list[Cell]:
    """Cells by where their text lies; one that reaches into other columns spans them."""
    cells = []
    for number, row in enumerate(in_rows(pieces, rows)):
        places: dict[int, list[Piece]] = {}
        for piece in row:
            places.setdefault(_first_column(piece, columns), []).append(piece)
        taken = sorted(places)
        for position, first in enumerate(taken):
            limit = taken[position + 1] if position + 1 < len(taken) else len(columns)
            right = max(piece.box.right for piece in places[first])
            last = max(
                (index for index in range(first, limit) if columns[index][0] + INTO < right), default=first
            )
            cells.append(_cell(places[first], number, first, 1, last - first + 1))
    return cells


def _first_column(piece: Piece, columns: Sequence[Span]) -> int:
    begun = [index for index, column in enumerate(columns) if column[0] <= piece.box.left + INTO]
    first = begun[-1] if begun else 0
    # A text that is wide for its column reaches over the edge before it.
    over = columns[first][1] - piece.box.left
    within_next = first + 1 < len(columns) and piece.box.right <= columns[first + 1][1] + INTO
    return first + 1 if within_next and over < WIDE * piece.box.width else first


def _cell(pieces: Sequence[Piece], row: int, column: int, rows: int, columns: int) -> Cell:
    lines = [piece for line in lines_of(pieces) for piece in sorted(line, key=lambda one: one.box.left)]
    # A dot before a single line is no item of a list but a mark of its state.
    dotted = len(lines) > 1 or not all(piece.marker in BULLETS for piece in lines)
    text = " ".join(f"{piece.marker if dotted else ''} {piece.text}".strip() for piece in lines)
    confidence = min((piece.confidence for piece in pieces), default=1.0)
    return Cell(text, row, column, rows, columns, False, confidence, tuple(lines))
