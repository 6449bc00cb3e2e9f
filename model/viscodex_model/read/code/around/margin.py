"""Which column of the grid is the file's first: what was indented as a whole stays so."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import groupby

import numpy as np

from viscodex_model.read.code.around.gutter import Gutter
from viscodex_model.read.code.cells import Cell
from viscodex_model.read.code.grid import Rows
from viscodex_model.read.code.ink import FAINTEST, Mask, upright_lines
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.raster.morphology import dilated, opened

# Contrast from which on an upright line is a guide; guides are fainter than text.
GUIDE = 8
# A line as wide as this (widths of a character) is no guide.
THICK = 0.3
# An edge fills so much of what is seen below the last row, where that is more than so many pixels.
REACHED, LEAST_BELOW = 0.8, 4
# Editors leave about so many widths of a character between the numbers and the code.
USUAL_GAP = 3.0
# Rows of a terminal are at most so many widths of a character apart, those of an editor mostly more.
TERMINAL = 2.22
# An edge is right of the numbers, beside the code by so many widths of a character at least, and no column's own place.
ROOM, OFF_GRID, WHOLE = 0.4, 0.2, 0.95
# Grounds differ by so much where they meet; so many widths of a character beside it are looked at.
OTHER_GROUND, HALF = 3, 0.4
BRACKETS = frozenset("{}[];")
# What stands at the margin of a file in nearly all source code. Functions, uses and types are also members or local.
OUTERMOST = re.compile(
    r"#(?:include|if|ifdef|ifndef|define|undef|pragma|endif|else|elif)\b|if __name__|import [\w{*\"'].* from |export "
    r"|module\.exports|package [\w.]+;?$|namespace |using namespace|<\?php|#!/|<!DOCTYPE"
)
# A mark beside the text is read with less confidence than this, or hardly, and so many columns before the text.
UNSURE, HARDLY, APART = 0.9, 0.6, 2


def first_column(
    cells: Sequence[Cell],
    contrast: Mask,
    gutter: Gutter | None,
    *,
    rows: Rows,
    left: float,
    advance: float,
    edge: float | None = None,
) -> int:
    """The column where lines begin, at most that of the leftmost character.

    `edge` is the place, in columns, where the ground of the code begins, if that is known.
    Without a gutter nothing tells where the file's margin is, and the leftmost character is taken for it.
    """
    starts = _starts(cells)
    leftmost = min(starts.values())
    if gutter is None:
        return leftmost
    stars = all(cell.text == "*" for cell in cells if cell.column == leftmost)
    guides = _guides(contrast, gutter, rows=rows, left=left, advance=advance)
    # Guides stand in steps of an indentation, of two blanks at least; what stands otherwise is the gutter's edge.
    guides = [guide for guide in guides if stars or (leftmost - guide) % 2 == 0]
    if guides and min(guides) < leftmost:
        return min(guides)
    unit = 4 if _in_steps_of(4, starts.values()) else 2
    number = (_right_edge(contrast, gutter, rows=rows, advance=advance) - left) / advance
    column = round(number + 0.1)
    close = rows.pitch < TERMINAL * advance
    if (
        close
        and leftmost not in guides
        and leftmost >= column + 1
        and _same_grid(contrast, gutter, rows=rows, left=left, advance=advance)
    ):
        # The numbers stand on the grid of the code, as in a terminal's editor.
        return column + _blanks(leftmost - column, starts.values(), unit)
    if _has_outermost(cells, leftmost):
        return leftmost
    if edge is None:
        edge = _edge(contrast, gutter, rows=rows, left=left, advance=advance, before=leftmost)
    if edge is not None and not stars:
        # As near to the edge as whole steps of the indentation lead.
        return leftmost - unit * int((leftmost - edge - ROOM) // unit)
    if stars:
        leftmost -= 1  # within a block comment, whose stars stand below that of its first line
    return leftmost - unit * max(0, round((leftmost - number - USUAL_GAP - 0.3) / unit))


def _starts(cells: Sequence[Cell]) -> dict[int, int]:
    """The column in which each row begins, without marks that were hardly read before what was."""
    starts: dict[int, int] = {}
    lengths = Counter(cell.row for cell in cells if cell.text)
    for cell in cells:
        if cell.text and (cell.confidence >= HARDLY or lengths[cell.row] == 1):
            starts[cell.row] = min(cell.column, starts.get(cell.row, cell.column))
    return starts or {cell.row: cell.column for cell in reversed(cells)}


def _has_outermost(cells: Sequence[Cell], column: int) -> bool:
    """Whether a line that begins in `column` is one that is never indented."""
    rows = groupby(sorted(cells, key=lambda cell: (cell.row, cell.column)), key=lambda cell: cell.row)
    lines = (_text(list(row)) for _, row in rows)
    return any(first == column and OUTERMOST.match(text) for first, text in lines)


def _text(row: Sequence[Cell]) -> tuple[int, str]:
    """Where a row begins, and its text."""
    texts = {cell.column: cell.text or "?" for cell in row}
    return row[0].column, "".join(
        texts.get(column, " ") for column in range(row[0].column, row[-1].column + 1)
    )


def without_strays(cells: Sequence[Cell]) -> list[Cell]:
    """The cells without marks that editors draw between the numbers and the text: the arrow of a fold, an edge.

    Such a mark is the first in its row, badly read, apart from what follows, and left of where all other rows begin.
    """
    kept = sorted(cells, key=lambda cell: (cell.row, cell.column))
    while True:
        rows = [list(row) for _, row in groupby(kept, key=lambda cell: cell.row)]
        marked = [row for row in rows if _begins_with_mark(row)]
        begins = [row[1 if row in marked else 0].column for row in rows]
        strays = [row[0] for row in marked if row[0].column < min(begins)]
        if not strays:
            return kept
        kept = [cell for cell in kept if not any(cell is stray for stray in strays)]


def _begins_with_mark(row: Sequence[Cell]) -> bool:
    first = row[0]
    unsure = not first.text or first.confidence < UNSURE
    return unsure and len(row) > 1 and row[1].column - first.column > APART - 1


def _blanks(most: int, starts: Collection[int], unit: int) -> int:
    """How many blanks there are after the numbers, at least one: more where lines would otherwise all begin beside the
    steps of their own indentation, by one column or, in steps of four, by two."""
    beside, several = (most - 1) % unit, len(set(starts)) > 1
    odd = (beside == 1 and (several or most > unit)) or (beside == 2 and unit == 4 and several)
    return 1 + beside if odd and _in_steps_of(unit, starts) else 1


def _in_steps_of(unit: int, starts: Collection[int]) -> bool:
    """Whether nearly all lines begin so many columns, or several times that, from the leftmost one."""
    return sum((start - min(starts)) % unit == 0 for start in starts) > 0.9 * len(starts)


def _same_grid(contrast: Mask, gutter: Gutter, *, rows: Rows, left: float, advance: float) -> bool:
    """Whether the digits of the gutter stand in the middle of cells of the code's grid."""
    top, bottom = (
        max(0, int(rows.middle(gutter.first) - rows.pitch / 2)),
        int(rows.middle(gutter.last) + rows.pitch / 2),
    )
    begin = max(0, int(gutter.edge - 2.75 * advance))
    drawn = (contrast[top:bottom, begin : int(gutter.edge)] > FAINTEST).sum(axis=0)
    places = (np.arange(begin, begin + len(drawn)) + 0.5 - left) / advance
    wave = (drawn * np.exp(2j * np.pi * (places - 0.5))).sum()
    return bool(abs(wave) > 0.2 * drawn.sum() and abs(np.angle(wave)) < 0.1 * 2 * np.pi)


def _right_edge(contrast: Mask, gutter: Gutter, *, rows: Rows, advance: float) -> float:
    """Where the numbers end, in pixels: digits reach to about an eighth of their cell's right edge."""
    edges = []
    for row, x in gutter.numbers.items():
        middle, half = rows.middle(row), 0.3 * rows.pitch
        begin = max(0, int(x - advance))
        part = contrast[max(0, int(middle - half)) : int(middle + half), begin : int(gutter.edge)]
        edges.extend((begin + 1 + np.flatnonzero((part > FAINTEST).any(axis=0)))[-1:].tolist())
    return float(np.quantile(edges, 0.8)) if edges else gutter.edge


def _edge(
    contrast: Mask, gutter: Gutter, *, rows: Rows, left: float, advance: float, before: int
) -> float | None:
    """The place, in columns, of a line along all rows between the numbers and the code that is no guide."""
    top, bottom = rows.middle(gutter.first), rows.middle(gutter.last)
    drawn = (contrast[max(0, int(top)) : int(bottom) + 1] > GUIDE).mean(axis=0) >= WHOLE
    places = [
        (x + 0.5 - left) / advance for x in np.flatnonzero(drawn).tolist() if x > gutter.edge - 0.5 * advance
    ]
    places = [place for place in places if place < before - ROOM and abs(place - round(place)) > OFF_GRID]
    return max(places, default=None)


def right_of_gutter(
    cells: Sequence[Cell], pixels: Pixels, gutter: Gutter, *, rows: Rows, left: float, advance: float
) -> tuple[list[Cell], float | None]:
    """The cells right of where the ground of the numbers ends, if that of the code is another; and that place, in
    columns. Where words stand left of it, the ground is that of selected lines."""
    usual = int(np.median(list(_starts(cells).values())))
    edge = _ground_edge(pixels, gutter, rows=rows, left=left, advance=advance, before=usual)
    if edge is None:
        return list(cells), None
    kept = [cell for cell in cells if cell.column + 0.5 > edge]
    beyond = [cell for cell in cells if cell.column + 0.5 <= edge]
    if not kept or _is_code(beyond):
        return list(cells), None
    return kept, edge


def _is_code(cells: Sequence[Cell]) -> bool:
    """Whether cells hold words or brackets, which are none of the signs that editors draw beside code."""
    letters = {(cell.row, cell.column) for cell in cells if cell.text.isalpha()}
    words = any((row, column + 1) in letters for row, column in letters)
    return words or any(cell.text in BRACKETS for cell in cells)


def _ground_edge(
    pixels: Pixels, gutter: Gutter, *, rows: Rows, left: float, advance: float, before: int
) -> float | None:
    top, bottom = max(0, int(rows.middle(gutter.first))), int(rows.middle(gutter.last)) + 1
    begin, end = max(0, int(gutter.edge - 0.5 * advance)), int(left + (before + ROOM) * advance)
    half = max(2, round(HALF * advance))
    if end - begin <= 2 * half:
        return None
    # The middle of a column of pixels is its ground: text and marks cover less than half of it.
    ground = np.median(pixels[top:bottom, begin:end], axis=0)
    # Thin lines are none of the ground, nor are the blurred ones that compression leaves beside an edge.
    beside = np.array([np.median(ground[x : x + half], axis=0) for x in range(len(ground) - half + 1)])
    change = np.abs(beside[half:] - beside[:-half]).max(axis=1)
    places = np.flatnonzero(change >= OTHER_GROUND)
    if not places.size:
        return None
    last = places[places > places[-1] - half]
    return (begin + float(last[change[last].argmax()]) + half - left) / advance


def _guides(contrast: Mask, gutter: Gutter, *, rows: Rows, left: float, advance: float) -> list[int]:
    top, bottom = rows.middle(gutter.first), rows.middle(gutter.last)
    drawn = (contrast[max(0, int(top)) : int(bottom) + 1] > GUIDE).astype(np.uint8)
    upright = np.asarray(upright_lines(drawn, rows.pitch).any(axis=0))
    # Guides are thin; the bar beside changed lines is as high where these follow one another.
    bars = opened(upright[None].astype(np.uint8), 1, max(3, round(THICK * advance)))
    upright &= dilated(bars, 1, 5)[0] == 0
    # A line that goes on below the last row is an edge.
    below = contrast[int(bottom + 0.7 * rows.pitch) : int(bottom + 1.3 * rows.pitch)] > GUIDE
    if below.shape[0] > LEAST_BELOW:
        upright &= below.mean(axis=0) < REACHED
    places: Sequence[float] = [
        (x - left) / advance for x in np.flatnonzero(upright).tolist() if x > gutter.edge
    ]
    return [round(place) for place in places if abs(place - round(place)) < OFF_GRID]
