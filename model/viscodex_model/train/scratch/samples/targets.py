"""Targets of the helper heads: for each image token ("cell") the characters, first token and colours drawn there.

They are computed from the words of a picture and their boxes. -1 marks a cell without a target. A cell is one merged
image token and covers 2 x 2 patches.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from viscodex_model.data.synth.shards import Box
from viscodex_model.train.scratch.samples.cells import Grid

Integers = NDArray[np.int16]

SLOTS = 3
"""The most characters labelled in one patch."""
CHARACTERS = 96
"""Classes of a slot: empty, or one of the 95 printable ASCII characters."""
WIDTHS = (
    "12 14 17 28 24 38 31 9 15 15 19 29 12 14 12 13 24 24 24 24 24 24 24 24 24 24 13 13 29 29 29 22 41 29 29 29 31 27 "
    "25 32 31 13 17 29 24 37 31 32 26 32 29 27 26 31 29 40 29 28 27 14 13 14 26 22 17 23 24 21 24 23 14 24 24 11 11 23 "
    "11 37 24 24 24 24 16 20 14 24 23 32 23 23 21 21 12 21 28"
)
"""Usual advances of the printable ASCII characters, a mean over six proportional fonts, in twentieths of a letter."""


_ADVANCES = np.array([float(width) for width in WIDTHS.split()])


@dataclass(frozen=True)
class CellTargets:
    """characters [cells, 4 * SLOTS]; first_tokens, inks and backgrounds (palette indices) [cells]."""

    characters: Integers
    first_tokens: Integers
    inks: Integers
    backgrounds: Integers


def character_edges(word: str, *, even: bool = False) -> NDArray[np.float64]:
    """Where each character ends within the word, as a share of its width.

    Widths are the characters' usual ones, or `even` as in fonts for code.
    """
    signs = [min(max(ord(sign) - 32, 0), len(_ADVANCES) - 1) for sign in word]
    widths = np.ones(len(signs)) if even else _ADVANCES[signs]
    edges: NDArray[np.float64] = widths.cumsum() / widths.sum()
    return edges


def along(box: Box, share: float, *, ahead: float = 0) -> tuple[float, float]:
    """The point (x, y) on a word's middle line at a share of its length, plus `ahead` pixels.

    A box whose top lies below its bottom belongs to a word that reads upwards.
    """
    left, top, right, bottom = box[:4]
    if bottom < top:
        return (left + right) / 2, top + share * (bottom - top) - ahead
    return left + share * (right - left) + ahead, (top + bottom) / 2


def draw_targets(
    words: Sequence[Box], grid: Grid, tokenizer: Tokenizer, *, even: bool = False
) -> CellTargets:
    """The targets of one picture. Boxes are in its pixels; `even` says that its font is monospaced."""
    characters = np.zeros((2 * grid.rows, 2 * grid.columns, SLOTS), np.int16)
    filled = np.zeros((2 * grid.rows, 2 * grid.columns), np.int16)
    cell = np.full((3, grid.rows, grid.columns), -1, np.int16)
    for box in words:
        text = box[6]
        ends = character_edges(text, even=even)
        starts = np.concatenate(([0.0], ends[:-1]))
        for share, sign in zip((starts + ends) / 2, text, strict=True):
            column, row = (int(at // grid.patch) for at in along(box, share))
            if not (0 <= row < 2 * grid.rows and 0 <= column < 2 * grid.columns):
                continue
            if filled[row, column] < SLOTS:
                code = ord(sign) - 31
                characters[row, column, filled[row, column]] = code if 0 < code < CHARACTERS else 0
                filled[row, column] += 1
        _mark_first_tokens(cell, grid, box, starts, tokenizer)
    ordered = characters.reshape(grid.rows, 2, grid.columns, 2, SLOTS).transpose(0, 2, 1, 3, 4)
    return CellTargets(ordered.reshape(grid.cells, 4 * SLOTS), *cell.reshape(3, grid.cells))


def _mark_first_tokens(
    cell: Integers, grid: Grid, box: Box, starts: NDArray[np.float64], tokenizer: Tokenizer
) -> None:
    *_, ink, ground, text = box
    encoding = tokenizer.encode(text, add_special_tokens=False)
    for token, (start, _) in zip(encoding.ids, encoding.offsets, strict=True):
        if start >= len(text):
            continue
        column, row = (int(at // grid.cell) for at in along(box, starts[start], ahead=1))
        if 0 <= row < grid.rows and 0 <= column < grid.columns and cell[0, row, column] < 0:
            cell[:, row, column] = token, ink, ground
