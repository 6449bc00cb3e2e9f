"""The line numbers beside code: found by their counting, and dropped."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from viscodex_model.read.code.around.beside import ADJACENT, ENDS_OF_VALUES
from viscodex_model.read.code.strips import Placed

# This share of the rows must carry the number that counting demands.
COUNTED = 0.5


@dataclass(frozen=True, slots=True)
class Gutter:
    """`edge` is where the numbers end; code stands in rows `first` to `last`; `numbers` are the middles of the last
    digits by row."""

    edge: float
    first: int
    last: int
    numbers: Mapping[int, float]


def find_gutter(rows: Mapping[int, Sequence[Placed]], advance: float) -> Gutter | None:
    """The gutter of rows that begin with numbers rising by one; None where they do not."""
    digits = {row: _digits(characters) for row, characters in rows.items()}
    votes = Counter(
        int(text[:length]) - row for row, text in digits.items() for length in range(1, len(text) + 1)
    )
    if not votes:
        return None
    start, count = votes.most_common(1)[0]
    if count < max(2, COUNTED * len(rows)):
        return None
    numbers = {
        row: rows[row][len(str(row + start)) - 1].x
        for row, text in digits.items()
        if row + start >= 0 and text.startswith(str(row + start))
    }
    values = sum(_is_value(rows[row], len(str(row + start)), advance) for row in numbers)
    if 2 * values > len(numbers):
        return None
    right = float(np.median(list(numbers.values())))
    return Gutter(right + 0.75 * advance, min(numbers), max(numbers), numbers)


def without_gutter(rows: Mapping[int, Sequence[Placed]], gutter: Gutter) -> dict[int, list[Placed]]:
    """The rows that have a number, without it."""
    return {
        row: [placed for placed in characters if placed.x > gutter.edge]
        for row, characters in rows.items()
        if gutter.first <= row <= gutter.last
    }


def _is_value(characters: Sequence[Placed], count: int, advance: float) -> bool:
    """Whether the sign behind the digits that a row begins with says that they are its code."""
    behind = characters[count : count + 1]
    return any(
        one.text in ENDS_OF_VALUES and one.x - characters[count - 1].x < ADJACENT * advance for one in behind
    )


def _digits(characters: Sequence[Placed]) -> str:
    return "".join(placed.text for placed in takewhile(lambda placed: placed.text.isdecimal(), characters))[
        :6
    ]
