"""What stands above and below the text in another typeface is none of its lines: a title, a sentence, a status line."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import groupby, pairwise

import numpy as np

from viscodex_model.read.recognition.lines import RGB, Glyph, Line

# Words from this length on tell how far characters are from one another, and so many characters are believed.
LONG, TOLD = 4, 8
# Characters of the text are so far from one another within this share.
ALIKE = 0.12
# So many lines above the text and below it are looked at; lines within this share of their height stand side by side.
MOST, BESIDE = 2, 0.5
# So many lines of sentences are.
MOST_SENTENCES = 12
# Runs of so many characters, with single blanks at most, tell whether they stand on a grid; its step is known within
# this share, and characters of text stand by less than so many steps beside it.
RUN, BLANK, STEP_KNOWN, OFF_GRID = 14, 1.75, 0.03, 0.6
# What was read to the last character stands less than so many steps beside its grid; of what stands between, nothing
# is known.
ON_GRID = 0.25
# A row so many distances of rows from the next is a sentence from here on.
FAR_ROWS, OFF_GRID_APART = 1.9, 0.45
# A title's letters are wider by this share, and there are at least so many of them.
TITLE, TITLE_LETTERS = 0.3, 4
# The name of a file alone in the first line, so many heights of the line above the next, is the head of a frame.
FILE_NAME, HEAD = re.compile(r"(?:[\w.@-]{1,80}/){0,12}[\w-]{1,80}(?:\.[\w-]{1,80}){0,4}\.[A-Za-z]{1,4}"), 1.6
# The head of a block on a ground of its own is at least so many times the usual distance of lines above the next.
OWN_GROUND, APART = 2, 1.3
# It names a language or a file; what else stands on a ground of its own may be the line that the cursor is in.
LABEL = re.compile(r"[A-Za-z][\w+#./-]{0,80}")
# What a button in the head of a block says, so many steps right of what else stands there.
COPY, FAR = re.compile(r"(?:copy|copy code|copied!?|edit)", re.IGNORECASE), 4.0
# What a window's round buttons are read as.
BUTTONS = frozenset("●•○◯oO0。")


def in_one_typeface(lines: Sequence[Line], numbers: Collection[Line] = ()) -> list[Line]:
    """`lines` without those at the top and at the bottom that are set closer or wider than the others or in a typeface
    of uneven widths; at the top also without those beside the buttons of a window, and without the head of a block.

    Rows that hold one of `numbers`, those of lines, are text.
    """
    usual = step_of(lines)
    if usual is None:
        return list(lines)
    rows = _rows(lines)
    apart = _distance(rows)

    held = next((at for at, row in enumerate(rows) if any(line in numbers for line in row)), len(rows))

    def is_head(at: int) -> bool:
        row = rows[at]
        if _has_buttons(row) or _is_strange(row, usual):
            return True
        far = at + 1 < len(rows) and _middle(rows[at + 1]) - _middle(row) > APART * apart
        return far and (_has_copy(row, usual) or _is_on_own_ground(row, rows[at + 1 :], usual))

    first = min(held, _bars(rows, usual, is_head))
    first = next((at + 1 for at in range(first, min(held, first + MOST)) if _is_head(rows[at:])), first)
    last = _bars(rows[::-1], usual, lambda at: _is_strange(rows[-1 - at], usual))
    if first + last >= len(rows):
        return list(lines)
    return [line for row in rows[first : len(rows) - last] for line in row]


def _bars(rows: Sequence[Sequence[Line]], usual: float, is_bar: Callable[[int], bool]) -> int:
    """How many of the first rows are none of the text; what is too short to tell goes with a sentence below it."""
    apart, bars, others = _distance(rows), 0, 0
    for at, row in enumerate(rows[: MOST_SENTENCES + MOST]):
        far = at + 1 < len(rows) and abs(_middle(rows[at + 1]) - _middle(row)) > FAR_ROWS * apart
        off = [found for line in row if (found := _beside_grid(line, usual)) is not None]
        if off and min(off) > (OFF_GRID_APART if far else OFF_GRID):
            bars = at + 1
            continue
        others += 1
        if others > MOST or (off and min(off) < ON_GRID and not is_bar(at)):
            break
        if bars == at and is_bar(at):
            bars = at + 1
    return bars


def step_of(lines: Sequence[Line]) -> float | None:
    """The usual distance of neighbouring characters of `lines`; None where there are no longer words."""
    return usual_step([step for line in lines for step in _steps(line)])


def usual_step(steps: Sequence[tuple[float, int]]) -> float | None:
    """The usual distance of neighbouring characters: the median of the words' own, weighed by their lengths."""
    if not steps:
        return None
    ordered = sorted(steps)
    weights = np.cumsum([length for _, length in ordered])
    return ordered[int(np.searchsorted(weights, weights[-1] / 2))][0]


def _is_head(rows: Sequence[Sequence[Line]]) -> bool:
    if len(rows) < 3 or len(rows[0]) > 1 or not FILE_NAME.fullmatch(rows[0][0].text):
        return False
    head, below = rows[0][0].box, rows[1][0].box
    return below.center[1] - head.center[1] > HEAD * max(head.height, below.height)


def _distance(rows: Sequence[Sequence[Line]]) -> float:
    """How far rows of the text are from one another: a low quartile, since there may be empty rows."""
    steps = [abs(_middle(below) - _middle(above)) for above, below in pairwise(rows)]
    return float(np.quantile(steps, 0.25)) if steps else 0.0


def _middle(row: Sequence[Line]) -> float:
    return row[0].box.center[1]


def _has_copy(row: Sequence[Line], usual: float) -> bool:
    """Whether a row ends with a button to copy the text below it."""
    *others, last = sorted(row, key=lambda line: line.box.left)
    beside = not others or last.box.left - others[-1].box.right > FAR * usual
    return bool(beside and COPY.fullmatch(last.text.strip()))


def _is_on_own_ground(row: Sequence[Line], below: Sequence[Sequence[Line]], usual: float) -> bool:
    """Whether a row with a label, too short to tell its grid, stands on another ground than all of the text below."""
    if not all(LABEL.fullmatch(line.text.strip()) or COPY.fullmatch(line.text.strip()) for line in row):
        return False
    grounds = {line.ground for beneath in below for line in beneath}
    far = all(_apart(line.ground, ground) > OWN_GROUND for line in row for ground in grounds)
    return far and not any(_beside_grid(line, usual) is not None for line in row)


def _apart(one: RGB, other: RGB) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _has_buttons(row: Sequence[Line]) -> bool:
    return sum(line.text in BUTTONS for line in row) > 1


def _is_strange(row: Sequence[Line], usual: float) -> bool:
    """Whether characters of a row stand otherwise than usual, and none as usual."""
    steps = [step for line in row for step in _steps(line)]
    alike = sum(length for step, length in steps if abs(step - usual) <= ALIKE * usual)
    letters = sum(length for _, length in steps)
    wide = letters >= TITLE_LETTERS and all(step > (1 + TITLE) * usual for step, _ in steps)
    return not alike and (letters >= TOLD or wide)


def _beside_grid(line: Line, usual: float) -> float | None:
    """By how many steps the characters of a line stand beside a grid of the `usual` step, in the mean of squares; None
    where no run of them is long enough to tell."""
    errors = [error for run in _runs(line, usual) if len(run) >= RUN for error in _errors(run, usual)]
    return float(np.sqrt(np.mean(np.square(errors)))) if errors else None


def _runs(line: Line, usual: float) -> Iterator[list[Glyph]]:
    """The characters of a line between wider gaps than a blank."""
    run: list[Glyph] = []
    for glyph in line.glyphs:
        if run and glyph.x - run[-1].x > BLANK * usual:
            yield run
            run = []
        run.append(glyph)
    yield run


def _errors(run: Sequence[Glyph], usual: float) -> list[float]:
    places, numbers = np.array([glyph.x for glyph in run]), np.arange(len(run))
    step = np.clip(np.polyfit(numbers, places, 1)[0], (1 - STEP_KNOWN) * usual, (1 + STEP_KNOWN) * usual)
    beside = (places - step * numbers) / usual
    errors: list[float] = (beside - beside.mean()).tolist()
    return errors


def _steps(line: Line) -> list[tuple[float, int]]:
    """How far characters are from one another in each longer word of a line, and how many there are."""
    words = [
        list(word) for blank, word in groupby(line.glyphs, key=lambda glyph: glyph.text == " ") if not blank
    ]
    return [((word[-1].x - word[0].x) / (len(word) - 1), len(word)) for word in words if len(word) >= LONG]


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines from the top down, those side by side together."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box.center[1]):
        near = rows and line.box.center[1] - rows[-1][-1].box.center[1] < BESIDE * line.box.height
        if near:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows
