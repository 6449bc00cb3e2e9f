"""From pixels to cells: the picture's rows, its gutter, its grid, and what stands in each place of it."""

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

import numpy as np

from viscodex_model.read.code.around.beside import numbered, right_of
from viscodex_model.read.code.around.gutter import Gutter, find_gutter, without_gutter
from viscodex_model.read.code.around.margin import without_strays
from viscodex_model.read.code.around.typeface import in_one_typeface, step_of, usual_step
from viscodex_model.read.code.cells import Cell, Inked, align, inked_columns, place_bias, spelled
from viscodex_model.read.code.grid import (
    Rows,
    centered,
    extended,
    measure_advance,
    rows_beside,
    text_boxes,
)
from viscodex_model.read.code.ink import (
    FAINTEST,
    Mask,
    background,
    contrast,
    heights_of_text,
    upright_lines,
    within_frame,
    without_lines,
)
from viscodex_model.read.code.strips import Placed, cut, placed_lines, recognize_strips
from viscodex_model.read.code.underlines import erase_underlines
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.recognition.engine import Engine
from viscodex_model.read.recognition.lines import Line

# A character of monospaced fonts is about this much of its line's box wide.
WIDTH_OF_HEIGHT = 0.42
# Where this share of the rows has lines below the words, these are believed though the baseline is not known well.
LINED = 0.25
# What stands in the text where ink was seen and nothing read.
UNREAD_SIGN = "?"
# A row with a character of less than this confidence is read again, cut out by the grid.
DOUBTED = 0.9
# What stands so many rows beside the middle of one is no line of a text with line numbers.
BETWEEN = 0.35
# A box so many rows high is no line between two rows but those rows, found as one.
TWO_ROWS = 1.6
# A rule is at least so many characters long.
LEAST_RULE = 5


@dataclass(slots=True)
class Transcript:
    """The cells of a picture of monospaced text, and the measures they were found with.

    `poor` are the rows whose characters do not fit their ink, or are unsure; `first_column` is where lines begin.
    """

    cells: list[Cell]
    contrast: Mask
    pixels: Pixels
    rows: Rows
    left: float
    advance: float
    gutter: Gutter | None
    poor: frozenset[int]
    first_column: int = 0


def transcribe(
    pixels: Pixels,
    lines: Sequence[Line],
    engine: Engine,
    *,
    editor: bool = True,
    stop: Callable[[], bool] | None = None,
) -> Transcript | None:
    """What stands in the picture, place by place; None where no rows of text are found.

    `lines` say where rows are. What was read of them is taken where it fits the ink of its row to the last character;
    other rows are cut out by their grid and read again. An `editor` draws guides, frames and line numbers; what looks
    like them in a terminal is text.
    """
    numbers = numbered(lines) if editor else []
    lines = in_one_typeface(right_of(numbers, lines), numbers)
    boxes = text_boxes([line.box for line in lines])
    rows = rows_beside([line.box for line in numbers], boxes)
    if rows is None:
        return None
    guess = float(np.median([box.height for box in boxes])) * WIDTH_OF_HEIGHT
    behind = background(pixels, stroke=max(7, round(0.9 * guess)))
    away = contrast(pixels, behind)
    away = away * within_frame((away > FAINTEST).astype(np.uint8), boxes)
    if numbers:
        _erase_between(away, lines, rows)
    left, right = min(box.left for box in boxes) - guess, max(box.right for box in boxes) + 2 * guess
    text = _Text(pixels, away, rows, guess)
    text = _without_underlines(text, behind, lines, left, right) if editor else _centered(text, left, right)
    pixels, away, rows, guess = text.pixels, text.away, text.rows, text.guess
    drawn = (away > FAINTEST).astype(np.uint8)
    ink = without_lines(drawn, rows=rows, advance=guess) if editor else drawn
    rows = extended(rows, ink[:, max(0, int(left)) : int(right)], advance=guess)
    sheet = _Sheet(pixels, away, ink, rows, left, right, guess, editor)
    strips = list(cut(ink, rows, advance=guess, left=left, right=right))
    known = placed_lines([line for line in lines if line.box in boxes], rows)

    def read(wanted: Callable[[int], bool]) -> dict[int, list[Placed]]:
        some = [strip for strip in strips if wanted(strip.row)]
        return recognize_strips(pixels, some, engine, advance=guess, stop=stop)

    # A row that was found above the others changes their numbers.
    changed = {rows.nearest(text.rows.middle(row)) for row in text.changed}
    unchanged = {strip.row for strip in strips} - changed
    known = {row: characters for row, characters in known.items() if row in unchanged}
    characters = known | read(lambda row: row not in known)
    transcript = _on_grid(characters, sheet)
    again = known.keys() & _unsettled(transcript, known.keys())
    return _on_grid(characters | read(lambda row: row in again), sheet) if again else transcript


def _erase_between(away: Mask, lines: Sequence[Line], rows: Rows) -> None:
    """Take out what lies over the text between two of its rows: the box of a search."""
    for line in lines:
        middle = line.box.center[1]
        if (
            line.box.height < TWO_ROWS * rows.pitch
            and abs(middle - rows.middle(rows.nearest(middle))) > BETWEEN * rows.pitch
        ):
            top, bottom = max(0, int(line.box.top)), int(line.box.bottom) + 1
            away[top:bottom, max(0, int(line.box.left)) : int(line.box.right) + 1] = 0


@dataclass(frozen=True, slots=True)
class _Text:
    """The picture and how far its pixels are `away` from what is behind them, with the first measures of its text;
    `changed` are the rows below whose words a line was taken out."""

    pixels: Pixels
    away: Mask
    rows: Rows
    guess: float
    changed: frozenset[int] = frozenset()


def _centered(text: _Text, left: float, right: float) -> _Text:
    drawn = (text.away > FAINTEST).astype(np.uint8)[:, max(0, int(left)) : int(right)]
    heights = heights_of_text(drawn, text.rows, advance=text.guess)
    return replace(text, rows=centered(text.rows, heights, advance=text.guess))


def _without_underlines(
    text: _Text, behind: Pixels, lines: Sequence[Line], left: float, right: float
) -> _Text:
    """The text, centered, without the lines that an editor draws below words."""
    # These lines would be taken for the baseline, and make the boxes higher than letters.
    without, by_words = text.away.copy(), step_of(lines) or text.guess
    pixels, lined = erase_underlines(text.pixels, behind, without, text.rows, advance=by_words)
    first = replace(text, away=without)
    if len(lined) >= LINED * text.rows.count:
        text = first = _Text(pixels, without, text.rows, by_words, lined)
    rows = _centered(first, left, right).rows
    pixels, more = erase_underlines(text.pixels, behind, text.away, rows, advance=text.guess)
    return replace(text, pixels=pixels, rows=rows, changed=text.changed | more)


def _unsettled(transcript: Transcript | None, rows: Collection[int]) -> Collection[int]:
    """The rows to read again: poor ones, and in a text with line numbers those without one."""
    if transcript is None:
        return rows
    if transcript.gutter is None:
        return transcript.poor
    return transcript.poor | (set(rows) - transcript.gutter.numbers.keys())


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is drawn, and how it is measured so far: `guess` is about the width of a character."""

    pixels: Pixels
    away: Mask
    ink: Mask
    rows: Rows
    left: float
    right: float
    guess: float
    editor: bool


def _on_grid(read: Mapping[int, Sequence[Placed]], sheet: _Sheet) -> Transcript | None:
    rows, left = sheet.rows, sheet.left
    gutter = find_gutter(read, sheet.guess) if sheet.editor else None
    if gutter is not None:
        read, left = without_gutter(read, gutter), gutter.edge
    if not read:
        return None
    begin = max(0, int(left))
    profile = sheet.ink[:, begin : int(sheet.right)].sum(axis=0).astype(np.float64)
    advance, phase = measure_advance(profile, _advance_of_words(read) or sheet.guess)
    origin = begin + phase
    written = {row: spelled(characters, advance) for row, characters in read.items()}
    shift = place_bias(list(written.values()), left=origin, advance=advance) * advance
    starts = [
        round((characters[0].x - origin) / advance - 0.5) for characters in written.values() if characters
    ]
    deepest = max(starts, default=0)
    cells: list[Cell] = []
    poor: set[int] = set()
    borders = _borders(sheet, origin, advance)
    for row, characters in sorted(written.items()):
        end = float(sheet.ink.shape[1]) if characters else sheet.right
        inked = inked_columns(sheet.ink, rows, row, left=origin, advance=advance, begin=left, end=end)
        if not characters:
            # What nobody could read stands where lines begin, or it is a mark beside the text.
            near = [place for place in inked if place.column <= deepest + 4 or place.column in borders]
            inked = near if sheet.editor else _ruled(inked) or near
        else:
            inked = _near(inked, borders, last=round((characters[-1].x - origin) / advance - 0.5))
        found = align(characters, inked, left=origin + shift, advance=advance)
        placed = [None if index is None else characters[index] for index in found]
        some = list(_cells(row, inked, placed))
        cells.extend(some)
        if len(some) != len(characters) or any(cell.confidence < DOUBTED for cell in some):
            poor.add(row)
    if not cells:
        return None
    if sheet.editor:
        cells = without_strays(cells)
    return Transcript(cells, sheet.away, sheet.pixels, rows, origin, advance, gutter, frozenset(poor))


def _borders(sheet: _Sheet, origin: float, advance: float) -> frozenset[int]:
    """The columns in which a terminal draws upright lines over several rows."""
    if sheet.editor:
        return frozenset()
    drawn = upright_lines(sheet.ink, 2.2 * sheet.rows.pitch).any(axis=0)
    return frozenset(math.floor((x - origin) / advance) for x in np.flatnonzero(drawn).tolist())


def _ruled(inked: Sequence[Inked]) -> list[Inked]:
    """The columns of a row that is a rule of a drawn box: so many side by side that they are no stray mark."""
    side_by_side = sum(right.column == left.column + 1 for left, right in pairwise(inked))
    return list(inked) if side_by_side >= LEAST_RULE and side_by_side >= 0.6 * len(inked) else []


def _near(inked: Sequence[Inked], borders: Collection[int], *, last: int) -> list[Inked]:
    """The columns up to a little after the `last` one that was read, those that go on from there without a gap (of a
    long rule of dashes the network reads fewer than there are), and those of `borders`."""
    kept: list[Inked] = []
    ended = False
    for place in inked:
        ended |= place.column > last + 2 and not (kept and place.column == kept[-1].column + 1)
        if not ended or place.column in borders:
            kept.append(place)
    return kept


def _cells(row: int, inked: Sequence[Inked], found: Sequence[Placed | None]) -> Iterator[Cell]:
    for place, placed in zip(inked, found, strict=True):
        if placed is not None:
            yield Cell(row, place.column, placed.text, placed.confidence, placed.others)
        elif place.sure:
            yield Cell(row, place.column, "", 0.0)


def _advance_of_words(rows: Mapping[int, Sequence[Placed]]) -> float | None:
    """The usual distance of neighbouring characters inside words; longer words weigh more."""
    found: list[tuple[float, int]] = []
    for characters in rows.values():
        for _, group in groupby(characters, key=lambda placed: placed.word):
            word = list(group)
            if len(word) >= 3:
                found.append(((word[-1].x - word[0].x) / (len(word) - 1), len(word)))
    return usual_step(found)


def lines_of(transcript: Transcript) -> list[str]:
    """The cells as lines of text; a place where nothing was read is a question mark."""
    rows: dict[int, dict[int, str]] = {}
    for cell in transcript.cells:
        rows.setdefault(cell.row, {})[cell.column] = cell.text or UNREAD_SIGN
    return [_line(rows.get(row, {}), transcript.first_column) for row in range(min(rows), max(rows) + 1)]


def _line(columns: Mapping[int, str], first: int) -> str:
    return "".join(columns.get(column, " ") for column in range(first, max(columns, default=first - 1) + 1))
