"""Where text stands in a picture: a network marks the pixels of text lines, and boxes are drawn around the marks.

The method is differentiable binarization (Liao et al., 2020). The picture goes through the network in tiles, so that
memory does not grow with it; the tiles' maps are put together before boxes are drawn, so no line is cut at a tile.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from viscodex_model.read.picture.pixels import Pixels, resized
from viscodex_model.read.raster.components import components
from viscodex_model.read.raster.morphology import dilated
from viscodex_model.read.recognition.lines import Box
from viscodex_model.read.recognition.sessions import Session

# Side of a tile with its margins, in pixels; a multiple of the network's stride.
TILE_HEIGHT, TILE_WIDTH = 704, 1408
MARGIN = 64
STRIDE = 32
# The probabilities at which a pixel is a mark, and a box is kept.
MARK, KEEP = 0.3, 0.5
# Marks cover the heart of a line only; a box is widened by this share of its area over its outline.
WIDEN = 1.6
MIN_SIDE = 3


class Detector:
    def __init__(self, session: Session) -> None:
        self._session = session

    def boxes(self, pixels: Pixels, *, scale: float = 1.0) -> tuple[Box, ...]:
        """Boxes of text lines, top to bottom, in pixels of `pixels`; the network sees them enlarged by `scale`."""
        seen = resized(pixels, scale)
        found = _boxes(self._map(seen))
        height, width = pixels.shape[:2]
        boxes = (
            Box(
                max(0.0, box.left / scale),
                max(0.0, box.top / scale),
                min(float(width), box.right / scale),
                min(float(height), box.bottom / scale),
            )
            for box in found
        )
        return tuple(sorted(boxes, key=lambda box: (box.top, box.left)))

    def _map(self, pixels: Pixels) -> npt.NDArray[np.uint8]:
        """The probability that a pixel belongs to a line, as 0 to 255."""
        marks = np.zeros(pixels.shape[:2], np.uint8)
        for top, bottom in _spans(pixels.shape[0], TILE_HEIGHT):
            for left, right in _spans(pixels.shape[1], TILE_WIDTH):
                y, x = max(0, top - MARGIN), max(0, left - MARGIN)
                tile = self._tile(pixels[y : bottom + MARGIN, x : right + MARGIN])
                marks[top:bottom, left:right] = tile[top - y : bottom - y, left - x : right - x]
        return marks

    def _tile(self, pixels: Pixels) -> npt.NDArray[np.uint8]:
        height, width = pixels.shape[:2]
        padded = np.pad(pixels, ((0, -height % STRIDE), (0, -width % STRIDE), (0, 0)), mode="edge")
        values = padded[:, :, ::-1].transpose(2, 0, 1)[None].astype(np.float32)
        probabilities = self._session.run(values / 127.5 - 1)[0, 0, :height, :width]
        return (probabilities * 255).astype(np.uint8)


def _spans(length: int, tile: int) -> Iterator[tuple[int, int]]:
    """The parts of `length` that fit a tile with its margins, as even as may be."""
    count = max(1, -(-length // tile)) if length <= tile else -(-length // (tile - 2 * MARGIN))
    edges = [round(length * index / count) for index in range(count + 1)]
    yield from pairwise(edges)


def _boxes(marks: npt.NDArray[np.uint8]) -> Iterator[Box]:
    parts = components(dilated(marks > MARK * 255, 2, 2), corners=True)
    for left, top, width, height, area in parts.boxes[1:]:
        if min(width, height) < MIN_SIDE:
            continue
        # A mean over the rectangle would fault a tilted line; the mean over its marks is what the threshold is about.
        if marks[top : top + height, left : left + width].sum() < KEEP * 255 * area:
            continue
        widen = width * height * WIDEN / (2 * (width + height))
        yield Box(left - widen, top - widen, left + width + widen, top + height + widen)
