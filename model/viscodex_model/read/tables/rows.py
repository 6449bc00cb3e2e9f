"""The rows of a table between two rules, or where it has none: by the white space between the texts of all columns.

Texts of one cell follow one another closely; texts of one row share some height, also where they stand in the middle of
higher neighbours.
"""

import re
import statistics
from collections.abc import Sequence
from itertools import pairwise

from viscodex_model.read.scene.pieces import Piece
from viscodex_model.read.tables.table import is_number

Span = tuple[float, float]

# Baselines of one line agree within so many pixels; lines of one text follow within so many em.
LINE, TIGHT = 4.0, 1.45
# A text is smaller than another one below this share of its size.
SMALLER = 0.9
# The first column begins within so many em of the table's edge.
FIRST = 2.5
# Texts stand in one row where they share this part of the lower one's height.
SHARED = 0.3
# From so many lines with a text in the first column on, all of them as close as lines of one text, each is a row.
DENSE = 3
# Lines of even rows are at most so many times as far apart as the nearest two.
EVEN = 1.25
# Edges are at one place within so many pixels.
AT_ONE = 2.0
# A row has at least this share of the texts that the fullest one beside it has.
FULL = 0.6
# Two lines are rows where they have numbers below one another, and this share of their columns in common.
IN_COMMON = 0.6
# The second line of a text is at most so many em below the first, and at most this share of what rows are apart.
WRAPPED, NEARER = 1.6, 0.88
# A row has one box to tick.
BOXES = ("☐", "☑")
_DIGITS = re.compile(r"\d+")


def rows_in_band(pieces: Sequence[Piece], band: Span, *, left: float, regular: bool) -> list[Span]:
    """The rows between two rules. Where rules are `regular`, a band is a row, unless each part begins at `left`
    or has a box to tick."""
    own = [piece for piece in pieces if band[0] <= piece.box.center[1] < band[1]]
    if regular and sum(piece.text in BOXES for piece in own) == 1:
        return [band]
    size = statistics.median(piece.style.size for piece in own)
    lines = lines_of(own)
    next_left = min((p.box.left for p in own if not _begins([p], left, size)), default=float("inf"))
    # Texts of two close columns may have been taken for one.
    whole = [
        _begins(line, left, size) and (len(line) > 1 or line[0].box.right > next_left + size)
        for line in lines
    ]
    rows = lines if all(whole) and _is_even(lines) else _by_space(own, lines, whole)
    if regular and not _are_whole(rows, left, size):
        rows = [own]
    rows = [part for row in rows for part in _by_numbers(row)]
    if not regular:
        rows = _with_second_lines(rows, left, size)
    edges = [
        (max(one.box.bottom for one in above) + min(one.box.top for one in below)) / 2
        for above, below in pairwise(rows)
    ]
    return list(pairwise([band[0], *edges, band[1]]))


def _are_whole(rows: Sequence[Sequence[Piece]], left: float, size: float) -> bool:
    """Whether all rows begin in the first column, and have about as many texts as the fullest one."""
    enough = max(2, FULL * max(map(len, rows)))
    return all(_begins(row, left, size) for row in rows) and sum(len(row) >= enough for row in rows) > 1


def _is_even(lines: Sequence[Sequence[Piece]]) -> bool:
    steps = [below[0].baseline - above[0].baseline for above, below in pairwise(lines)]
    return not steps or max(steps) <= EVEN * min(steps)


def _by_space(own: Sequence[Piece], lines: Sequence[list[Piece]], whole: Sequence[bool]) -> list[list[Piece]]:
    """Rows by white space; where that parts none of several lines that begin as rows do, each of them is one."""
    rows: list[list[Piece]] = []
    for row in rows_by_space(own):
        within = [(line, begins) for line, begins in zip(lines, whole, strict=True) if line[0] in row]
        dense = len(within) >= DENSE and all(begins for _, begins in within)
        rows += [line for line, _ in within] if dense else [row]
    return rows


def _by_numbers(row: Sequence[Piece]) -> list[list[Piece]]:
    """A row parted where lines have numbers below one another: a number does not go on in the next line.

    Where most lines are parted so, others as far apart are, too, that have texts in the same columns, or of which one
    is bold: headings of columns, and of some rows.
    """
    lines = lines_of(row)
    parted = [_counts_on(above, line) for above, line in pairwise(lines)]
    baselines = [statistics.median_high(piece.baseline for piece in line) for line in lines]
    steps = [below - above for above, below in pairwise(baselines)]
    if parted and 2 * sum(parted) >= len(parted):
        least = 0.9 * statistics.median(step for step, part in zip(steps, parted, strict=True) if part)
        parted = [
            part or (step >= least and bool(_pairs(above, line) or _is_bold(above) != _is_bold(line)))
            for part, step, (above, line) in zip(parted, steps, pairwise(lines), strict=True)
        ]
    parts = [list(lines[0])] if lines else []
    for part, line in zip(parted, lines[1:], strict=True):
        if part:
            parts.append(list(line))
        else:
            parts[-1] += line
    return parts


def _is_bold(line: Sequence[Piece]) -> bool:
    return all(piece.style.face.bold for piece in line)


def _counts_on(above: Sequence[Piece], line: Sequence[Piece]) -> bool:
    """Whether two lines have texts in mostly the same columns, and a number below a number in one of them; or both
    begin at one place, and have numbers that end at one."""
    if any(_alike_numbers(one, other) for one, other in _pairs(above, line)):
        return True
    firsts = [min(piece.box.left for piece in row) for row in (above, line)]
    ending = (
        (one, other) for one in above for other in line if abs(one.box.right - other.box.right) <= AT_ONE
    )
    return abs(firsts[0] - firsts[1]) <= AT_ONE and any(
        _alike_numbers(one, other) and one.box.left > firsts[0] + AT_ONE for one, other in ending
    )


def _pairs(above: Sequence[Piece], line: Sequence[Piece]) -> list[tuple[Piece, Piece]]:
    """The texts of two lines that stand below one another, where that holds for most of them; else none."""
    pairs = [(one, other) for one in above for other in line if is_over(one, other)]
    columns = len(above) + len(line) - len({id(other) for _, other in pairs})
    return pairs if len(pairs) >= max(2, IN_COMMON * columns) else []


def is_over(one: Piece, other: Piece) -> bool:
    """Whether two texts have some width in common."""
    return min(one.box.right, other.box.right) > max(one.box.left, other.box.left)


def _alike_numbers(one: Piece, other: Piece) -> bool:
    """Whether two texts are numbers, or dates and the like of one form, in one size."""
    sizes = sorted((one.style.size, other.style.size))
    if sizes[1] > 1.15 * sizes[0]:
        return False
    if is_number(one.text) and is_number(other.text):
        return " " not in one.text + other.text
    same = _DIGITS.sub("0", one.text) == _DIGITS.sub("0", other.text)
    return same and one.text != other.text and any(sign.isdigit() for sign in one.text)


def _with_second_lines(rows: Sequence[list[Piece]], left: float, size: float) -> list[list[Piece]]:
    """Rows with the lines that go on with their texts: without a first column, and nearer than rows are."""
    firsts = [min(p.baseline for p in row) for row in rows if _begins(row, left, size)]
    steps = [below - above for above, below in pairwise(firsts)]
    if not steps:
        return list(rows)
    near = min(WRAPPED * size, NEARER * statistics.median(steps))
    joined: list[list[Piece]] = []
    for row in rows:
        above = lines_of(joined[-1])[-1] if joined else []
        goes_on = above and all(
            any(is_over(one, piece) and piece.baseline - one.baseline <= near for one in above)
            for piece in row
        )
        if goes_on and not _begins(row, left, size):
            joined[-1] = joined[-1] + row
        else:
            joined.append(row)
    return joined


def _begins(row: Sequence[Piece], left: float, size: float) -> bool:
    return any(piece.box.left <= left + FIRST * size for piece in row)


def lines_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces on one baseline, from the top down."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: one.baseline):
        if lines and abs(lines[-1][0].baseline - piece.baseline) <= LINE:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return lines


def rows_by_space(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Texts that follow closely below one another, and all that stand at the height of one of them."""
    rows: list[list[Piece]] = []
    for text in sorted(_texts(pieces), key=_top):
        if rows and _shared(rows[-1], text) > SHARED:
            rows[-1] += text
        else:
            rows.append(text)
    return rows


def separate_rows(pieces: Sequence[Piece], left: float | None = None) -> list[list[Piece]]:
    """Rows by white space, parted where lines have numbers below one another, or several texts each of which one begins
    at `left`, where the table does."""
    rows = rows_by_space(pieces)
    if left is not None:
        rows = [part for row in rows for part in _dense(row, left)]
    return [part for row in rows for part in _by_numbers(row)]


def _dense(row: list[Piece], left: float) -> list[list[Piece]]:
    """The lines of a row, where they are several and each of them is as a row is."""
    lines, size = lines_of(row), statistics.median(piece.style.size for piece in row)
    dense = len(lines) >= DENSE and all(len(line) > 1 and _begins(line, left, size) for line in lines)
    return lines if dense else [row]


def _texts(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces whose lines follow one another as those of one text do."""
    texts: list[list[Piece]] = []
    farthest = TIGHT * max((piece.style.size for piece in pieces), default=0.0)
    near: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: one.baseline):
        near = [text for text in near if piece.baseline - text[-1].baseline <= farthest]
        above = next((text for text in near if _follows(text[-1], piece)), None)
        if above is None:
            texts.append([piece])
            near.append(texts[-1])
        else:
            above.append(piece)
    return texts


def _follows(one: Piece, other: Piece) -> bool:
    step = other.baseline - one.baseline
    if step <= LINE or not is_over(one, other):
        return False
    # A smaller text below a larger one is as far from it as the larger one's lines.
    size = one.style.size if other.style.size < SMALLER * one.style.size else other.style.size
    return step <= TIGHT * size


def _top(pieces: Sequence[Piece]) -> float:
    return min(piece.box.top for piece in pieces)


def _shared(row: Sequence[Piece], text: Sequence[Piece]) -> float:
    """How much of the lower one's height a row and a text share."""
    ends = [max(piece.box.bottom for piece in one) for one in (row, text)]
    starts = [_top(row), _top(text)]
    lower = min(end - start for start, end in zip(starts, ends, strict=True))
    return (min(ends) - max(starts)) / max(1.0, lower)
