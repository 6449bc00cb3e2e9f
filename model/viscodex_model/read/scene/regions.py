"""Regions of a page: plain surfaces with the borders around them, each inside the one that holds it."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from viscodex_model.read.picture.geometry import RGB, Box
from viscodex_model.read.picture.nearby import Nearby
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.picture.surfaces import STEP, Surface
from viscodex_model.read.recognition.waiting import pause

# A surface that fills less of its box is no region: part of a drawing, or what lies between other things.
SOLID = 0.74
# With borders around it, text that touches them may part much of it.
SOLID_FRAMED = 0.45
# Colours this close are one colour to the eye.
SAME = 5
THICKEST_BORDER = 5
# Colours of one border's sides differ by no more than this.
BLEND = 24
# A border is at most so thick where the picture's edge cuts off what lies beyond it.
AT_EDGE = 2
# How far a box may reach over its parent's edge, in pixels.
SLACK = 2.0
# A hole in a letter is narrower than this share of the text's box.
HOLE = 0.85
# How far what lies between letters may reach over the edge of the text's box, in pixels.
INTO_TEXT = 3.0
# Badges and buttons are no higher (pixels), and the arc of a round corner is so thick.
LOW, ARC = 64.0, 1.5
SIDES = ("top", "right", "bottom", "left")
_FACING = (("top", "bottom"), ("left", "right"), ("bottom", "top"), ("right", "left"))


@dataclass(frozen=True, slots=True)
class Border:
    width: int
    color: RGB


@dataclass(eq=False)
class Region:
    """A box with its fill, its borders (by side), its corners' radius, and the regions inside it.

    `box` reaches to the outer edge of the borders.
    """

    box: Box
    color: RGB
    radius: float = 0.0
    solidity: float = 1.0
    borders: dict[str, Border] = field(default_factory=dict)
    inside: list["Region"] = field(default_factory=list)

    @property
    def border(self) -> Border | None:
        """The border, where all four sides have the same."""
        one = self.borders.get("top")
        same = one and all(self.borders.get(side) == one for side in SIDES)
        return one if same else None

    @property
    def inner(self) -> Box:
        """The box inside the borders."""
        top, right, bottom, left = (self.borders[s].width if s in self.borders else 0 for s in SIDES)
        return Box(self.box.left + left, self.box.top + top, self.box.right - right, self.box.bottom - bottom)

    def walk(self) -> Iterable["Region"]:
        """This region and all inside it, outer ones first."""
        yield self
        for region in self.inside:
            yield from region.walk()


def alike(one: RGB, other: RGB, within: int = SAME) -> bool:
    """Whether no channel differs by more than `within`."""
    return all(abs(a - b) <= within for a, b in zip(one, other, strict=True))


def contains(outer: Box, inner: Box, slack: float = SLACK) -> bool:
    """Whether `inner` lies in `outer`, or reaches over its edge by no more than `slack`."""
    return (
        inner.left >= outer.left - slack
        and inner.top >= outer.top - slack
        and inner.right <= outer.right + slack
        and inner.bottom <= outer.bottom + slack
    )


def nest_regions(pixels: Pixels, surfaces: Sequence[Surface], texts: Sequence[Box]) -> Region:
    """The whole picture as a region, with the regions inside it; `texts` are the boxes of lines.

    What lies between or inside letters is no region, nor is a surface that looks like what it lies on.
    """
    height, width = pixels.shape[:2]
    whole = Box(0, 0, width, height)
    root = Region(whole, _page_color(surfaces, whole))
    kept, written = Nearby([(whole, root)]), Nearby((text, text) for text in texts)
    for surface in sorted(surfaces, key=lambda one: -one.box.width * one.box.height):
        pause()
        if surface.solidity < SOLID_FRAMED or _in_letters(surface.box, written.near(surface.box, INTO_TEXT)):
            continue
        region = _with_borders(pixels, surface)
        if surface.solidity < SOLID and len(region.borders) < 3:
            continue
        around = reversed(kept.near(region.box))
        parent = next((one for one in around if contains(one.box, region.box)), root)
        if not region.borders and alike(region.color, parent.color):
            continue
        if contains(region.box, parent.box, slack=1) and parent is not root:
            continue
        parent.inside.append(region)
        kept.add(region.box, region)
    for region in root.walk():
        _share_borders(region.inside)
    return root


def with_square_corners(pixels: Pixels, regions: Iterable[Region]) -> Pixels:
    """The picture with the round corners of low regions filled: what shows there of the ground behind a badge has the
    colour of its letters, often enough, and is none of them."""
    filled = pixels
    for region in regions:
        box, radius = region.inner, region.radius - (region.border.width if region.border else 0)
        side = min(math.ceil(radius), int(box.width / 2), int(box.height / 2))
        if side < 2 or box.height > LOW:
            continue
        filled = pixels.copy() if filled is pixels else filled
        inside = filled[int(box.top) : int(box.bottom), int(box.left) : int(box.right)]
        down, across = np.mgrid[0:side, 0:side]
        # The arc's own pixels are blends.
        beyond = (radius - 0.5 - down) ** 2 + (radius - 0.5 - across) ** 2 > max(0.0, radius - ARC) ** 2
        for way in (np.s_[:, :], np.s_[:, ::-1], np.s_[::-1], np.s_[::-1, ::-1]):
            inside[way][:side, :side][beyond] = region.color
    return filled


def _page_color(surfaces: Sequence[Surface], whole: Box) -> RGB:
    """The colour of what reaches to the picture's edges, the largest first."""
    area = whole.width * whole.height
    for surface in surfaces:
        if surface.box.width * surface.box.height > 0.8 * area:
            return surface.color
    return surfaces[0].color if surfaces else (255, 255, 255)


def _in_letters(box: Box, texts: Sequence[Box]) -> bool:
    """Whether a surface is no more than what lies between or inside the letters of a text."""
    return any(
        contains(text, box, slack=INTO_TEXT)
        and box.height < 0.95 * text.height
        and box.width < 1.5 * text.height
        # The box around the text of a narrow cell reaches to the cell's edges, or over them.
        and (box.width < HOLE * text.width or box.height < 0.5 * text.height)
        for text in texts
    )


def _with_borders(pixels: Pixels, surface: Surface) -> Region:
    box = surface.box
    found = _evened({s: border for s in SIDES if (border := _border(pixels, surface, s)) is not None})
    top, right, bottom, left = (found[side].width if side in found else 0 for side in SIDES)
    outer = Box(box.left - left, box.top - top, box.right + right, box.bottom + bottom)
    widest = max(top, right, bottom, left)
    radius = surface.radius + widest if surface.radius > 1 else surface.radius
    return Region(outer, surface.color, radius, surface.solidity, found)


def _evened(borders: dict[str, Border]) -> dict[str, Border]:
    """Borders of nearly one colour and width are one: corners and blends make single sides look otherwise."""
    if len(borders) < 3:
        return borders
    most = Counter(borders.values()).most_common(1)[0][0]
    alike_most = {
        side: most if abs(one.width - most.width) <= 1 and alike(one.color, most.color, BLEND) else one
        for side, one in borders.items()
    }
    return alike_most if len(set(alike_most.values())) == 1 else borders


def _border(pixels: Pixels, surface: Surface, side: str) -> Border | None:
    """The border beyond a surface's edge: a colour of its own, that ends abruptly after some pixels."""
    strips = _outward(pixels, surface, side)
    if not strips or alike(strips[0], surface.color, STEP):
        return None
    if len(strips) <= AT_EDGE:
        # The picture ends with the border.
        return Border(len(strips), strips[0]) if alike(strips[0], strips[-1], 2) else None
    for width, strip in enumerate(strips[1:], 1):
        if not alike(strip, strips[width - 1], 2):
            # A shadow fades step by step; a border ends at once.
            return Border(width, strips[0]) if not alike(strip, strips[0], STEP * 2) else None
    return None


def _outward(pixels: Pixels, surface: Surface, side: str) -> list[RGB]:
    """The colours beyond a side's middle part, from the edge outwards."""
    box, (height, width) = surface.box, pixels.shape[:2]
    left, top, right, bottom = int(box.left), int(box.top), int(box.right), int(box.bottom)
    upright = side in ("left", "right")
    start, end = (top, bottom) if upright else (left, right)
    margin = min(int(surface.radius * 1.3 + 0.1 * (end - start)), (end - start) // 2 - 1)
    start, end = start + margin, end - margin
    step = 1 if side in ("right", "bottom") else -1
    edge = {"left": left - 1, "right": right, "top": top - 1, "bottom": bottom}[side]
    size = width if upright else height
    places = [place for place in range(edge, edge + step * (THICKEST_BORDER + 2), step) if 0 <= place < size]
    beyond = pixels[start:end, places] if upright else pixels[places, start:end].swapaxes(0, 1)
    middle = np.median(beyond, axis=0).astype(int).tolist() if places else []
    return [(red, green, blue) for red, green, blue in middle]


def _share_borders(siblings: list[Region]) -> None:
    """Of two regions that share a border line only the first keeps it."""
    earlier = Nearby[Region]()
    for region in siblings:
        for one in earlier.near(region.box, 2 * THICKEST_BORDER):
            _yield_side(one, region)
        earlier.add(region.box, region)


def _yield_side(earlier: Region, later: Region) -> None:
    for side, other in _FACING:
        border = later.borders.get(side)
        if border is None or other not in earlier.borders:
            continue
        upright = side in ("left", "right")
        overlap = _overlap(earlier.box, later.box, upright=upright)
        meets = abs(getattr(earlier.box, other) - getattr(later.box, side)) == border.width
        if meets and overlap > 0.8 and min(overlap, 1) > 0:
            borders = {key: value for key, value in later.borders.items() if key != side}
            inward = border.width if side in ("top", "left") else -border.width
            later.box = replace(later.box, **{side: getattr(later.box, side) + inward})
            later.borders = borders


def _overlap(one: Box, other: Box, *, upright: bool) -> float:
    """The share of the shorter box's extent along a side that both have."""
    if upright:
        shared = min(one.bottom, other.bottom) - max(one.top, other.top)
        return shared / max(1.0, min(one.height, other.height))
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared / max(1.0, min(one.width, other.width))
