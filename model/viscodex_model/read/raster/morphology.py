"""Masks thinned and widened by a rectangle (mathematical morphology), in steps whose reach doubles.

A rectangle of even width reaches one pixel farther to the left than to the right, and likewise upwards. Outside of the
mask there is nothing that thins it and nothing that widens it.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[Any]
Flags = npt.NDArray[np.uint8]


def eroded(mask: Mask, height: int, width: int) -> Flags:
    """1 where all of the rectangle around a pixel is set."""
    thin: Flags = (dilated(mask == 0, height, width) == 0).astype(np.uint8)
    return thin


def dilated(mask: Mask, height: int, width: int) -> Flags:
    """1 where anything in the rectangle around a pixel is set."""
    flags: Flags = (mask != 0).astype(np.uint8)
    for axis, length in ((0, height), (1, width)):
        if length > 1:
            flags = _widened(flags, length, axis)
    return flags


def opened(mask: Mask, height: int, width: int) -> Flags:
    """The part of the mask that rectangles within it cover."""
    return dilated(eroded(mask, height, width), height, width)


def closed(mask: Mask, height: int, width: int) -> Flags:
    """The mask with those gaps filled into which no rectangle fits."""
    return eroded(dilated(mask, height, width), height, width)


def _widened(flags: Flags, length: int, axis: int) -> Flags:
    """Set where one of `length` pixels is, from `length // 2` before on."""
    padding = [(length // 2, length) if number == axis else (0, 0) for number in range(2)]
    found, covered = np.pad(flags, padding), 1
    while covered < length:
        # What a stretch of `covered` pixels holds, and one that begins so many behind it, is in a longer one.
        step = min(covered, length - covered)
        first, later = (slice(None, -step), slice(step, None))
        found = found[:, first] | found[:, later] if axis else found[first] | found[later]
        covered += step
    return found[:, : flags.shape[1]] if axis else found[: flags.shape[0]]
