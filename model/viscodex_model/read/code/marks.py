"""What editors draw between characters is dropped: dots for blanks, the buttons of a window, a fold's arrow, noise."""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

import numpy as np

from viscodex_model.read.code.cells import Cell
from viscodex_model.read.code.grid import BASELINE, Rows
from viscodex_model.read.code.ink import FAINTEST, Mask
from viscodex_model.read.code.strokes import drawn_in, ink_of

# Signs that no button is read as.
WORDLIKE = frozenset("abcdefghijklmnpqrstuvwxyzABEFGHIJKLMNPRSTUVWXYZ234579{}[]()<>=+-*/#;:\"'")
# A dot for a blank is at most this wide and high, in widths of a character.
DOT = 0.42
# What else the network takes such a dot for, and how near to the middle of its row it lies (widths of a character).
LIKE_DOTS, RAISED = frozenset(".,°:'`"), 0.2
# What stands before the first character of this confidence in a row may be a guide.
SURE = 0.8
# A line from edge to edge of a row fills so much of its height.
FULL = 0.94
# A block that ends a row and fills this much of its cell is the cursor.
FILLED, BLOCKS = 0.75, frozenset(("", "■", "█", "▌", "口", "I", "|"))
# So many equal signs in a row are a rule.
RUN, RULED = 4, frozenset("-=_*#~.+")
# A title stands at least so many columns from the buttons of its window.
FAR_TITLE = 6
# A line goes to an edge where it fills so much of the way there.
REACHED = 0.5
LOWEST_LINE, UPRIGHT = 0.75, "│"
# Signs of drawn boxes by where their lines go; what was read with less confidence may be one.
UNSURE_BORDER, BORDERLIKE = 0.6, frozenset("`|'_-—L")
BORDERS: Mapping[str, str] = {
    "LR": "─", "UD": "│", "RD": "┌", "LD": "┐", "RU": "└", "LU": "┘", "RUD": "├", "LUD": "┤", "LRD": "┬", "LRU": "┴",
    "LRUD": "┼",
}  # fmt: skip

# Characters of this confidence tell how strongly text is drawn; what has less than this share of the faintest is noise.
CERTAIN, FAINTEST_TEXT, NOISE = 0.8, 0.05, 0.6
# The end of a slanted letter reaches so far into the cell beside it (widths of a character).
END, EDGE = 0.4, 0.12


def without_marks(
    cells: Sequence[Cell], contrast: Mask, rows: Rows, *, left: float, advance: float, editor: bool = True
) -> list[Cell]:
    """The cells that hold characters of the text; a terminal (no `editor`) draws its lines as text."""
    drawn = [(cell, drawn_in(cell, contrast, rows, left=left, advance=advance)) for cell in cells]
    sure = {cell.row: cell.column for cell in reversed(cells) if cell.confidence >= SURE and editor}
    first = min(sure.values(), default=0)
    ends = {cell.row: cell for cell in cells}
    kept = [
        cell
        for cell, part in drawn
        for ink in [(part > FAINTEST).astype(np.uint8)]
        if not (
            cell.text in ("", "·")
            and (_is_dot(ink, advance) or (editor and _is_dot(_core(part, advance), advance)))
        )
        and not (cell.text in LIKE_DOTS and _may_be_dot(cell) and _is_blank(ink, advance))
        and not (cell.column < first and cell.confidence < CERTAIN and _is_bar(ink))
        and not (cell.column < sure.get(cell.row, 0) and _is_line(ink, advance))
        and not (cell is ends[cell.row] and cell.text in BLOCKS and ink.size and ink.mean() > FILLED)
    ]
    top = min((cell.row for cell in kept), default=0)
    if _are_buttons([cell for cell in kept if cell.row == top]):
        return [cell for cell in kept if cell.row != top]
    return kept


def without_shadows(
    cells: Sequence[Cell], contrast: Mask, rows: Rows, *, left: float, advance: float
) -> list[Cell]:
    """The cells without unread ones that are fainter than any sure character, or hold the end of a neighbour alone."""
    drawn = [(cell, drawn_in(cell, contrast, rows, left=left, advance=advance)) for cell in cells]
    peaks = [int(part.max()) for cell, part in drawn if cell.confidence >= CERTAIN and part.size]
    least = NOISE * float(np.quantile(peaks, FAINTEST_TEXT)) if peaks else 0.0
    known = {(cell.row, cell.column) for cell in cells if cell.text}
    return [
        cell
        for cell, part in drawn
        if cell.text or (part.size and part.max() > least and not _is_end(cell, part, known))
    ]


def _is_end(cell: Cell, part: Mask, known: Collection[tuple[int, int]]) -> bool:
    columns = np.flatnonzero((part > FAINTEST).any(axis=0))
    if not columns.size:
        return True
    width, first, last = part.shape[1], int(columns[0]), int(columns[-1])
    from_left = first <= EDGE * width and last < END * width and (cell.row, cell.column - 1) in known
    from_right = (
        last >= (1 - EDGE) * width - 1 and first >= (1 - END) * width and (cell.row, cell.column + 1) in known
    )
    return from_left or from_right


def _are_buttons(row: Sequence[Cell]) -> bool:
    """Whether the first row is the bar of a window: its round buttons, single signs that stand apart from one another,
    and perhaps its title far from them."""
    columns = [cell.column for cell in row]
    far = next((end for end, start in pairwise(columns) if start - end > FAR_TITLE), None)
    if far is not None:
        row = [cell for cell in row if cell.column <= far]
        columns = [cell.column for cell in row]
    starts = [column for column in columns if column - 1 not in columns]
    return (
        2 <= len(starts) <= 4
        and len(columns) <= 3 * len(starts)
        and not any(cell.text in WORDLIKE for cell in row)
    )


def continue_rules(cells: Sequence[Cell]) -> None:
    """What nobody could read right after a row of one sign is that sign: of a long rule not all are read."""
    for index, cell in enumerate(cells):
        before = cells[max(0, index - RUN) : index]
        joined = [one.column for one in before] == list(range(cell.column - RUN, cell.column))
        if cell.text or not joined or before[0].row != cell.row:
            continue
        if before[0].text in RULED and len({one.text for one in before}) == 1:
            cell.text, cell.confidence = before[0].text, SURE


def name_borders(cells: Sequence[Cell], contrast: Mask, rows: Rows, *, left: float, advance: float) -> None:
    """What nobody could read and reaches the edges of its cell is a sign of a drawn box."""
    for cell in cells:
        if cell.text and (cell.confidence >= UNSURE_BORDER or cell.text not in BORDERLIKE):
            continue
        ink = ink_of(cell, contrast, rows, left=left, advance=advance)
        if ink.size and (sign := BORDERS.get(_arms(ink))):
            cell.text, cell.confidence, cell.others = "|" if sign == UPRIGHT else sign, 0.9, ()
    crossings = frozenset(BORDERS.values()) - {"─"}
    drawn = {(cell.row, cell.column) for cell in cells if cell.text in crossings}
    ordered = sorted((cell for cell in cells if cell.text == "|"), key=lambda cell: cell.row)
    # An upright line goes on from row to row, down from a corner or a crossing and up; others are bars.
    for cell in [*ordered, *reversed(ordered)]:
        if {(cell.row - 1, cell.column), (cell.row + 1, cell.column)} & drawn:
            cell.text = UPRIGHT
            drawn.add((cell.row, cell.column))


def _arms(ink: Mask) -> str:
    """Towards which edges of the cell thin lines go from its middle: some of L, R, U and D."""
    height, width = ink.shape
    if ink.mean() > 0.5:
        return ""
    middle, centre = height // 2, width // 2
    halves = {"L": ink[:, :centre], "R": ink[:, centre:], "U": ink[:middle].T, "D": ink[middle:].T}
    found = ""
    for name, half in halves.items():
        # Between rows there may be room that upright lines do not bridge.
        reach = 2 if name in "LR" else max(2, half.shape[1] // 2)
        edge = half[:, :reach] if name in "LU" else half[:, -reach:]
        full = np.flatnonzero(half.mean(axis=1) > REACHED)
        # A level line far below the middle is an underscore.
        if name in "LR" and full.size and full.max() > LOWEST_LINE * height:
            return ""
        # Two lines side by side are an equals sign.
        if edge.any() and full.size and np.ptp(full) < max(4, width // 3):
            found += name
    return found


def _is_dot(ink: Mask, advance: float) -> bool:
    """Whether the ink is one small spot half-way up the letters, or nothing."""
    rows_drawn, columns_drawn = np.nonzero(ink)
    if not rows_drawn.size:
        return True
    height, width = np.ptp(rows_drawn) + 1, np.ptp(columns_drawn) + 1
    middle = (rows_drawn.mean() + 0.5) / len(ink)
    return bool(max(height, width) <= max(2.0, DOT * advance) and 0.35 < middle < 0.65)


def _core(part: Mask, advance: float) -> Mask:
    """What is drawn strongest in the middle columns of a cell above the baseline, without the faint signs that
    compression leaves around it, and without frames and lines beside and below; all of the cell where there is none."""
    bottom = round(len(part) / 2 + (BASELINE - 0.1) * advance)
    middle = part[:bottom, round(0.2 * part.shape[1]) : round(0.8 * part.shape[1]) + 1]
    strongest = middle.max(initial=0)
    if strongest <= FAINTEST:
        return np.ones_like(part)
    core: Mask = (part > strongest / 2).astype(np.uint8)
    core[bottom:] = 0
    core[:, : round(0.2 * part.shape[1])] = core[:, round(0.8 * part.shape[1]) + 1 :] = 0
    return core


def _may_be_dot(cell: Cell) -> bool:
    return cell.confidence < CERTAIN and any(other == "·" for other, _ in cell.others)


def _is_blank(ink: Mask, advance: float) -> bool:
    """Whether most of the ink lies half-way up the letters, well above where a full stop stands."""
    rows_drawn, _ = np.nonzero(ink)
    return not rows_drawn.size or abs(float(np.median(rows_drawn)) + 0.5 - len(ink) / 2) < RAISED * advance


def _is_bar(ink: Mask) -> bool:
    """Whether something goes from edge to edge of the row: the bar beside a line that was changed."""
    return bool(ink.size and ink.any(axis=1).mean() > FULL)


def _is_line(ink: Mask, advance: float) -> bool:
    """Whether the ink is one thin upright line from edge to edge of the row: a guide that is one row long."""
    columns = np.flatnonzero(ink.any(axis=0))
    return bool(
        columns.size and np.ptp(columns) + 1 <= max(2.0, 0.25 * advance) and ink.any(axis=1).mean() > FULL
    )
