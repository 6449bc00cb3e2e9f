"""Connected parts of a mask, by its runs: each row's stretches of set pixels are joined to those they touch below.

Rosenfeld and Pfaltz (1966) in whole-array steps; the joining is that of Shiloach and Vishkin (1982).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[Any]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Components:
    """The parts of a mask of `shape`, numbered from 1 by their first pixel; number 0 is what is not set.

    Run by run: where it starts and ends in rows of one pixel more than the mask's width, and its part's number.
    """

    shape: tuple[int, int]
    starts: Ints
    ends: Ints
    owners: Ints
    count: int

    @cached_property
    def labels(self) -> npt.NDArray[np.int32]:
        """Each pixel's number."""
        height, width = self.shape
        steps = np.zeros(height * (width + 1) + 1, np.int32)
        steps[self.starts] += self.owners.astype(np.int32)
        steps[self.ends] -= self.owners.astype(np.int32)
        whole: npt.NDArray[np.int32] = np.cumsum(steps[:-1], dtype=np.int32).reshape(height, width + 1)
        return whole[:, :width]

    @cached_property
    def boxes(self) -> list[list[int]]:
        """Left, top, width, height and count of pixels of each part; zeros for number 0."""
        if not self.count:
            return [[0] * 5]
        row, left = np.divmod(self.starts, self.shape[1] + 1)
        length = self.ends - self.starts
        order = np.argsort(self.owners, kind="stable")
        first = np.searchsorted(self.owners[order], np.arange(1, self.count + 1))
        lefts = np.minimum.reduceat(left[order], first)
        rights = np.maximum.reduceat((left + length)[order], first)
        tops, bottoms = (
            np.minimum.reduceat(row[order], first),
            np.maximum.reduceat(row[order], first) + 1,
        )
        areas = np.add.reduceat(length[order], first)
        table = np.column_stack([lefts, tops, rights - lefts, bottoms - tops, areas])
        return [[0] * 5, *table.tolist()]

    @cached_property
    def middle_rows(self) -> npt.NDArray[np.float64]:
        """The mean row of each part's pixels; 0 for number 0."""
        length = (self.ends - self.starts).astype(float)
        rows = np.bincount(self.owners, length * (self.starts // (self.shape[1] + 1)), self.count + 1)
        return np.asarray(rows / np.maximum(1, np.bincount(self.owners, length, self.count + 1)))


def components(mask: Mask, *, corners: bool) -> Components:
    """The connected parts of what is not 0 in `mask`; with `corners` pixels that touch at a corner are connected."""
    height, width = mask.shape
    padded = np.zeros((height, width + 1), bool)
    padded[:, :width] = mask
    flat = padded.ravel()
    steps = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    if flat.size and flat[0]:
        steps = np.concatenate([[0], steps])
    starts, ends = steps[0::2], steps[1::2]
    upper, lower = _touching(starts, ends, width + 1, int(corners))
    roots = _joined(len(starts), upper, lower)
    numbers = np.cumsum(roots == np.arange(len(roots)))
    return Components((height, width), starts, ends, numbers[roots], int(numbers[-1]) if len(roots) else 0)


def without_holes(mask: Mask) -> npt.NDArray[np.bool_]:
    """The mask with all that it encloses."""
    outside = components(np.pad(mask == 0, 1, constant_values=True), corners=False).labels
    return np.asarray(outside[1:-1, 1:-1] != 1)


def _touching(starts: Ints, ends: Ints, width: int, reach: int) -> tuple[Ints, Ints]:
    """The pairs of runs of which one touches the other from above."""
    first = np.searchsorted(ends, starts + (width - reach), side="right")
    last = np.searchsorted(starts, ends + (width + reach), side="left")
    counts = np.maximum(0, last - first)
    upper = np.repeat(np.arange(len(starts)), counts)
    before = np.cumsum(counts) - counts
    lower = np.arange(len(upper)) - np.repeat(before, counts) + np.repeat(first, counts)
    return upper, lower


def _joined(count: int, one: Ints, other: Ints) -> Ints:
    """For each of `count` runs the first one of its part."""
    roots = np.arange(count)
    while len(one):
        first, second = roots[one], roots[other]
        apart = first != second
        one, other, first, second = one[apart], other[apart], first[apart], second[apart]
        np.minimum.at(roots, np.maximum(first, second), np.minimum(first, second))
        while True:
            shorter = roots[roots]
            if np.array_equal(shorter, roots):
                break
            roots = shorter
    return roots
