"""Areas of lines without rules, whose texts are aligned in columns."""

from collections.abc import Sequence
from itertools import pairwise

from viscodex_model.read.picture.geometry import union
from viscodex_model.read.picture.surfaces import Rule
from viscodex_model.read.scene.pieces import Piece
from viscodex_model.read.scene.regions import Region
from viscodex_model.read.tables.area import EDGE, Area, inside
from viscodex_model.read.tables.rows import WRAPPED, is_over, lines_of

# Aligned lines without any rule make a table from so many rows on, with so many columns.
PLAIN_ROWS, PLAIN_COLUMNS = 3, 3
# Of so many aligned texts and one that is not, the line is a row all the same.
SEVERAL = 3
# Lines of one table are no farther apart, in em, and its columns neither.
ROW_PITCH, COLUMN_GAP = 3.6, 22.0


def aligned_areas(pieces: Sequence[Piece], others: Sequence[Region | Rule]) -> list[Area]:
    """Lines without rules whose pieces are aligned in columns."""
    areas: list[Area] = []
    run: list[list[Piece]] = []
    for row in [*[sorted(row, key=lambda one: one.box.left) for row in lines_of(pieces)], []]:
        if row and (_joins(run, row, others) or _goes_on(run, row)):
            run.append(row)
            continue
        if len(run) >= PLAIN_ROWS:
            own = [piece for line in run for piece in line]
            areas.append(Area(union(piece.box for piece in own), own, ruled=False))
        run = [row] if len(row) >= PLAIN_COLUMNS else []
    return areas


def _joins(run: Sequence[Sequence[Piece]], row: Sequence[Piece], others: Sequence[Region | Rule]) -> bool:
    """Whether a line goes on with the columns of the line above it."""
    if not run or len(row) < 2:
        return False
    above, size = run[-1], row[0].style.size
    pitch = row[0].baseline - above[0].baseline
    box = union(piece.box for piece in (*above, *row))
    wide = any(b.box.left - a.box.right > COLUMN_GAP * size for a, b in pairwise(row))
    crossed = any(
        inside(box, other.box.center) and min(other.box.width, other.box.height) > EDGE for other in others
    )
    if pitch > ROW_PITCH * size or wide or crossed:
        return False
    if len(run) == 1 and len(row) == len(above):
        # Headings may be aligned otherwise than what stands below them.
        return all(is_over(one, other) for one, other in zip(above, row, strict=True))
    known = [piece for line in run for piece in line]
    aligned = sum(any(_aligned(piece, one) for one in known) for piece in row)
    # Of one text of several a sign at the edge may have been overlooked.
    return aligned == len(row) or (aligned == len(row) - 1 >= SEVERAL and len(row) >= max(map(len, run)))


def _goes_on(run: Sequence[Sequence[Piece]], row: Sequence[Piece]) -> bool:
    """Whether a line has the second lines of some texts of the line above, each where its text begins."""
    if not run or len(row) >= max(len(line) for line in run):
        return False
    first = min(piece.box.left for line in run for piece in line)
    return all(
        piece.box.left > first + EDGE
        and any(
            abs(piece.box.left - one.box.left) <= EDGE
            and piece.baseline - one.baseline <= WRAPPED * piece.style.size
            for one in run[-1]
        )
        for piece in row
    )


def _aligned(one: Piece, other: Piece) -> bool:
    a, b = one.box, other.box
    edges = abs(a.left - b.left), abs(a.right - b.right), abs(a.center[0] - b.center[0])
    return min(edges) <= EDGE
