"""A plot goes on as far as its marks do: where nothing but grid lines bounds it, bars end beyond the last of them."""

from dataclasses import replace

import numpy as np

from viscodex_model.read.charts.plot.frame import Frame
from viscodex_model.read.picture.colors import distance
from viscodex_model.read.picture.geometry import RGB, Box
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.raster.components import components

# How far inside of an edge a mark begins that is followed over it, and how many of its pixels lie along the edge.
DEPTH, LEAST_BREADTH = 3, 2
# Colours of one mark, with its blended edges, differ by at most so much; from the figure by at least as much.
SAME = 60
# Marks are colourful: a grey that goes on is a spine, a tick or a frame.
COLORFUL = 60


def with_reach(pixels: Pixels, frame: Frame) -> Frame:
    """The frame, moved outwards on each side over which colourful marks go on; a panel and a spine end a plot."""
    if frame.panel:
        return frame
    left, top, right, bottom = (
        round(edge) for edge in (frame.box.left, frame.box.top, frame.box.right, frame.box.bottom)
    )
    turned = pixels.transpose(1, 0, 2)
    box = Box(
        frame.box.left - _beyond(turned[: left + DEPTH, top:bottom][::-1], frame.figure),
        frame.box.top - _beyond(pixels[: top + DEPTH, left:right][::-1], frame.figure),
        frame.box.right + _beyond(turned[max(0, right - DEPTH) :, top:bottom], frame.figure),
        frame.box.bottom + _beyond(pixels[max(0, bottom - DEPTH) :, left:right], frame.figure),
    )
    return frame if box == frame.box else replace(frame, box=box)


def _beyond(strip: Pixels, figure: RGB) -> int:
    """How many rows after its first `DEPTH` the marks of a strip go on that cross them."""
    if strip.shape[0] <= 2 * DEPTH:
        return 0
    farthest = 0
    for start, end, color in _crossing(strip[DEPTH], figure):
        owners = components(distance(strip, color) <= SAME, corners=True).labels
        inside = np.unique(owners[0, max(0, start - DEPTH) : end + DEPTH])
        own = np.intersect1d(inside[inside > 0], owners[DEPTH, start:end])
        rows = np.flatnonzero(np.isin(owners, own).any(1))
        if len(rows) and rows[-1] < strip.shape[0] - 1:  # what goes on to the picture's edge is no mark
            farthest = max(farthest, int(rows[-1]) + 1 - DEPTH)
    return farthest if farthest > DEPTH else 0


def _crossing(edge: Pixels, figure: RGB) -> list[tuple[int, int, RGB]]:
    """The stretches of a row of pixels that are colourful and unlike the figure, with their clearest colours."""
    vivid = np.ptp(edge.astype(np.int16), axis=-1)
    steps = np.flatnonzero(
        np.diff(np.pad(((vivid > COLORFUL) & (distance(edge, figure) > SAME)).astype(np.int8), 1))
    )
    found = []
    for start, end in zip(steps[0::2].tolist(), steps[1::2].tolist(), strict=True):
        if end - start >= LEAST_BREADTH:
            red, green, blue = edge[start + int(vivid[start:end].argmax())].tolist()
            found.append((start, end, (red, green, blue)))
    return found
