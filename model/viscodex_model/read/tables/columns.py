"""The columns of a table: by the lines between them, or by the upright white space that hardly any row crosses."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.scene.pieces import Piece, split_piece
from viscodex_model.read.tables.area import Area
from viscodex_model.read.tables.headings import in_rows
from viscodex_model.read.tables.rows import Span

# White space between columns is at least so wide (pixels), and crossed by at most this share of the rows.
GUTTER, CROSSED = 4.0, 0.12
# With so many rows columns may stand closer.
CLOSE, GUTTER_CLOSE = 8, 2.0
# From so many rows on, columns are told by the gaps between words.
MANY = 5
# The share of rows with text on both sides of a gutter in which it must lie between recognised texts.
CLEAR = 0.4
# Words of one text are nearer to one another than so many em, in typefaces of even widths than so many.
WIDE_GAP, WIDE_EVEN = 0.6, 0.95
# Buttons of one cell are no farther apart, in em.
CLOSE_BUTTONS = 0.75


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


def _gutters(area: Area, rows: Sequence[Span]) -> list[Span]:
    """Upright white space that hardly any row crosses.

    With many rows the gaps between words are asked too: recognition may have taken texts of two close columns for one.
    """
    full = [row for row in in_rows(area.pieces, rows) if len(row) > 1]
    if len(full) < MANY:
        return _without_gaps_of_buttons(_free_spans(full, _piece_spans), area.buttons, full)
    found = _free_spans(full, _word_spans)
    for gutter in found:
        full = [_parted_at(gutter, row) for row in full]
    clear = [gutter for gutter in found if _is_clear(gutter, full)]
    kept = _without_gaps_of_buttons(_between_texts(clear, area, full), area.buttons, full)
    return [_narrowed(part, full) for gutter in kept for part in _parted_by_heading(gutter, full)]


def _parted_by_heading(gutter: Span, full: Sequence[Sequence[Piece]]) -> list[Span]:
    """A gutter, or the two beside a heading that stands clear in it: of a column with hardly a text."""
    for piece in full[0]:
        room = WIDE_GAP * piece.style.size
        if piece.box.left - gutter[0] >= room and gutter[1] - piece.box.right >= room:
            return [(gutter[0], piece.box.left), *_parted_by_heading((piece.box.right, gutter[1]), full)]
    return [gutter]


def _without_gaps_of_buttons(
    gutters: Sequence[Span], buttons: Sequence[Box], full: Sequence[Sequence[Piece]]
) -> list[Span]:
    """The gutters without those that lie between close buttons in most rows: several stand in one cell."""
    size = max((piece.style.size for row in full for piece in row), default=0.0)
    pairs = [
        (one.center[0], other.center[0])
        for one in buttons
        for other in buttons
        if 0 <= other.left - one.right <= CLOSE_BUTTONS * size and one.top < other.center[1] < one.bottom
    ]
    return [
        (start, end)
        for start, end in gutters
        if 2 * sum(one < (start + end) / 2 < other for one, other in pairs) < len(full)
    ]


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
