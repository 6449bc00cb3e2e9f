"""Where tables lie: in grids of touching cells, between level rules or stripes of one width, in aligned lines."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from viscodex_model.read.picture.geometry import Box, union
from viscodex_model.read.picture.nearby import Nearby
from viscodex_model.read.picture.surfaces import Rule
from viscodex_model.read.recognition.waiting import pause
from viscodex_model.read.scene.pieces import Piece
from viscodex_model.read.scene.regions import Region
from viscodex_model.read.scene.see import Scene
from viscodex_model.read.tables.aligned import aligned_areas
from viscodex_model.read.tables.area import EDGE, Area, inside, is_button
from viscodex_model.read.tables.headings import heads_above, row_beyond
from viscodex_model.read.tables.rows import lines_of, rows_by_space

# Cells touch where their edges are this near (borders lie between; pixels).
TOUCH = 5.0
# From so many rows between level lines on, these part them.
BANDS = 3
# One line goes on in another that begins so near to its end.
SEAM = 2.0
# Text that touches a cell's edge hides some of it: edges of columns are no nearer to one another than this.
NARROW = 6.0
# Stripes and rows between rules are no higher than so many lines.
HIGHEST = 14.0
# Rows that no rule parts are no farther apart than so many em.
FARTHEST = 5.0

# A level line: where it begins and ends, and how far down it is.
Level = tuple[float, float, float]


def things_by_region(scene: Scene) -> Iterator[tuple[list[Piece], list[Region], list[Rule]]]:
    """For each region of a scene: the pieces in it and in regions inside it, the regions right in it but for
    buttons, and its rules."""
    for region in scene.root.walk():
        if region is scene.root or region.inside or region.box.height > 60:
            pieces = [piece for piece in scene.pieces if inside(region.box, piece.box.center)]
            rules = [rule for rule in scene.rules if inside(region.box, rule.box.center)]
            if len(pieces) >= 3:
                yield pieces, [one for one in region.inside if not is_button(one)], rules


def find_areas(pieces: Sequence[Piece], regions: Sequence[Region], rules: Sequence[Rule]) -> list[Area]:
    """Areas that may be tables among things of one region; no piece is in two of them."""
    found: list[Area] = []
    unused = {id(piece) for piece in pieces}
    for area in [*_grids(pieces, regions), *_ruled(pieces, regions, rules)]:
        own = {id(piece) for piece in area.pieces}
        if len(own) >= 3 and own <= unused:
            found.append(area)
            unused -= own
    free = [piece for piece in pieces if id(piece) in unused]
    return found + aligned_areas(free, [*regions, *rules])


def _grids(pieces: Sequence[Piece], regions: Sequence[Region]) -> list[Area]:
    """Cells that touch one another, in at least two rows and two columns."""
    left, areas = list(regions), []
    around, taken = Nearby((region.box, region) for region in regions), set[Region]()
    while left:
        pause()
        group = [left.pop()]
        taken.add(group[0])
        for cell in group:
            near = around.near(cell.box, TOUCH)
            more = [one for one in near if one not in taken and _touch(cell.box, one.box)]
            group += more
            taken.update(more)
        if len(group) > 1:
            left = [region for region in left if region not in taken]
            group, left = _with_cells_in_line(group, left)
            taken.update(group)
        xs, ys = _edges([c.box.left for c in group], NARROW), _edges([c.box.top for c in group])
        if len(group) >= 4 and len(xs) >= 2 and len(ys) >= 2:
            box = union(cell.box for cell in group)
            own = [piece for piece in pieces if inside(box, piece.box.center)]
            striped = _are_stripes(group, own)
            areas.append(Area(box, own, ys) if striped else Area(box, own, ys, xs, group))
    return areas


def _are_stripes(cells: Sequence[Region], pieces: Sequence[Piece]) -> bool:
    """Whether touching regions hold several texts side by side in most of one column: another column on a ground of
    its own parts stripes, and they are no cells."""
    around = Nearby((piece.box, piece) for piece in pieces)
    for left in _edges([cell.box.left for cell in cells]):
        column = [cell for cell in cells if 0 <= cell.box.left - left <= EDGE]
        held = [[p for p in around.near(cell.box) if _stands_in(cell, p)] for cell in column]
        several = sum(any(_apart(line) for line in lines_of(texts)) for texts in held)
        if several > max(1, 0.5 * sum(map(bool, held))):
            return True
    return False


def _stands_in(cell: Region, piece: Piece) -> bool:
    """Whether a text stands right in a cell, and not on a button or badge in it: of those a cell may have several."""
    middle = piece.box.center
    return inside(cell.box, middle) and not any(inside(one.box, middle) for one in cell.inside)


def _apart(line: Sequence[Piece]) -> bool:
    """Whether two texts of a line are farther apart than words are."""
    ordered = sorted(line, key=lambda one: one.box.left)
    return any(other.box.left - one.box.right > 1.5 * other.style.size for one, other in pairwise(ordered))


def _with_cells_in_line(group: list[Region], others: list[Region]) -> tuple[list[Region], list[Region]]:
    """The group with cells that stand in one of its rows or columns behind a cell whose edges text hides."""
    if len(group) < 2:
        return group, others
    newest = group
    while newest:
        near: list[Region] = []
        far: list[Region] = []
        for other in others:
            (near if any(_in_line(cell.box, other.box) for cell in newest) else far).append(other)
        group, others, newest = group + near, far, near
    return group, others


def _in_line(one: Box, other: Box) -> bool:
    """Whether two boxes have both edges of a row or of a column in common, and at most a cell lies between them."""
    across = max(one.left, other.left) - min(one.right, other.right)
    down = max(one.top, other.top) - min(one.bottom, other.bottom)
    column = abs(one.left - other.left) <= EDGE and abs(one.right - other.right) <= EDGE
    row = abs(one.top - other.top) <= EDGE and abs(one.bottom - other.bottom) <= EDGE
    return (column and down <= one.height + 2 * TOUCH) or (row and across <= 2 * TOUCH)


def _touch(one: Box, other: Box) -> bool:
    """Whether two boxes are neighbours that share most of an edge."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    beside = -TOUCH <= across <= TOUCH and down >= 0.6 * min(one.height, other.height)
    below = -TOUCH <= down <= TOUCH and across >= 0.6 * min(one.width, other.width)
    return beside or below


def _edges(values: Sequence[float], apart: float = EDGE) -> list[float]:
    """Places that differ, smallest first."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > apart:
            kept.append(value)
    return kept


def _ruled(pieces: Sequence[Piece], regions: Sequence[Region], rules: Sequence[Rule]) -> list[Area]:
    """Rows between level rules, or in stripes, of one width."""
    lines = [(rule.box.left, rule.box.right, rule.box.center[1]) for rule in rules if rule.level]
    for region in regions:
        box = region.box
        lines += [(box.left, box.right, box.top), (box.left, box.right, box.bottom)]
    areas, lines = [], _joined(lines)
    while lines:
        left, right, _ = lines[0]
        same = [one for one in lines if abs(one[0] - left) <= EDGE and abs(one[1] - right) <= EDGE]
        lines = [one for one in lines if one not in same]
        for ys in _runs(sorted(_edges([y for _, _, y in same])), pieces, left, right):
            areas.append(_between(ys, pieces, rules, left, right))
    return [area for area in areas if area is not None]


def _joined(lines: Sequence[Level]) -> list[Level]:
    """Level lines, those that go on where another ends as one: scaled screens show a seam between cells."""
    joined: list[Level] = []
    for left, right, y in sorted(lines, key=lambda line: (round(line[2]), line[0])):
        if before := _ending_at(left, y, joined):
            joined.remove(before)
            left, y = before[0], before[2]
        joined.append((left, right, y))
    return joined


def _ending_at(x: float, y: float, lines: Sequence[Level]) -> Level | None:
    """The last of `lines`, in their order from the top down, that ends at a place."""
    for line in reversed(lines):
        # Lines that were joined are up to two pixels out of their order.
        if y - line[2] > 3:
            break
        if abs(line[2] - y) <= 1 and abs(x - line[1]) <= SEAM:
            return line
    return None


def _runs(ys: list[float], pieces: Sequence[Piece], left: float, right: float) -> list[list[float]]:
    """Level lines in runs between which rows can lie: not too far apart, and with text between."""
    runs: list[list[float]] = []
    column = sorted((p for p in pieces if left <= p.box.center[0] <= right), key=_middle)
    for y in ys:
        em = 16.0
        if runs:
            top = runs[-1][-1]
            first, last = bisect_right(column, top, key=_middle), bisect_left(column, y, key=_middle)
            between = column[first:last]
            em = max((piece.style.size for piece in between), default=em)
            full = any(len(row) > 1 for row in rows_by_space(between))
            before = runs[-1][-1] - runs[-1][-2] if len(runs[-1]) > 1 else 0.0
            # A row may have one text only where it is as high as the row before; below headings many rows may follow.
            low = y - top <= HIGHEST * em or (len(runs[-1]) > 1 and _is_filled(between, top, y, em))
            if low and (full or (between and y - top <= 1.3 * before)):
                runs[-1].append(y)
                continue
        runs.append([y])
    return [run for run in runs if len(run) >= 2]


def _middle(piece: Piece) -> float:
    return piece.box.center[1]


def _is_filled(pieces: Sequence[Piece], top: float, bottom: float, em: float) -> bool:
    """Whether rows stand all the way down between two level lines, none far from the next."""
    places = [top, *(line[0].baseline for line in _lines(pieces)), bottom]
    several = sum(len(row) > 1 for row in rows_by_space(pieces)) > 1
    return several and all(below - above <= FARTHEST * em for above, below in pairwise(places))


def _between(
    ys: list[float], pieces: Sequence[Piece], rules: Sequence[Rule], left: float, right: float
) -> Area | None:
    column = [p for p in pieces if left - EDGE <= p.box.left and p.box.right <= right + EDGE]
    own = [piece for piece in column if ys[0] < piece.box.center[1] < ys[-1]]
    heads, parting = heads_above(column, ys, rules, left, right)
    own += heads + row_beyond(column, ys[-1], 1, ys)
    ys = [*parting, *ys]
    own, ys = _without_title(own, ys)
    # In the middle of higher neighbours texts stand on baselines of their own.
    rows = min(_lines(own), rows_by_space(own), *_banded(own, ys), key=_lone_share)
    if len(rows) < 2 or len(ys) < 2 or sum(len(row) > 1 for row in rows) < 0.5 * len(rows):
        return None
    box = union([*(piece.box for piece in own), Box(left, ys[0], right, ys[-1])])
    xs = [
        rule.box.center[0]
        for rule in rules
        if not rule.level and inside(box, rule.box.center) and rule.box.height > 0.5 * box.height
    ]
    return Area(box, own, ys, _edges([left, *xs]) if xs else [], [], True)


def _banded(pieces: Sequence[Piece], ys: Sequence[float]) -> Iterator[list[list[Piece]]]:
    """Rows as several level lines part them."""
    bands = [[piece for piece in pieces if top < piece.box.center[1] < low] for top, low in pairwise(ys)]
    if len(filled := [band for band in bands if band]) >= BANDS and len(filled) == len(bands):
        yield [max(rows_by_space(band), key=len) for band in bands]


def _lone_share(rows: Sequence[Sequence[Piece]]) -> float:
    """The share of rows with one text only."""
    return sum(len(row) == 1 for row in rows) / max(1, len(rows))


def _without_title(pieces: list[Piece], ys: list[float]) -> tuple[list[Piece], list[float]]:
    """The rows without lines of their own above them: a title between a card's edge and the headings."""
    rows = _lines(pieces)
    while len(rows) > 2 and len(rows[0]) == 1 and len(rows[1]) > 1:
        if rows[1][0].baseline - rows[0][0].baseline < 1.7 * rows[0][0].style.size:
            break
        title = rows.pop(0)[0]
        ys = [y for y in ys if y > title.box.bottom]
    return [piece for row in rows for piece in row], ys


def _lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces on one baseline, from the top down, each from the left."""
    return [sorted(row, key=lambda one: one.box.left) for row in lines_of(pieces)]
