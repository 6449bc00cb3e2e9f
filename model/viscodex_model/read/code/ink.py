"""Where something is drawn: what lies behind is told apart first, so that a selection or a bar is no ink.

A picture of code has few flat backgrounds: the editor's, a selection's, a status line's, a block cursor's. Each pixel
is compared with the background nearest to it.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from viscodex_model.read.code.grid import Rows
from viscodex_model.read.picture.colors import distance
from viscodex_model.read.picture.geometry import RGB, Box
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.raster.components import components
from viscodex_model.read.raster.differences import apart, largest_channel
from viscodex_model.read.raster.morphology import closed, dilated, opened
from viscodex_model.read.raster.nearest import nearest_labels

Mask = npt.NDArray[np.uint8]

# A colour is a background where it covers this share of the picture, in patches wider than strokes.
LEAST_SHARE = 0.001
MOST_GROUNDS = 12
WHITE = (255, 255, 255)
# How far a pixel may be from a background's colour to belong to it, and from which distance on it is ink.
SAME = 10
FAINTEST = 28
# The middle of a row, where its letters are, reaches so far up and down (pitches).
MIDDLE = 0.3
# An outline, its shadow included, covers at most this share of what it encloses.
THIN = 0.2
# An edge has this share of the text within it; lines that cross, around the current line, have less in each part.
AROUND = 0.9


def background(pixels: Pixels, *, stroke: int) -> Pixels:
    """What lies behind each pixel. `stroke` is wider than any line of a glyph."""
    grounds = _grounds(pixels, stroke)
    labels = np.zeros(pixels.shape[:2], np.uint8)
    for number, patches in enumerate(grounds.values(), start=1):
        labels[patches > 0] = number
    return np.array([(0, 0, 0), *grounds], np.uint8)[nearest_labels(labels) if labels.any() else labels]


def contrast(pixels: Pixels, behind: Pixels) -> Mask:
    """How far each pixel is from what lies behind it, 0 to 255; the blurred edge of a background is no ink."""
    away = largest_channel(apart(pixels, behind))
    for axis in (0, 1):
        before, here, after = (_along(axis, part) for part in (slice(None, -4), slice(2, -2), slice(4, None)))
        rows, columns = np.nonzero((behind[before] != behind[after]).any(axis=2))
        one, other = behind[before][rows, columns], behind[after][rows, columns]
        color = pixels[here][rows, columns].astype(np.int16)
        low, high = np.minimum(one, other).astype(np.int16), np.maximum(one, other).astype(np.int16)
        mixed = ((color >= low - SAME) & (color <= high + SAME)).all(axis=1)
        away[here][rows[mixed], columns[mixed]] = 0
    return away


def _along(axis: int, part: slice) -> tuple[slice, slice]:
    return (part, slice(None)) if axis == 0 else (slice(None), part)


def within_frame(ink: Mask, boxes: Sequence[Box]) -> Mask:
    """1 where a window's inside is, 0 on its edge and outside of it: an edge is one thin outline around all text.

    Without such an edge all is inside. What a panel draws around some of the text is text of a terminal, and stays.
    """
    inside = np.ones_like(ink)
    left, right = (
        np.quantile([box.left for box in boxes], 0.02),
        np.quantile([box.right for box in boxes], 0.98),
    )
    top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
    parts = components(ink, corners=True)
    for label, (x, y, width, height, area) in enumerate(parts.boxes):
        around = x < left and y < top + 4 and x + width > right and y + height > bottom - 4
        if label and around and area < THIN * width * height:
            holes = components(parts.labels != label, corners=False).labels
            places = [holes[int(box.center[1]), int(box.center[0])] for box in boxes]
            within = int(np.bincount(places).argmax())
            if places.count(within) >= AROUND * len(places):
                inside &= (holes == within).astype(np.uint8)
    return inside


def heights_of_text(ink: Mask, rows: Rows, *, advance: float) -> npt.NDArray[np.float64]:
    """How much each row of pixels has of ink that is no frame and no rule, within the rows of text."""
    heights: npt.NDArray[np.float64] = (ink & (1 - _level_lines(ink, advance))).sum(axis=1).astype(np.float64)
    heights[: max(0, int(rows.first - rows.pitch / 2))] = 0
    heights[int(rows.middle(rows.count - 1) + rows.pitch / 2) + 1 :] = 0
    return heights


def without_lines(ink: Mask, *, rows: Rows, advance: float) -> Mask:
    """Drop guides and carets (upright lines over more than a row) and the frame of the current line."""
    upright = upright_lines(ink, rows.pitch)
    level = _level_lines(ink, advance)
    # A long level line in the middle of a row is text: a comment's rule of dashes.
    places = (np.arange(ink.shape[0]) - rows.first) / rows.pitch
    beside = np.abs(places - np.round(places))
    level[beside < MIDDLE] = 0
    _keep_underscores(level, ink, rows, advance)
    return ink & (1 - dilated(upright, 3, 1)) & (1 - level)


def _keep_underscores(level: Mask, ink: Mask, rows: Rows, advance: float) -> None:
    """Take out of `level` the lines below the middle of a row that have nothing above them, and text at an end."""
    for label, (x, y, width, height, _) in enumerate(components(level, corners=True).boxes):
        row = rows.nearest(y)
        if not label or y < rows.middle(row):
            continue
        half = MIDDLE * rows.pitch
        band = ink[max(0, int(rows.middle(row) - half)) : int(rows.middle(row) + half)]
        near, end = round(1.6 * advance), x + width
        above = band[:, x + round(advance) : max(x, end - round(advance))].any()
        joined = band[:, max(0, x - near) : x].any() or band[:, end : end + near].any()
        if joined and not above:
            level[y : y + height, x:end] = 0


def _level_lines(ink: Mask, advance: float) -> Mask:
    return opened(ink, 1, round(14 * advance))


def upright_lines(ink: Mask, pitch: float) -> Mask:
    """The ink of upright lines longer than a row; an editor draws a guide row by row, with a gap of a pixel or two."""
    return opened(closed(ink, 4, 1), round(1.25 * pitch), 1)


def _grounds(pixels: Pixels, stroke: int) -> dict[RGB, Mask]:
    """The colours that lie behind text, each with where it lies bare."""
    coarse = pixels >> 3
    keys = (coarse[..., 0].astype(np.int32) << 10) | (coarse[..., 1].astype(np.int32) << 5) | coarse[..., 2]
    counts = np.bincount(keys.ravel(), minlength=1 << 15)
    common = np.argsort(-counts)[:MOST_GROUNDS]
    grounds: dict[RGB, Mask] = {}
    for key in common[counts[common] > LEAST_SHARE * keys.size]:
        alike = np.flatnonzero(keys.ravel() == key)
        sample = pixels.reshape(-1, 3)[alike[:: max(1, len(alike) // 4000)]]
        red, green, blue = np.median(sample, axis=0).astype(int).tolist()
        known = any(max(abs(red - r), abs(green - g), abs(blue - b)) <= SAME for r, g, b in grounds)
        if not known and (patches := _patches(pixels, (red, green, blue), stroke)).any():
            grounds[red, green, blue] = patches
    return grounds or {WHITE: _patches(pixels, WHITE, stroke)}


def _patches(pixels: Pixels, color: RGB, stroke: int) -> Mask:
    """Where a background of `color` lies bare: patches wider than strokes and, between the letters, what joins them."""
    alike = distance(pixels, color) <= SAME
    # Wider than a character and a few pixels high: even between the dots of a selection's blanks there is so much.
    wide = opened(alike, max(4, stroke // 3), round(1.4 * stroke)) & alike
    if not wide.any():
        return wide
    parts = components(alike, corners=False)
    bare = np.zeros(parts.count + 1, bool)
    bare[parts.labels[wide > 0]] = True
    bare[0] = False
    patches: Mask = bare[parts.labels].astype(np.uint8)
    return patches
