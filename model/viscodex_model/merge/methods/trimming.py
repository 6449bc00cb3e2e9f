"""TIES' trimming in constant memory: finds the magnitude above which the largest elements of a delta lie.

The magnitudes' bits, read as integers, are in the magnitudes' order. So the k-th largest is found 16 bits at a time,
from the top, with a histogram each: exact, and independent of how the tensor is sliced.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import torch
from torch import Tensor

_DIGIT_BITS = 16


@dataclass(frozen=True)
class Cut:
    """Elements whose key is above `key` stay, and of those equal to it the first `ties`, in the tensor's order."""

    key: int
    ties: int


def magnitude_keys(delta: Tensor) -> Tensor:
    """Integers in the order of |delta|, in its place: int32 for float32, int64 for float64."""
    return delta.abs_().view(torch.int32 if delta.dtype == torch.float32 else torch.int64)


def kept_count(density: float, numel: int) -> int:
    """How many of `numel` elements stay: at least one, as in mergekit."""
    return max(1, int(density * numel))


def find_cut(slices: Callable[[], Iterable[Tensor]], count: int, *, bits: int) -> Cut:
    """The cut that keeps `count` elements. `slices()` gives the keys of the whole tensor, slice by slice, anew.

    `bits` is the keys' width, 32 or 64: two or four passes.
    """
    prefix, remaining = 0, count
    for low in range(bits - _DIGIT_BITS, -1, -_DIGIT_BITS):
        histogram = torch.zeros(1 << _DIGIT_BITS, dtype=torch.int64)
        for keys in slices():
            if low + _DIGIT_BITS < bits:
                keys = keys[(keys >> (low + _DIGIT_BITS)) == prefix]
            digits = (keys >> low).bitwise_and_(0xFFFF)
            histogram += torch.bincount(digits, minlength=1 << _DIGIT_BITS).cpu()
        digit, remaining = _descend(histogram, remaining)
        prefix = prefix << _DIGIT_BITS | digit
    return Cut(prefix, remaining)


def _descend(histogram: Tensor, remaining: int) -> tuple[int, int]:
    """The digit in which the `remaining`-th largest lies, and its rank among those with that digit."""
    from_top = histogram.flip(0).cumsum(0)
    place = int(torch.searchsorted(from_top, remaining))
    passed = int(from_top[place - 1]) if place > 0 else 0
    return (1 << _DIGIT_BITS) - 1 - place, remaining - passed


class Trimmer:
    """Applies a cut slice by slice, in the tensor's order."""

    def __init__(self, cut: Cut) -> None:
        self._key = cut.key
        self._ties = cut.ties

    def keep(self, keys: Tensor) -> Tensor:
        """Which elements of the next slice stay."""
        kept = keys > self._key
        if self._ties == 0:
            return kept
        tied = keys == self._key
        count = int(torch.count_nonzero(tied))
        if count > self._ties:
            tied &= tied.cumsum(0) <= self._ties
            count = self._ties
        self._ties -= count
        return kept.logical_or_(tied)
