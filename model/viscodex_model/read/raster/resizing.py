"""Resizes pictures and masks."""

from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

Floats = npt.NDArray[np.float32]


def reduced(pixels: npt.NDArray[np.uint8], width: int, height: int) -> npt.NDArray[np.uint8]:
    """A smaller picture of which each pixel is a mean of what it covers and a little around it."""
    return np.asarray(Image.fromarray(pixels).resize((width, height), Image.Resampling.HAMMING))


def enlarged(pixels: npt.NDArray[np.uint8], width: int, height: int) -> npt.NDArray[np.uint8]:
    """A larger picture, its pixels laid out by cubic curves."""
    return np.asarray(Image.fromarray(pixels).resize((width, height), Image.Resampling.BICUBIC))


def stretched(values: npt.NDArray[Any], width: int, height: int) -> Floats:
    """Values in another size, each between the two nearest ones both ways; nothing is averaged where it shrinks."""
    down, across = values.shape[:2]
    rows = _between(values.astype(np.float32), (np.arange(height) + 0.5) * down / height - 0.5, axis=0)
    return _between(rows, (np.arange(width) + 0.5) * across / width - 0.5, axis=1)


def sampled(values: npt.NDArray[Any], xs: npt.NDArray[Any], ys: npt.NDArray[Any]) -> Floats:
    """The values at the crossings of the columns `xs` and the rows `ys`, which may lie between pixels; 0 outside."""
    padded = np.zeros((len(ys), len(xs)), np.float32)
    inner_x = (xs > -1) & (xs < values.shape[1])
    inner_y = (ys > -1) & (ys < values.shape[0])
    if inner_x.any() and inner_y.any():
        left, right = int(np.floor(xs[inner_x].min())), int(np.floor(xs[inner_x].max())) + 2
        top, bottom = int(np.floor(ys[inner_y].min())), int(np.floor(ys[inner_y].max())) + 2
        part = np.zeros((bottom - top, right - left), np.float32)
        inside = values[max(0, top) : bottom, max(0, left) : right]
        y, x = max(0, -top), max(0, -left)
        part[y : y + inside.shape[0], x : x + inside.shape[1]] = inside
        found = _between(_between(part, ys[inner_y] - top, axis=0), xs[inner_x] - left, axis=1)
        padded[np.ix_(inner_y, inner_x)] = found
    return padded


def _between(values: Floats, places: npt.NDArray[Any], *, axis: int) -> Floats:
    """The values at places along an axis, each between its two neighbours."""
    size = values.shape[axis]
    places = np.clip(places, 0, size - 1)
    first = places.astype(np.intp)
    share = (places - first).astype(np.float32)
    share = share.reshape([-1 if number == axis else 1 for number in range(values.ndim)])
    one = values.take(first, axis=axis)
    other = values.take(np.minimum(first + 1, size - 1), axis=axis)
    return np.asarray(one + (other - one) * share, np.float32)
