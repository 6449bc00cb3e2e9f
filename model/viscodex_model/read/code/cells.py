"""Characters are put into the cells of their row: which cell has ink says where blanks are, exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from viscodex_model.read.code.grid import Rows
from viscodex_model.read.code.ink import Mask
from viscodex_model.read.code.strips import Placed, half_height

# One sign that stands for several characters, or for a plain one: ligatures of programmers' fonts, and look-alikes.
PLAIN = {
    "≥": ">=", "≤": "<=", "≠": "!=", "→": "->", "⇒": "=>", "←": "<-", "≡": "===", "…": "...", "⩵": "==", "⟶": "-->",
    "”": '"', "“": '"', "’": "'", "‘": "'", "—": "-", "–": "-", "×": "x", "：": ":", "，": ",", "（": "(", "）": ")",
    "；": ";", "！": "!", "＝": "=", "？": "?", "｛": "{", "｝": "}", "＋": "+", "－": "-", "＿": "_", "｜": "|",
    "＜": "<", "＞": ">", "。": ".", "、": ",", "【": "[", "】": "]", "「": "[", "」": "]",
    "★": "*", "※": "*", "ā": "a", "ē": "e", "ī": "i", "ō": "o", "ū": "u",
    "−": "-", "∼": "~", "⇐": "<=",
}  # fmt: skip
# Costs of an alignment, in squared widths of a character: a character without ink, and ink without a character.
UNSEEN, UNREAD = 0.9, 0.9
# The part of a cell at either side that a neighbour's ink may reach into.
SIDE = 0.16


@dataclass(slots=True)
class Cell:
    """One place of the grid with ink; `text` is empty where nothing was read there."""

    row: int
    column: int
    text: str
    confidence: float
    others: tuple[tuple[str, float], ...] = ()


def spelled(characters: Sequence[Placed], advance: float) -> list[Placed]:
    """Ligatures are written out, each character at its own place."""
    written: list[Placed] = []
    for placed in characters:
        text = PLAIN.get(placed.text, placed.text)
        for index, character in enumerate(text):
            x = placed.x + (index - (len(text) - 1) / 2) * advance
            written.append(Placed(character, x, placed.confidence, placed.others))
    return written


@dataclass(frozen=True, slots=True)
class Inked:
    """A column with ink; not `sure` where the ink touches the row's edge only and may be a neighbour's."""

    column: int
    sure: bool


def inked_columns(
    ink: Mask, rows: Rows, row: int, *, left: float, advance: float, begin: float, end: float
) -> list[Inked]:
    """The columns of `row` that have ink, from pixel `begin` to `end`."""
    half = half_height(rows, advance)
    top, bottom = max(0, round(rows.middle(row) - half)), round(rows.middle(row) + half)
    columns = np.arange(round((begin - left) / advance), int((min(end, ink.shape[1]) - left) / advance) + 1)
    least = max(1.0, 0.024 * advance * advance)
    every = _amounts(ink[top:bottom], columns, left, advance) >= least
    sure = _amounts(ink[top + 1 : bottom - 1], columns, left, advance) >= least
    return [Inked(int(column), bool(sure[i])) for i, column in enumerate(columns) if every[i]]


def _amounts(ink: Mask, columns: npt.NDArray[np.int64], left: float, advance: float) -> npt.NDArray[np.int64]:
    sums = np.concatenate([[0], np.cumsum(ink.sum(axis=0, dtype=np.int64))])
    starts = np.rint(left + (columns + SIDE) * advance).astype(int).clip(0, len(sums) - 1)
    ends = np.rint(left + (columns + 1 - SIDE) * advance).astype(int).clip(0, len(sums) - 1)
    amounts: npt.NDArray[np.int64] = sums[ends] - sums[starts]
    return amounts


def align(
    characters: Sequence[Placed], inked: Sequence[Inked], *, left: float, advance: float
) -> list[int | None]:
    """For each of `inked` the index of its character, or None; order is kept.

    The network tells places to about half a character, so the order counts, and distances decide between orders.
    """
    places = [(placed.x - left) / advance - 0.5 for placed in characters]
    skip = [UNREAD if place.sure else 0.0 for place in inked]
    cost = [[0.0, *accumulate(skip)]]
    for number, place in enumerate(places, start=1):
        above, row = cost[-1], [number * UNSEEN]
        for j, where in enumerate(inked):
            match = above[j] + min(9.0, (place - where.column) ** 2)
            row.append(min(match, above[j + 1] + UNSEEN, row[j] + skip[j]))
        cost.append(row)
    return _path(cost, skip)


def _path(cost: Sequence[Sequence[float]], skip: Sequence[float]) -> list[int | None]:
    found: list[int | None] = [None] * len(skip)
    i, j = len(cost) - 1, len(skip)
    while i and j:
        if cost[i][j] == cost[i - 1][j] + UNSEEN:
            i -= 1
        elif cost[i][j] == cost[i][j - 1] + skip[j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            found[j] = i
    return found


def place_bias(rows: Sequence[Sequence[Placed]], *, left: float, advance: float) -> float:
    """By how many widths the network sees characters beside the middle of their cells."""
    places = np.array([(placed.x - left) / advance - 0.5 for characters in rows for placed in characters])
    return float(np.angle(np.exp(2j * np.pi * places).sum())) / (2 * np.pi) if places.size else 0.0
