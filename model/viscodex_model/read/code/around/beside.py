"""What stands left of the line numbers is none of the text: a side bar, who changed a line and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from viscodex_model.read.recognition.lines import Line

# So many numbers at least count the lines, and this share of the numbers that end in one column.
LEAST, COUNTED = 4, 0.7
# Numbers end in one column within this share of a line's height; a number is so far from its place, in lines.
ALIGNED, NEAR = 0.5, 0.3
# So many digits are no number of a line; so many numbers are looked at.
DIGITS, MOST = 6, 400
# Right behind a number, nearer than so many widths of a character, these make a value or a key of it.
ENDS_OF_VALUES, ADJACENT = frozenset(",:;.)"), 1.5


@dataclass(frozen=True, slots=True)
class _Number:
    """The number that `line` begins with, and where its last digit stands."""

    line: Line
    value: int
    right: float

    @property
    def y(self) -> float:
        return self.line.box.center[1]


def numbered(lines: Sequence[Line]) -> list[Line]:
    """Those of `lines` that begin with the number of their line; none where no column of numbers counts them."""
    numbers = [number for line in lines if (number := _number(line))][:MOST]
    columns = [_counting(numbers, one) for one in numbers]
    best = max(columns, key=len, default=[])
    return [number.line for number in best] if len(best) >= LEAST else []


def right_of(numbers: Sequence[Line], lines: Sequence[Line]) -> list[Line]:
    """`lines` without those left of the column of `numbers`; all where there are none."""
    left = min((line.box.left for line in numbers), default=0.0)
    return [line for line in lines if line.box.center[0] > left]


def _number(line: Line) -> _Number | None:
    """The number that a line begins with."""
    digits = list(takewhile(lambda glyph: glyph.text.isdecimal() and glyph.text.isascii(), line.glyphs))
    if not 0 < len(digits) <= DIGITS or _is_value(line, len(digits)):
        return None
    right = line.box.left + digits[-1].x
    value = int("".join(glyph.text for glyph in digits))
    return _Number(line, value, right)


def _is_value(line: Line, count: int) -> bool:
    """Whether the sign behind the digits that a line begins with says that they are its code."""
    if len(line.glyphs) <= count or line.glyphs[count].text not in ENDS_OF_VALUES:
        return False
    step = line.box.width / len(line.glyphs)
    return line.glyphs[count].x - line.glyphs[count - 1].x < ADJACENT * step


def _counting(numbers: Sequence[_Number], one: _Number) -> list[_Number]:
    """Those of `numbers` that end where `one` does and rise with their lines, where nearly all do."""
    column = [other for other in numbers if abs(other.right - one.right) < ALIGNED * one.line.box.height]
    column.sort(key=lambda number: number.y)
    values = np.array([number.value for number in column], float)
    places = np.array([number.y for number in column])
    steps = np.diff(places)[np.diff(values) == 1]
    if not steps.size or (step := float(np.median(steps))) <= 0:
        return []
    starts = places / step - values
    counted = np.abs(starts - np.median(starts)) < NEAR
    rising = [number for number, kept in zip(column, counted.tolist(), strict=True) if kept]
    return rising if len(rising) >= COUNTED * len(column) else []
