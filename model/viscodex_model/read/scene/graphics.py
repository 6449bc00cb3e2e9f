"""What is drawn on a page and is neither text nor a plain region: icons, pictures, and the bullets of lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from viscodex_model.read.picture.colors import ground_and_ink
from viscodex_model.read.picture.geometry import RGB, Box, union
from viscodex_model.read.picture.pixels import Pixels, crop
from viscodex_model.read.picture.surfaces import Changes, Rule, plain_mask
from viscodex_model.read.raster.components import components
from viscodex_model.read.raster.morphology import closed
from viscodex_model.read.scene.regions import Region, contains

# Strokes so near to one another belong to one drawing.
REACH = 7
SMALLEST = 3
# A drawing up to this side is an icon; larger ones are pictures.
ICON = 64
# How far the blend at an edge reaches.
EDGE = 2


@dataclass(eq=False)
class Graphic:
    """A drawing with its box and its commonest colour, which is its ground or its ink.

    `address` is where its picture will lie, with an `alt` text; empty where a plain box stands for it. `words` can be
    read in it.
    """

    box: Box
    color: RGB
    address: str = ""
    alt: str = ""
    words: str = ""

    @property
    def icon(self) -> bool:
        return max(self.box.width, self.box.height) <= ICON


def find_graphics(
    pixels: Pixels, changes: Changes, root: Region, texts: Iterable[Box], rules: Sequence[Rule]
) -> list[Graphic]:
    """Drawings: clusters of abrupt changes that no text, border or rule explains."""
    busy = ~plain_mask(changes)
    for region in root.walk():
        if region is not root:
            _clear_outline(busy, region)
    for rule in rules:
        _clear(busy, rule.box, EDGE)
    for text in texts:
        _clear(busy, text, EDGE)
    joined = components(closed(busy, REACH, REACH), corners=True)
    boxes = [
        Box(left, top, left + width, top + height)
        for left, top, width, height, area in joined.boxes[1:]
        if width >= SMALLEST and height >= SMALLEST and area >= SMALLEST**2
    ]
    return [Graphic(box, _color(pixels, box)) for box in merged(boxes)]


def merged(boxes: Sequence[Box]) -> list[Box]:
    """Boxes of which no two overlap: those that do are one."""
    left = sorted(boxes, key=lambda box: (box.top, box.left))
    done: list[Box] = []
    while left:
        box = left.pop(0)
        other = next((one for one in (*left, *done) if overlap(one, box)), None)
        if other is None:
            done.append(box)
            continue
        (left if other in left else done).remove(other)
        left.insert(0, union((box, other)))
    return done


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes have a pixel in common."""
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )


def prune_regions(root: Region, graphics: Sequence[Graphic], texts: Sequence[Box]) -> None:
    """Take out the regions that are parts of drawings: inside one, and without text."""
    pictures = [graphic.box for graphic in graphics]

    def stays(region: Region) -> bool:
        drawn = any(contains(picture, region.box, slack=1) for picture in pictures)
        return not drawn or any(contains(region.box, text) for text in texts)

    for region in list(root.walk()):
        region.inside = [one for one in region.inside if stays(one)]


def _color(pixels: Pixels, box: Box) -> RGB:
    ground, ink = ground_and_ink(crop(pixels, box))
    return ink if max(box.width, box.height) <= ICON else ground


def _clear(busy: np.ndarray, box: Box, margin: int) -> None:
    top, bottom = max(0, int(box.top) - margin), max(0, int(np.ceil(box.bottom)) + margin)
    left, right = max(0, int(box.left) - margin), max(0, int(np.ceil(box.right)) + margin)
    busy[top:bottom, left:right] = 0


def _clear_outline(busy: np.ndarray, region: Region) -> None:
    """Take a region's edges, borders and round corners out."""
    box, inner = region.box, region.inner
    side = EDGE + 1
    for band in (
        Box(box.left, box.top, box.right, inner.top),
        Box(box.left, inner.bottom, box.right, box.bottom),
        Box(box.left, box.top, inner.left, box.bottom),
        Box(inner.right, box.top, box.right, box.bottom),
    ):
        _clear(busy, band, side)
    corner = region.radius
    if corner > 1:
        for x in (box.left, box.right - corner):
            for y in (box.top, box.bottom - corner):
                _clear(busy, Box(x, y, x + corner, y + corner), 1)
