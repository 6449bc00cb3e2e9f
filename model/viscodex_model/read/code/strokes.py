"""Single strokes are told by where they stand in their row: bars, underscores, quotes and grave accents.

The network sees a line at a time, and takes such small signs for others or overlooks them.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from viscodex_model.read.code.cells import SIDE, Cell
from viscodex_model.read.code.grid import BASELINE, Rows
from viscodex_model.read.code.ink import FAINTEST, Mask

# A bar is as sure as this, whatever it was read as.
SURE = 0.8
# What a bar is taken for, how wide its stroke is and how far below the baseline it goes at least, in advances.
LIKE_BARS, STROKE, HANGING = frozenset("Il1i!"), 0.3, 0.16
# What a quote that the network sees without its line is taken for, where anything.
LIKE_QUOTES = frozenset(("", ".", ",", "?"))
# A quote ends above this share of its row's height; the lower half of a grave accent is so far right (advances).
HIGH, LEANING = 0.5, 0.06
# So many pixels wide may any quote be; one stroke wider than this (advances) is two.
SMALL, BROAD = 4, 0.55
# Letters and digits are higher than so much (advances) and reach the baseline: what ends above the middle of its row
# and is lower is a quote, a grave accent or a circumflex. Told by its shape, it is as sure as this.
LOWEST_LETTER, SETTLED = 0.8, 0.98
# What so many tildes side by side are taken for, and how high they are at most (advances); small letters are higher.
LIKE_WAVES, ROW, LOW = frozenset("NAWMnwm"), 4, 0.68
# So many signs side by side that nothing was read in are a rule; a sign of it fills so much of its cell's width, and a
# straight stroke so much of a row of pixels.
UNREAD_ROW, WIDE, FULL = 3, 0.6, 0.8
# Three level strokes over one another are a part of a ligature, and a slash through them goes so far beyond (advances).
THREE_LEVELS, CROSSED = "≡≢", 0.15
LIGATURES: Mapping[str, str] = {"≡≢≡": "!=="}
# Letters that are as high as small ones are, as capitals are, and those of one form in both; so many of each tell how
# high they are, which must differ by so many pixels; what is within so much of the way is of that height. Letters
# of less confidence are looked at, and those that the network also took for the other case; of those with thin slanting
# strokes it is not known how high they are.
SMALL_LETTERS, CAPITALS, SAME_FORM = frozenset("aemnr"), frozenset("ABDEFHIKLMNPRT"), frozenset("cosuz")
WITNESSES, LEAST_WITNESSES, LEAST_HIGHER, NEARLY, DOUBTED = 40, 3, 2, 0.7, 0.9
# An at sign is higher than an `a` by this much, and read as one that may also be one of these.
HIGHER, LIKE_AT = 1.1, frozenset("@ā")


def ink_of(cell: Cell, contrast: Mask, rows: Rows, *, left: float, advance: float) -> Mask:
    """Where in the cell something is drawn, from the row's upper edge to its lower one."""
    return (drawn_in(cell, contrast, rows, left=left, advance=advance) > FAINTEST).astype(np.uint8)


def drawn_in(cell: Cell, contrast: Mask, rows: Rows, *, left: float, advance: float) -> Mask:
    """How far the cell's pixels are from what is behind them, from the row's upper edge to its lower one."""
    top, bottom = (round(rows.middle(cell.row) + side * rows.pitch / 2) for side in (-1, 1))
    begin, end = (round(left + (cell.column + side) * advance) for side in (0, 1))
    return contrast[max(0, top) : bottom, max(0, begin) : end]


def name_bars(cells: Sequence[Cell], contrast: Mask, rows: Rows, *, left: float, advance: float) -> None:
    """A thin upright stroke that goes on below the baseline is a bar, whatever it was taken for."""
    for cell in cells:
        if cell.text not in LIKE_BARS:
            continue
        ink = ink_of(cell, contrast, rows, left=left, advance=advance)
        rows_drawn, columns_drawn = np.nonzero(ink)
        thin = columns_drawn.size and np.ptp(columns_drawn) + 1 <= max(2.0, STROKE * advance)
        below = (BASELINE + HANGING) * advance + len(ink) / 2
        if thin and rows_drawn.max() + 1 >= below and ink.any(axis=1).sum() == np.ptp(rows_drawn) + 1:
            cell.others = ((cell.text, cell.confidence), *cell.others)
            cell.text, cell.confidence = "|", SURE


def name_underscores(
    cells: Sequence[Cell], contrast: Mask, rows: Rows, *, left: float, advance: float
) -> None:
    """A thin level stroke below the letters that nobody could read is an underscore."""
    for cell in cells:
        if cell.text:
            continue
        ink = ink_of(cell, contrast, rows, left=left, advance=advance)
        rows_drawn, columns_drawn = np.nonzero(ink)
        wide = columns_drawn.size and np.ptp(columns_drawn) + 1 > 0.6 * advance
        below = (BASELINE - 0.05) * advance + len(ink) / 2
        if wide and rows_drawn.min() >= below and np.ptp(rows_drawn) + 1 <= max(2.0, 0.25 * advance):
            cell.text, cell.confidence = "_", 0.5


def name_levels(cells: Sequence[Cell], contrast: Mask, rows: Rows, *, left: float, advance: float) -> None:
    """Signs lower than any letter, side by side, are hyphens, equals signs or tildes: the network sees none, or `N`."""
    run: list[tuple[Cell, str]] = []
    for cell in [*cells, None]:
        goes_on = cell and run and (cell.row, cell.column) == (run[-1][0].row, run[-1][0].column + 1)
        level = _level(drawn_in(cell, contrast, rows, left=left, advance=advance), advance) if cell else ""
        if run and not (goes_on and level):
            _name_run(run)
            run = []
        if cell and level and (cell.text in LIKE_WAVES or not cell.text):
            run.append((cell, level))


def _name_run(run: Sequence[tuple[Cell, str]]) -> None:
    if len(run) < (ROW if any(cell.text for cell, _ in run) else UNREAD_ROW):
        return
    levels = [sign for _, sign in run]
    signs = ["~" if levels.count("~") > len(run) / 2 else sign for sign in levels]
    for (cell, _), sign in zip(run, LIGATURES.get("".join(levels), signs), strict=True):
        cell.others = ((cell.text, cell.confidence), *cell.others) if cell.text else cell.others
        cell.text, cell.confidence = "=" if sign in THREE_LEVELS else sign, SURE


def _level(part: Mask, advance: float) -> str:
    """What a sign that is no higher than a tilde and as wide as its cell looks like, or one of three level strokes;
    nothing for others."""
    ink = part > FAINTEST
    drawn = np.flatnonzero(ink.any(axis=1))
    if not drawn.size or ink.any(axis=0).mean() < WIDE:
        return ""
    full = (part > part.max() / 2).mean(axis=1) >= FULL
    strokes = _strokes(full.astype(np.uint8))
    if strokes == 3:
        levels = np.flatnonzero(full)
        beside = max(levels[0] - drawn[0], drawn[-1] - levels[-1])
        return THREE_LEVELS[int(beside > CROSSED * advance)]
    if np.ptp(drawn) + 1 > LOW * advance or drawn.max() > BASELINE * advance + len(part) / 2:
        return ""
    return {1: "-", 2: "="}.get(strokes, "~")


def name_ats(cells: Sequence[Cell], contrast: Mask, rows: Rows, *, left: float, advance: float) -> None:
    """An `a` that begins a word and may be an at sign is one where it is higher than others of its kind."""
    letters = {(cell.row, cell.column) for cell in cells if cell.text.isalnum() or cell.text == "_"}
    some = [cell for cell in cells if cell.text == "a"]
    doubted = [cell for cell in some if any(other in LIKE_AT for other, _ in cell.others)]
    doubted = [cell for cell in doubted if (cell.row, cell.column - 1) not in letters]
    sure = [cell for cell in some if not any(other in LIKE_AT for other, _ in cell.others)]
    if not doubted or not sure:
        return
    usual = np.median([_height(ink_of(cell, contrast, rows, left=left, advance=advance)) for cell in sure])
    for cell in doubted:
        if _height(ink_of(cell, contrast, rows, left=left, advance=advance)) > HIGHER * usual:
            cell.others, cell.text = ((cell.text, cell.confidence), *cell.others), "@"


def _height(ink: Mask) -> int:
    """How many rows of pixels there are from the first with ink to the last."""
    drawn = np.flatnonzero(ink.any(axis=1))
    return int(np.ptp(drawn)) + 1 if drawn.size else 0


def name_raised(cells: Sequence[Cell], contrast: Mask, rows: Rows, *, left: float, advance: float) -> None:
    """A small sign wholly above the letters that was read as a letter, a star or a leaning quote is what it looks like.

    The network takes a row of circumflexes for one of `A`, quotes side by side for `nun`, and a grave accent for a
    quote."""
    for cell in cells:
        if not (cell.text.isalnum() or cell.text in ("*", "'", "‘", "`")):
            continue
        sign = _raised(drawn_in(cell, contrast, rows, left=left, advance=advance), advance)
        if sign == "`" or (sign and cell.text.isalnum()):
            if cell.text != sign:
                cell.others = ((cell.text, cell.confidence), *cell.others)
            cell.text, cell.confidence = sign, max(cell.confidence, SETTLED)


def _raised(part: Mask, advance: float) -> str:
    """What a small sign above the middle of its row looks like: a quote, a grave accent, a circumflex; nothing for
    others."""
    ink = (part > FAINTEST).astype(np.uint8)
    rows_drawn, columns_drawn = np.nonzero(ink)
    if not rows_drawn.size or rows_drawn.max() >= len(ink) / 2:
        return ""
    if np.ptp(rows_drawn) + 1 >= LOWEST_LETTER * advance:
        return ""
    first, last = (_strokes(ink[row]) for row in (rows_drawn.min(), rows_drawn.max()))
    if (first, last) in ((2, 2), (1, 2)):
        return '"' if first == 2 else "^"
    if (first, last) != (1, 1) or np.ptp(columns_drawn) + 1 > BROAD * advance:
        return ""
    middle = (rows_drawn.min() + rows_drawn.max()) / 2
    weights = np.where(ink, part, 0)[rows_drawn, columns_drawn].astype(float)
    above, below = (
        np.average(columns_drawn[side], weights=weights[side]) if side.any() else 0.0
        for side in (rows_drawn < middle, rows_drawn > middle)
    )
    return "`" if below - above > LEANING * advance else "'"


def _strokes(line: Mask) -> int:
    """How many runs of ink a row of pixels has."""
    return int(np.count_nonzero(np.diff(line.astype(np.int8), prepend=0) == 1))


def name_quotes(cells: Sequence[Cell], contrast: Mask, rows: Rows, *, left: float, advance: float) -> None:
    """A small mark above the letters that nobody could read is a grave accent, or a quote where it has two strokes: the
    network overlooks them."""
    for cell in cells:
        if cell.text not in LIKE_QUOTES:
            continue
        ink = ink_of(cell, contrast, rows, left=left, advance=advance)
        rows_drawn, columns_drawn = np.nonzero(ink)
        width = np.ptp(columns_drawn) + 1 if columns_drawn.size else 0
        # In small letters two strokes are one, wider than a single one is.
        narrow = 0 < width <= max(SMALL, 0.62 * advance)
        if narrow and rows_drawn.max() < HIGH * len(ink):
            strokes = 1 + int((np.diff(np.unique(columns_drawn)) > 1).sum())
            cell.text, cell.confidence = "`" if strokes == 1 and width < BROAD * advance else '"', 0.5


def name_case(cells: Sequence[Cell], contrast: Mask, rows: Rows, *, left: float, advance: float) -> None:
    """Letters whose capitals have the same form are told by their height, where that of others is known."""

    def heights(cell: Cell) -> tuple[int, int]:
        part = drawn_in(cell, contrast, rows, left=left, advance=advance)
        side = round(SIDE * advance)
        # Compression leaves faint signs around a letter.
        strong = part[:, side : part.shape[1] - side] > part.max(initial=FAINTEST) / 2
        return _heights_of_letter(strong)

    sure = [cell for cell in cells if cell.confidence > SURE]
    small, tall = (
        [
            heights(cell)[0]
            for cell in [cell for cell in sure if cell.text and cell.text in letters][:WITNESSES]
        ]
        for letters in (SMALL_LETTERS, CAPITALS)
    )
    if min(len(small), len(tall)) < LEAST_WITNESSES:
        return
    low, high = float(np.median(small)), float(np.median(tall))
    if high - low < LEAST_HIGHER:
        return
    for cell in cells:
        if cell.text.lower() not in SAME_FORM or not _may_be_other_case(cell):
            continue
        least, most = ((height - low) / (high - low) for height in heights(cell))
        text = cell.text.upper() if least > NEARLY else cell.text.lower() if most < 1 - NEARLY else cell.text
        if text != cell.text:
            cell.others, cell.text = ((cell.text, cell.confidence), *cell.others), text


def _may_be_other_case(cell: Cell) -> bool:
    return cell.confidence < DOUBTED or any(other == cell.text.swapcase() for other, _ in cell.others)


def _heights_of_letter(ink: Mask) -> tuple[int, int]:
    """How many rows of pixels a letter has at the least, those with ink that lie together, and at the most, those from
    its first one to its last: an `S` is thin in its midst, and faint signs may lie beside it."""
    drawn = ink.any(axis=1).astype(np.int8)
    edges = np.flatnonzero(np.diff(drawn, prepend=0, append=0))
    together = int(np.diff(edges.reshape(-1, 2), axis=1).max(initial=0))
    return together, int(np.ptp(edges)) if edges.size else 0
