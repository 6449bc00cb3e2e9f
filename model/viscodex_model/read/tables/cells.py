"""From an area to a table: rows and columns, what stands in each cell, spans, headings and alignment."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from viscodex_model.read.picture.nearby import Nearby
from viscodex_model.read.scene.pieces import BULLETS, Piece, split_piece
from viscodex_model.read.tables.area import EDGE, INTO, Area, inside
from viscodex_model.read.tables.columns import columns_of
from viscodex_model.read.tables.headings import (
    column_alignment,
    head_rows,
    in_rows,
    with_head_column,
    with_head_rows,
)
from viscodex_model.read.tables.rows import Span, lines_of, rows_in_band
from viscodex_model.read.tables.spans import over_two_rows, texts_apart
from viscodex_model.read.tables.table import Cell, Table

# A text reaches over an edge by less than this share of its width where it belongs behind it.
WIDE = 0.25
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


# Rows


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


def _parted(area: Area, edges: Sequence[float]) -> Area:
    """The area with its pieces parted where they run over the edge of a column between two words."""
    pieces = area.pieces
    for edge in edges:
        pieces = [part for piece in pieces for part in split_piece(piece, edge)]
    return replace(area, pieces=pieces)


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
        if column_count > 1 and (
            parts := texts_apart(own, columns[first_column : first_column + column_count])
        ):
            cells += [
                _cell(part, first_row, first_column + index, row_count) for index, part in enumerate(parts)
            ]
        else:
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


def _cell(pieces: Sequence[Piece], row: int, column: int, rows: int, columns: int = 1) -> Cell:
    lines = [piece for line in lines_of(pieces) for piece in sorted(line, key=lambda one: one.box.left)]
    # A dot before a single line is no item of a list but a mark of its state.
    dotted = len(lines) > 1 or not all(piece.marker in BULLETS for piece in lines)
    text = " ".join(f"{piece.marker if dotted else ''} {piece.text}".strip() for piece in lines)
    confidence = min((piece.confidence for piece in pieces), default=1.0)
    return Cell(text, row, column, rows, columns, False, confidence, tuple(lines))
