"""Finds the text blocks of a page in three pictures of it: plain, recoloured, and recoloured with a step.

Source: Design2Code's OCR-free text finding. Pictures are RGB arrays of shape (height, width, 3), uint8.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from viscodex_model.evaluate.metrics.pages.matching import Block
from viscodex_model.evaluate.metrics.pages.recoloring import COLOR_STEP, LEVELS, TextRun

Picture = NDArray[np.uint8]

STEP_TOLERANCE = 8
COLOR_TOLERANCE = 4


def find_blocks(plain: Picture, recolored: Picture, stepped: Picture, runs: Sequence[TextRun]) -> list[Block]:
    """One block for each text run that can be seen: its box in fractions of the picture, its mean colour in `plain`.

    None is given where the recoloured pictures differ in size. `plain` may have another size than both: a page that
    opens with a doctype is framed, and its second body loses its style once the first has one, so that recolouring
    moves the page by its margin. The original then still reads colours at the same places, and gives up on the whole
    page only where a place lies outside of `plain`. Both are as in the original, since scores would not compare
    otherwise.
    """
    if recolored.shape != stepped.shape:
        return []
    text = _text_pixels(recolored, stepped)
    pooled = _PooledColors(recolored, text)
    try:
        return [block for run in runs if (block := _block(run, plain, recolored, text, pooled)) is not None]
    except IndexError:
        return []


class _PooledColors:
    """Where each colour of the pool stands, found in one pass over the picture."""

    def __init__(self, recolored: Picture, text: NDArray[np.bool_]) -> None:
        first, stride = LEVELS.start, LEVELS.step
        shifted = recolored.astype(np.int16) + (COLOR_TOLERANCE - first)
        level, rest = np.divmod(shifted, stride)
        near = (rest <= 2 * COLOR_TOLERANCE).all(-1) & text
        labels = np.where(near, level[..., 0] * 256 + level[..., 1] * 16 + level[..., 2] + 1, 0)
        self.labels = labels
        self.places = ndimage.find_objects(labels)

    def mask(self, color: tuple[int, int, int]) -> tuple[tuple[slice, ...], NDArray[np.bool_]] | None:
        """The smallest window that holds the colour, and the colour's pixels in it; None where it is not seen."""
        red, green, blue = ((channel - LEVELS.start) // LEVELS.step for channel in color)
        label = red * 256 + green * 16 + blue + 1
        window = self.places[label - 1] if label <= len(self.places) else None
        return None if window is None else (window, self.labels[window] == label)


def _text_pixels(recolored: Picture, stepped: Picture) -> NDArray[np.bool_]:
    expected = (recolored.astype(np.int16) + COLOR_STEP) % 256
    return np.asarray((np.abs(expected - stepped) <= STEP_TOLERANCE).all(-1))


def _block(
    run: TextRun, plain: Picture, recolored: Picture, text: NDArray[np.bool_], pooled: _PooledColors
) -> Block | None:
    if run.color is None:
        return None
    if all(channel in LEVELS for channel in run.color):
        found = pooled.mask(run.color)
    else:
        found = _search(run.color, recolored, text)
    if found is None:
        return None
    window, mask = found
    height, width = recolored.shape[:2]
    rows, columns = window
    box = (
        columns.start / width,
        rows.start / height,
        (columns.stop - columns.start) / width,
        (rows.stop - rows.start) / height,
    )
    places = np.argwhere(mask) + np.array([rows.start, columns.start])
    red, green, blue = (float(int(channel)) for channel in plain[places[:, 0], places[:, 1]].mean(axis=0))
    return Block(run.text, box, (red, green, blue))


def _search(
    color: tuple[int, int, int], recolored: Picture, text: NDArray[np.bool_]
) -> tuple[tuple[slice, ...], NDArray[np.bool_]] | None:
    """A colour from outside the pool: an author's own inline style on an element that is not recoloured."""
    if min(color) < COLOR_TOLERANCE or max(color) > 255 - COLOR_TOLERANCE:
        # the original's bounds wrap around here and then hold no pixel at all
        return None
    mask = (np.abs(recolored.astype(np.int16) - np.array(color)) <= COLOR_TOLERANCE).all(-1) & text
    window = ndimage.find_objects(mask.astype(np.uint8))
    return (window[0], mask[window[0]]) if window else None
