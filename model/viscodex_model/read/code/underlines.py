"""Wavy and straight lines that editors draw below words are taken out, so that neither blanks nor letters have them.

Such a line lies below the baseline, is longer than any descender is wide, and either goes up and down or has letters
above it. Its colour tells it from the descenders that it crosses.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viscodex_model.read.code.grid import BASELINE, Rows
from viscodex_model.read.code.ink import FAINTEST, Mask
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.raster.morphology import closed, dilated

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

# In widths of a character: how far below the baseline lines are looked for, how far above it letters reach at least,
# and how long a wavy line and a straight one are at least.
BELOW, TALL, WAVY, STRAIGHT = 1.1, 1.12, 2.2, 3.3
# This share of a line's columns is drawn; descenders of words and rows of brackets leave more of them bare.
DRAWN = 0.8
# A straight line fills so much of one row of pixels, and letters stand above this share of it; above underscores there
# are none.
LEVEL, COVERED = 0.9, 0.8
# A short wave is so high at least (pixels, and widths of a character). Any wave is at each end in this share of its
# columns, and crosses its middle so often within a character.
LOWEST_WAVE, HIGH, TURNING = 1.5, 0.1, 0.12
CROSSING, CROSSING_SHORT = 1.5, 2.0
# Colours as much alike as this (a cosine) do not tell a line from letters.
ALIKE = 0.96


@dataclass(frozen=True, slots=True)
class _Band:
    """The pixels of a row below its baseline, and those of its letters above, between two columns."""

    row: int
    rows: slice
    letters: slice
    columns: slice

    @property
    def width(self) -> int:
        return int(self.columns.stop - self.columns.start)


def erase_underlines(
    pixels: Pixels, behind: Pixels, contrast: Mask, rows: Rows, *, advance: float
) -> tuple[Pixels, frozenset[int]]:
    """The picture without such lines, and the rows that had one; they are taken out of `contrast` in place."""
    changed: set[int] = set()
    for band in _bands(contrast, rows, advance):
        if not _is_underline(contrast, band, advance):
            continue
        if not changed:
            pixels = pixels.copy()
        changed.add(band.row)
        drawn = _of_the_line(pixels, behind, contrast, band, advance)
        place = (band.rows, band.columns)
        pixels[place][drawn] = behind[place][drawn]
        contrast[place][drawn] = 0
    return pixels, frozenset(changed)


def _bands(contrast: Mask, rows: Rows, advance: float) -> Iterator[_Band]:
    """Where something long is drawn below the letters."""
    for row in range(rows.count):
        baseline = rows.middle(row) + BASELINE * advance
        top = max(0, round(baseline) + 1)
        bottom = round(baseline + min(BELOW * advance, rows.pitch - TALL * advance))
        drawn = np.asarray((contrast[top:bottom] > FAINTEST).any(axis=0))
        if bottom - top < 2 or not drawn.any():
            continue
        letters = slice(max(0, round(baseline - 1.1 * advance)), top)
        joined = closed(drawn[None], 1, max(2, round(0.3 * advance)))[0]
        edges = np.flatnonzero(np.diff(np.concatenate([[0], joined, [0]]).astype(np.int8)))
        for left, right in edges.reshape(-1, 2).tolist():
            if right - left >= WAVY * advance and drawn[left:right].mean() >= DRAWN:
                yield _Band(row, slice(top, bottom), letters, slice(left, right))


def _is_underline(contrast: Mask, band: _Band, advance: float) -> bool:
    ink = contrast[band.rows, band.columns] > FAINTEST
    lowest = (len(ink) - 1 - ink[::-1].argmax(axis=0))[ink.any(axis=0)]
    upper, lower = np.quantile(lowest, (TURNING, 1 - TURNING))
    turns = (np.diff((lowest > (upper + lower) / 2).astype(np.int8)) != 0).sum()
    is_long = band.width >= STRAIGHT * advance
    least = 1.0 if is_long else max(LOWEST_WAVE, HIGH * advance)
    often = CROSSING if is_long else CROSSING_SHORT
    if lower - upper >= least and turns >= often * band.width / advance:
        return True
    letters: Flags = contrast[band.letters.start : band.letters.stop - 2, band.columns] > FAINTEST
    near = round(0.6 * advance)
    letters = letters[letters.mean(axis=1) < LEVEL]
    above = _spread(letters, near)
    # The frame of the current line goes on where there are no letters.
    with_words = above[: 2 * near].any() and above[-2 * near :].any() and above.mean() >= COVERED
    return bool(is_long and with_words and ink.mean(axis=1).max() >= LEVEL)


def _spread(drawn: Flags, width: int) -> Flags:
    """The columns that have something drawn within `width` pixels."""
    return np.asarray(dilated(np.asarray(drawn.any(axis=0))[None], 1, width)[0] > 0)


def _of_the_line(pixels: Pixels, behind: Pixels, contrast: Mask, band: _Band, advance: float) -> Flags:
    """Which pixels of a band are the line's: those more like it than like the letters above them."""
    place = (band.rows, band.columns)
    away: Floats = pixels[place].astype(np.float32) - behind[place]
    ink = contrast[place] > FAINTEST
    descending = _descending(contrast, band, advance)
    free = ink & ~descending if (ink & ~descending).any() else ink
    strength = contrast[place]
    line: Floats = np.median(away[free & (strength >= np.quantile(strength[free], 0.6))], axis=0)
    letters = _letters(pixels, behind, contrast, band, advance)
    like_line = _alike(away, line)
    like_letters = _alike(away, letters[None])
    told_apart = _alike(letters, line) < ALIKE
    rows_drawn = np.nonzero(free)[0]
    first, last = np.quantile(rows_drawn, (0.02, 0.98))
    within = np.abs(np.arange(len(ink)) - (first + last) / 2) <= (last - first) / 2 + 1
    found = np.where(np.asarray(told_apart)[None], like_line >= like_letters, ~descending[None])
    return np.asarray(found & within[:, None])


def _descending(contrast: Mask, band: _Band, advance: float) -> Flags:
    """The columns in which a letter goes on below the baseline without a gap."""
    begin = band.rows.start - max(2, round(0.2 * advance))
    ink: Flags = contrast[max(0, begin) : band.rows.start + 2, band.columns] > FAINTEST
    return np.asarray(dilated(np.asarray(ink.all(axis=0))[None], 1, 3)[0] > 0)


def _letters(pixels: Pixels, behind: Pixels, contrast: Mask, band: _Band, advance: float) -> Floats:
    """How the letters nearest to each column differ from what is behind them; zeros where there are none."""
    # The last rows of pixels may be the line's.
    zone = (slice(band.letters.start, band.letters.stop - max(2, round(0.2 * advance))), band.columns)
    strength, columns = contrast[zone], np.arange(band.width)
    strongest = strength.argmax(axis=0)
    away: Floats = pixels[zone][strongest, columns].astype(np.float32) - behind[zone][strongest, columns]
    reach = round(0.6 * advance)
    peaks = np.pad(strength.max(axis=0), reach)
    best = np.lib.stride_tricks.sliding_window_view(peaks, 2 * reach + 1).argmax(axis=1) + columns - reach
    near = np.clip(best, 0, band.width - 1)
    found: Floats = away[near]
    found[strength.max(axis=0)[near] <= FAINTEST] = 0
    return found


def _alike(one: Floats, other: Floats) -> Floats:
    """The cosine between colours' differences from what is behind them; -1 where there is none."""
    sizes = np.linalg.norm(one, axis=-1) * np.linalg.norm(other, axis=-1)
    products = (one * other).sum(axis=-1)
    return np.where(sizes > 0, products / np.maximum(sizes, 1e-6), np.float32(-1))
