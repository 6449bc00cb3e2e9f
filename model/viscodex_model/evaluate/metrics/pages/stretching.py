"""Brings a plane of values (height, width) to another size as OpenCV does, up to its rounding.

Pixels lie at the middle of their squares, edges are repeated, and nothing is smoothed first where the plane becomes
smaller.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float64]
_LANCZOS = 4


def linearly(values: Plane, shape: tuple[int, ...]) -> Plane:
    """Between the two nearest pixels, rounded: OpenCV's default (INTER_LINEAR)."""
    return _along_both(values, shape, 1, lambda away: np.maximum(0.0, 1 - np.abs(away)))


def by_lanczos(values: Plane, shape: tuple[int, ...]) -> Plane:
    """Lanczos' kernel over eight pixels, rounded and within 0 to 255 (INTER_LANCZOS4)."""
    stretched = _along_both(values, shape, _LANCZOS, lambda away: np.sinc(away) * np.sinc(away / _LANCZOS))
    return np.clip(stretched, 0, 255)


def _along_both(values: Plane, shape: tuple[int, ...], reach: int, kernel: Callable[[Plane], Plane]) -> Plane:
    for axis, size in enumerate(shape):
        if size == values.shape[axis]:
            continue
        places = (np.arange(size) + 0.5) * values.shape[axis] / size - 0.5
        near = np.floor(places).astype(int)[:, None] + np.arange(1 - reach, reach + 1)
        weights = kernel(places[:, None] - near)
        weights /= weights.sum(axis=1, keepdims=True)
        near = np.clip(near, 0, values.shape[axis] - 1)
        taps = (
            np.take(values, near[:, tap], axis) * np.expand_dims(weights[:, tap], 1 - axis)
            for tap in range(2 * reach)
        )
        values = sum(taps, np.zeros(()))  # one after another: tall pages are large
    return np.rint(values)
