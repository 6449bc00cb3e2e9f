"""Very large pictures are read smaller, so that memory and time stay bounded; places are told in the picture's own
pixels all the same."""

import dataclasses
import math

from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.reading import Reading

# About 0.6 GB of memory at most; a screen of 4K has 8.3 million pixels.
MAX_PIXELS = 10_000_000


def scale_of(pixels: Pixels) -> float:
    """By how much a picture is reduced before it is read; 1 for ordinary ones."""
    height, width = pixels.shape[:2]
    return min(1.0, math.sqrt(MAX_PIXELS / (height * width)))


def in_full_size(reading: Reading, size: tuple[int, int], scale: float) -> Reading:
    """`reading`, made at `scale`, with sizes and lines as they are in the picture of that width and height, and a word
    about it."""
    if scale == 1:
        return reading
    doubt = f"The picture is very large: it was read at {scale:.0%} of its size. Capture a part of it for small text."
    return dataclasses.replace(
        reading,
        width=size[0],
        height=size[1],
        lines=tuple(line.scaled(1 / scale) for line in reading.lines),
        doubts=(doubt, *reading.doubts),
    )
