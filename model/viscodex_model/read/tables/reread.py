"""Cells of a grid are read again, each by itself, where recognition took the texts of two for one or saw none.

Detection looks for lines of text: in close cells it runs over their borders, and a single sign it often overlooks.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise

from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.nearby import Nearby
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.recognition.engine import Engine
from viscodex_model.read.recognition.lines import Line
from viscodex_model.read.recognition.read_lines import lines_at
from viscodex_model.read.scene.graphics import overlap
from viscodex_model.read.scene.ink import measure_ink
from viscodex_model.read.scene.regions import Region
from viscodex_model.read.tables.area import Area, inside
from viscodex_model.read.tables.table import Table

# A text runs over a cell's border by more than so many pixels, and is in a cell with more than so many.
OVER, WITHIN = 6.0, 6.0
# A cell of one line is lower than so many heights of a text; borders and the blend beside them are so wide (pixels).
ONE_LINE, BORDER = 2.4, 2.0
# Texts less sure than this are read again; what is read anew must be at least so sure where nothing was read before.
UNSURE, SURE = 0.8, 0.5
# Room around the ink of a cell, in heights of the ink, and at least in pixels.
AROUND, LEAST_AROUND = 0.3, 4.0
# Texts so short may be taken for icons.
SHORT = 2
# So many empty places of one table are looked at.
MOST_GAPS = 60
# Buttons with a single sign, their sides and the room between border and sign (pixels); so many are read.
SMALLEST_BUTTON, LARGEST_BUTTON, INSET, MOST_BUTTONS = 12.0, 48.0, 2.0, 200
# What the signs of such buttons are taken for.
SIGNS = {"+": "+", "十": "+", "＋": "+", "-": "-", "–": "-", "一": "-", "ー": "-"}


def read_cells_again(pixels: Pixels, lines: Sequence[Line], area: Area, engine: Engine) -> tuple[Line, ...]:
    """`lines` with the texts of `area`'s cells mended; `lines` itself where all is well."""
    heights = sorted(line.box.height for line in lines)
    usual = heights[len(heights) // 2] if heights else 0.0
    held = list(_held(_boxes(area), lines))
    shared = Counter(id(line) for _, own in held for line in own)
    wanted: list[Box] = []
    for box, own in held:
        if box.height > ONE_LINE * usual:
            continue
        if not own or any(shared[id(line)] > 1 or line.confidence < UNSURE for line in own):
            drawn = _drawn(pixels, box)
            if drawn is not None:
                wanted.append(drawn)
    if not wanted:
        return tuple(lines)
    found = [line for line in lines_at(pixels, wanted, engine) if line.confidence >= SURE]
    return tuple(_merged(lines, found, [line for line in lines if shared[id(line)] > 1]))


def read_gaps(pixels: Pixels, lines: Sequence[Line], table: Table, engine: Engine) -> list[Line]:
    """What is read at the empty places of a table without borders in which something is drawn."""
    heights = sorted(line.box.height for line in lines)
    usual = heights[len(heights) // 2] if heights else 0.0
    # What was surely read belongs to a wider column that another table may have; a sign alone was taken for an icon.
    sure = [line.box for line in lines if line.confidence >= UNSURE and len(line.text) > SHORT]
    empty = (place for place in _gaps(table) if not any(inside(place, box.center) for box in sure))
    drawn = ((place, found) for place in empty if (found := _drawn(pixels, place)) is not None)
    # A rule or a shade is no sign: it is far lower than one and not as narrow, or fills its place.
    signs = [
        _as_high(box, place, 0.8 * usual)
        for place, box in islice(drawn, MOST_GAPS)
        if box.height <= 1.6 * usual and box.width <= (4 if box.height >= 0.4 * usual else 1.2) * usual
    ]
    return [line for line in lines_at(pixels, signs, engine) if line.confidence >= SURE]


def boxed_signs(
    pixels: Pixels, lines: Sequence[Line], regions: Iterable[Region], engine: Engine
) -> list[Line]:
    """Single signs on small buttons, read within the button: with its border a plus looks like a letter."""
    written = Nearby((line.box, line) for line in lines)
    places = [
        Box(box.left + INSET, box.top + INSET, box.right - INSET, box.bottom - INSET)
        for box in (region.inner for region in regions if not region.inside)
        if min(box.width, box.height) >= SMALLEST_BUTTON and max(box.width, box.height) <= LARGEST_BUTTON
        if all(len(line.text) <= SHORT for line in written.near(box) if overlap(line.box, box))
    ]
    found = lines_at(pixels, places[:MOST_BUTTONS], engine)
    return [_as_sign(line) for line in found if line.text in SIGNS and line.confidence >= UNSURE]


def _as_sign(line: Line) -> Line:
    sign = SIGNS[line.text]
    words = tuple(replace(word, text=sign) for word in line.words)
    return replace(line, text=sign, words=words, glyphs=tuple(replace(one, text=sign) for one in line.glyphs))


def signs_in_cells(lines: Sequence[Line], table: Table) -> list[Box]:
    """Where a sign or two stand alone in a cell of a grid, in a column of texts: there it is no icon."""
    places = list(_gaps(table))
    short = [line.box for line in lines if len(line.text) <= SHORT]
    return [box for box in short if any(inside(place, box.center) for place in places)]


def _as_high(box: Box, place: Box, height: float) -> Box:
    """A box at least so high, within its place: a dash alone is too low to be read."""
    room = max(0.0, (height - box.height) / 2)
    return replace(box, top=max(place.top, box.top - room), bottom=min(place.bottom, box.bottom + room))


def _gaps(table: Table) -> Iterator[Box]:
    """The insides of a table's places over which no text stands, in columns with several texts: one that has none may
    be for boxes to tick."""
    texts = Counter(cell.column for cell in table.cells if cell.text)
    covered = {
        (cell.row + down, cell.column + across)
        for cell in table.cells
        if cell.text
        for down in range(cell.rows)
        for across in range(cell.columns)
    }
    pieces = [piece.box for cell in table.cells for piece in cell.pieces]
    for row, (top, bottom) in enumerate(pairwise(table.ys)):
        for column, (left, right) in enumerate(pairwise(table.xs)):
            box = Box(left, top, right, bottom)
            if (
                texts[column] > 1
                and (row, column) not in covered
                and not any(overlap(piece, box) for piece in pieces)
            ):
                yield box


def _boxes(area: Area) -> Iterator[Box]:
    """The insides of the cells; those whose border was not seen, between the edges of rows and columns."""
    for cell in area.cells:
        yield cell.inner
    ys = [*area.ys, max(cell.box.bottom for cell in area.cells)]
    xs = [*area.xs, max(cell.box.right for cell in area.cells)]
    for top, bottom in pairwise(ys):
        for left, right in pairwise(xs):
            middle = (left + right) / 2, (top + bottom) / 2
            if not any(inside(cell.box, middle) for cell in area.cells):
                yield Box(left + 2 * BORDER, top + 2 * BORDER, right - 2 * BORDER, bottom - 2 * BORDER)


def _held(boxes: Iterator[Box], lines: Sequence[Line]) -> Iterator[tuple[Box, list[Line]]]:
    """Each cell with the texts of which a good part lies in it."""
    ordered = sorted(lines, key=_middle)
    for box in boxes:
        start = bisect_left(ordered, box.top, key=_middle)
        beside = ordered[start : bisect_left(ordered, box.bottom, key=_middle)]
        yield box, [line for line in beside if _shares(line.box, box)]


def _middle(line: Line) -> float:
    return line.box.center[1]


def _shares(line: Box, cell: Box) -> bool:
    """Whether a good part of a text lies in a cell."""
    across = min(line.right, cell.right) - max(line.left, cell.left)
    return across > min(WITHIN, 0.5 * line.width) and cell.top <= line.center[1] < cell.bottom


def _drawn(pixels: Pixels, cell: Box) -> Box | None:
    """Around what is drawn in a cell; none where it is empty."""
    within = Box(cell.left + BORDER, cell.top + BORDER, cell.right - BORDER, cell.bottom - BORDER)
    ink = measure_ink(pixels, within) if within.width > 4 and within.height > 4 else None
    box = ink.box() if ink else None
    if box is None:
        return None
    room = max(LEAST_AROUND, AROUND * box.height)
    return Box(
        max(cell.left, box.left - room),
        max(cell.top, box.top - room),
        min(cell.right, box.right + room),
        min(cell.bottom, box.bottom + room),
    )


def _merged(lines: Sequence[Line], found: Sequence[Line], crossing: Sequence[Line]) -> Iterator[Line]:
    """What was read anew instead of what it covers, but for texts that had been read more surely."""
    better = []
    for new in found:
        old = [line for line in lines if line not in crossing and inside(new.box, line.box.center)]
        if all(line.confidence < new.confidence for line in old):
            better.append(new)
    for line in lines:
        parts = [new for new in better if _shares(line.box, new.box) or inside(new.box, line.box.center)]
        if not parts:
            yield line
    yield from better
