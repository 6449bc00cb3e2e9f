"""Ticks, crosses and boxes to tick: signs of a table that recognition overlooks, or takes for letters.

They are told by their shape, and only where several stand one below another beside texts.
"""

import statistics
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from viscodex_model.read.picture.colors import distance, ground_of
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.pixels import Pixels, crop
from viscodex_model.read.raster.resizing import stretched
from viscodex_model.read.recognition.lines import Line, Word
from viscodex_model.read.scene.graphics import overlap
from viscodex_model.read.scene.see import Scene
from viscodex_model.read.tables.area import EDGE, inside

Mask = npt.NDArray[np.bool_]

TICK, CROSS, BOX, TICKED = "✓", "✗", "☐", "☑"
# The sides of a sign and of a box, in em; a box is so nearly square (pixels).
SIGN, SQUARE, EVEN = (0.4, 2.0), (0.7, 2.0), 3.0
# What single signs are read as that may be a tick.
LIKE_SIGNS = frozenset("Vv√✓✔vXx×✗✘")
# A filled box has so much of one colour, and a frame is drawn along so much of the middle of each side.
FILLED, FRAMED = 0.55, 0.8
# A disc fills less of its box than this, and a box with round corners more.
DISC = 0.87
# So far within its edges a box is looked at for its tick, as a share of its side and at least in pixels.
INSET, LEAST_INSET = 0.17, 3
# Differences of a channel that are drawn.
FAINT = 12
# Masks are compared at this size; strokes lie within so many of its pixels of the shape's, for this share of each.
SIDE, NEAR, LIKE = 16, 2.7, 0.86
# A tick's left arm begins above this share of its height; a slash begins at its foot.
FOOT = 0.8
Stroke = tuple[tuple[float, float], tuple[float, float]]
# The strokes of each shape, across and down its box from 0 to 1: a tick's left arm is lower than its right one, and
# typefaces have its foot at different places.
SHAPES: list[tuple[str, list[Stroke]]] = [
    *((TICK, [((0.0, 0.55), (foot, 1.0)), ((foot, 1.0), (1.0, 0.0))]) for foot in (0.22, 0.36, 0.45)),
    (CROSS, [((0.0, 0.0), (1.0, 1.0)), ((0.0, 1.0), (1.0, 0.0))]),
]
# A sign is at most so many times as long as it is wide, and its strokes take so many pixels.
LONGER, LOW = 1.9, 5
# What is read of a sign has so many letters.
SHORT = 2
# So many signs stand one below another.
SEVERAL = 2


def drawn_signs(pixels: Pixels, scene: Scene, lines: Sequence[Line]) -> list[Line]:
    """The signs that stand one below another beside texts, as lines of text."""
    if not scene.pieces:
        return []
    em = statistics.median(piece.style.size for piece in scene.pieces)
    texts = [line for line in lines if len(line.text) > SHORT]
    found: list[tuple[str, Box]] = []
    for box in _candidates(scene, lines, em):
        held = any(inside(line.box, box.center) for line in texts)
        if not held and (sign := sign_in(pixels, box)) and not any(overlap(box, other) for _, other in found):
            found.append((sign, box))
    boxes = [box for _, box in found]
    middles = [line.box.center[1] for line in texts]
    return [
        _line(sign, box)
        for sign, box in found
        if sum(abs(other.center[0] - box.center[0]) <= EDGE for other in boxes) >= SEVERAL
        and any(box.top - em <= middle <= box.bottom + em for middle in middles)
    ]


def _candidates(scene: Scene, lines: Sequence[Line], em: float) -> Iterator[Box]:
    """Where a sign may be: small boxes without others in them, drawings, and signs that were read."""
    low, high = SQUARE
    for region in scene.root.walk():
        box = region.box
        square = abs(box.width - box.height) <= EVEN and low * em <= box.width <= high * em
        if square and not region.inside and region is not scene.root:
            yield box
    low, high = SIGN
    drawn = [graphic.box for graphic in scene.graphics]
    for box in [*drawn, *(line.box for line in lines if line.text in LIKE_SIGNS)]:
        if low * em <= max(box.width, box.height) <= high * em and min(box.width, box.height) >= 0.4 * em:
            yield box


def sign_in(pixels: Pixels, box: Box) -> str:
    """The sign that is drawn in a box; empty where it is none of them."""
    around = crop(pixels, Box(box.left - 3, box.top - 3, box.right + 3, box.bottom + 3))
    edge = np.concatenate([around[0], around[-1], around[:, 0], around[:, -1]])
    mask = _tight(_drawn(around, ground_of(edge[None])))
    if mask is None:
        return ""
    return shape_of(mask) or _boxed(pixels_of(around, mask), mask)


def pixels_of(around: Pixels, mask: Mask) -> Pixels:
    """The part of a picture that a tight mask of the same picture's middle covers."""
    top, left = ((whole - own) // 2 for whole, own in zip(around.shape[:2], mask.shape, strict=True))
    return around[top : top + mask.shape[0], left : left + mask.shape[1]]


def _boxed(pixels: Pixels, mask: Mask) -> str:
    """The sign in a filled box or a frame."""
    height, width = mask.shape
    if abs(height - width) > EVEN or min(height, width) < 4 * LEAST_INSET:
        return ""
    inset = max(LEAST_INSET, round(INSET * width))
    within = pixels[inset:-inset, inset:-inset]
    fill = ground_of(within)
    inner = _tight(_drawn(within, fill))
    sign = shape_of(inner) if inner is not None else ""
    if not (_has_corners(mask) and _is_framed(mask)):
        return sign if mask.mean() > FILLED else ""
    if inner is None:
        return BOX if mask.mean() < FILLED else ""
    return TICKED if sign == TICK else ""


def _is_framed(mask: Mask) -> bool:
    """Whether something is drawn along the middle of each side."""
    height, width = mask.shape
    across, down = slice(width // 4, -(width // 4)), slice(height // 4, -(height // 4))
    sides = mask[:2, across].any(0), mask[-2:, across].any(0), mask[down, :2].any(1), mask[down, -2:].any(1)
    return all(float(side.mean()) >= FRAMED for side in sides)


def _has_corners(mask: Mask) -> bool:
    """Whether what the mask's outline holds has square corners, or little rounded ones: it fills more than a disc."""
    held = np.maximum.accumulate(mask, axis=1) & np.maximum.accumulate(mask[:, ::-1], axis=1)[:, ::-1]
    return bool(held.mean() > DISC)


def shape_of(mask: Mask) -> str:
    """The sign whose strokes a mask, tight around them, has; empty for none."""
    height, width = mask.shape
    if max(height, width) > LONGER * min(height, width) or min(height, width) < LOW:
        return ""
    drawn = np.argwhere(stretched(mask, SIDE, SIDE) > 0.5)[:, ::-1]
    for sign, strokes in SHAPES:
        away = [np.hypot(*(drawn[:, None] - _points(stroke)[None]).transpose(2, 0, 1)) for stroke in strokes]
        on_strokes = (np.concatenate(away, axis=1).min(1) <= NEAR).mean()
        rises = sign != TICK or drawn[drawn[:, 0] < 2, 1].mean() < FOOT * SIDE
        if rises and min(on_strokes, *((one.min(0) <= NEAR).mean() for one in away)) >= LIKE:
            return sign
    return ""


def _points(stroke: Stroke) -> npt.NDArray[np.float64]:
    """Places along a stroke in pixels of the compared masks, half a line within their edges."""
    start, end = np.array(stroke)
    return np.asarray(1 + (start + (end - start) * np.linspace(0, 1, SIDE + 1)[:, None]) * (SIDE - 3))


def _drawn(pixels: Pixels, ground: tuple[int, int, int]) -> Mask:
    away = distance(pixels, ground)
    return np.asarray(away > max(FAINT, 0.4 * float(away.max())))


def _tight(mask: Mask) -> Mask | None:
    """The mask without empty edges; None where nothing is in it."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if len(rows) else None


def _line(sign: str, box: Box) -> Line:
    return Line(sign, box, 1.0, (Word(sign, box, 1.0),), (0, 0, 0), (255, 255, 255))
