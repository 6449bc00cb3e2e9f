"""Plain surfaces and thin rules of a picture: what backgrounds, cards, buttons, fields and dividing lines are made of.

A surface is a connected part of the picture whose colour nowhere changes abruptly: a plain fill, or a soft gradient. A
thin frame around a white field parts it from the white around it, so that fields with a border are found as well.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viscodex_model.read.picture.colors import ground_of
from viscodex_model.read.picture.geometry import RGB, Box
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.raster.components import components, without_holes
from viscodex_model.read.raster.differences import apart, largest_channel
from viscodex_model.read.raster.morphology import opened

Mask = npt.NDArray[np.bool_]
# Where a pixel differs abruptly from its right, and from its lower neighbour.
Changes = tuple[Mask, Mask]

# Neighbours that differ by more in a channel are parted; compression noise stays below it.
STEP = 4
# Surfaces below this size hold nothing and bound nothing.
MIN_WIDTH, MIN_HEIGHT, MIN_AREA = 7, 7, 40
# So many surfaces are looked at, the largest first: a photograph has tens of thousands.
MOST = 3000


@dataclass(frozen=True, slots=True)
class Surface:
    """A surface's outermost box, its commonest colour, and its form.

    `solidity` is the share of the box that lies inside the outer contour (holes count as inside): 1 for a
    rectangle, 0.79 for a circle. `radius` is the mean radius of the box's corners in pixels.
    """

    box: Box
    color: RGB
    solidity: float
    radius: float


def abrupt(pixels: Pixels) -> Changes:
    """Where a pixel differs abruptly from its right and from its lower neighbour; both have the picture's shape."""
    right, down = (np.zeros(pixels.shape[:2], bool) for _ in range(2))
    right[:, :-1] = largest_channel(apart(pixels[:, :-1], pixels[:, 1:])) > STEP
    down[:-1] = largest_channel(apart(pixels[:-1], pixels[1:])) > STEP
    return right, down


def plain_mask(changes: Changes) -> Mask:
    """Where a pixel differs abruptly from none of its four neighbours."""
    right, down = changes
    plain = ~(right | down)
    plain[:, 1:] &= ~right[:, :-1]
    plain[1:] &= ~down[:-1]
    return plain


def find_surfaces(pixels: Pixels, changes: Changes | None = None) -> list[Surface]:
    """Surfaces, the largest first; `changes` are what `abrupt` gives, where they are known already."""
    plain = plain_mask(changes or abrupt(pixels))
    parts = components(plain, corners=False)
    found = []
    order = sorted(range(1, parts.count + 1), key=lambda label: -parts.boxes[label][4])
    for label in order[:MOST]:
        left, top, width, height, area = parts.boxes[label]
        if width >= MIN_WIDTH - 2 and height >= MIN_HEIGHT - 2 and area >= MIN_AREA:
            inside = parts.labels[top : top + height, left : left + width] == label
            found.append(_surface(pixels, inside, left, top))
    return found


def _surface(pixels: Pixels, inside: Mask, left: int, top: int) -> Surface:
    height, width = inside.shape
    part = pixels[top : top + height, left : left + width]
    color = ground_of(part[inside][:: max(1, inside.size // 40_000)][:, None])
    filled = without_holes(inside)
    # A pixel beside an abrupt change is not plain: the surface reaches one pixel farther, but for the picture's edge.
    whole_height, whole_width = pixels.shape[:2]
    box = Box(
        left - 1 if left > 0 else 0,
        top - 1 if top > 0 else 0,
        left + width + (left + width < whole_width),
        top + height + (top + height < whole_height),
    )
    return Surface(box, color, float(filled.mean()), _radius(filled))


# From this radius on corners that differ are covered, not round, and up to this one they are sharp, in pixels.
LARGE, SHARP = 16.0, 1.36
# The radius of corners is at most so many pixels, or at least this share of the shorter side.
ROUNDEST, ROUND_END = 40.0, 0.35


def _radius(filled: Mask) -> float:
    """The mean radius of the corners, by the area that is missing there: a round corner lacks r²(1 - π/4)."""
    side = max(1, min(filled.shape) // 2)
    corners = filled[:side, :side], filled[:side, -side:], filled[-side:, :side], filled[-side:, -side:]
    missing = sorted(float((corner == 0).sum()) for corner in corners)
    # The middle two: a corner may be cut by something that covers it. A photo on top of a card covers two.
    smaller, larger = (float(np.sqrt(lacking / 0.2146)) for lacking in missing[1:3])
    if larger > LARGE and larger > 2 * smaller:
        larger = smaller
    radius = float(np.hypot(smaller, larger) / np.sqrt(2))
    # What covers the corners of a page's ground leaves larger arcs than corners have, but for round ends and circles.
    plausible = radius <= ROUNDEST or radius >= ROUND_END * min(filled.shape)
    return radius if radius > SHARP and plausible else 0.0


# A rule is at most so thick, and at least so long, in pixels.
THICKEST, SHORTEST = 4, 24
# On scaled screens a rule ends between two rows of pixels: it is drawn in so many tones, and this much of it is plain.
TONES, PLAIN = 2, 0.9


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin straight line of one colour, level or upright."""

    box: Box
    color: RGB

    @property
    def level(self) -> bool:
        return self.box.width > self.box.height


def find_rules(pixels: Pixels, changes: Changes | None = None) -> list[Rule]:
    """Level and upright rules; `changes` are what `abrupt` gives, where they are known already."""
    right, down = changes or abrupt(pixels)
    level = [Rule(box, ground_of(_part(pixels, box))) for box in _level_rules(right, down)]
    turned = np.ascontiguousarray(down.T), np.ascontiguousarray(right.T)
    boxes = (Box(box.top, box.left, box.bottom, box.right) for box in _level_rules(*turned))
    return level + [Rule(box, ground_of(_part(pixels, box))) for box in boxes]


def _level_rules(right: Mask, down: Mask) -> list[Box]:
    """Boxes of level rules: runs of a colour, or of two, that differ from what lies above and what lies below."""
    steady = ~right
    found = []
    for thickness in range(1, THICKEST + 1):
        if down.shape[0] <= thickness + 1:
            break
        top_edge, bottom_edge = down[:-thickness], down[thickness:]
        candidate = np.zeros(down.shape, np.uint8)
        candidate[1 : down.shape[0] - thickness + 1] = top_edge & bottom_edge
        rows = np.ones(down.shape, bool)
        for offset in range(thickness):
            rows[: down.shape[0] - offset] &= steady[offset:]
            if offset:
                rows[: down.shape[0] - offset] &= ~down[offset - 1 : down.shape[0] - 1]
        candidate &= rows.astype(np.uint8)
        long_runs = components(opened(candidate, 1, SHORTEST - 1), corners=False)
        for left, top, width, height, area in long_runs.boxes[1:]:
            toned = thickness == 1 and height == TONES and area >= PLAIN * width * height
            if height == 1 or toned:
                found.append(Box(left, top, left + width + 1, top + thickness + height - 1))
    return found


def _part(pixels: Pixels, box: Box) -> Pixels:
    return pixels[int(box.top) : int(box.bottom), int(box.left) : int(box.right)]
