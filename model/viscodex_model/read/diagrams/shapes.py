"""Nodes: closed shapes, found as even regions that edges enclose and that hold text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from viscodex_model.read.diagrams.nouns import Node, Shape
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.raster.components import components
from viscodex_model.read.raster.differences import largest_channel, range_of_four
from viscodex_model.read.raster.outlines import Outline, area, holds, hull, outline_of
from viscodex_model.read.recognition.lines import Line

# The least difference between neighbouring pixels that is an edge.
EDGE = 14
# A node is at least so many pixels high and wide, and at most this share of the picture.
LEAST_HEIGHT, LEAST_WIDTH, LARGEST = 12, 18, 0.6
# The area of a node by that of its convex hull: regions between lines are seldom convex.
CONVEX = 0.9
# Letters cut into the parts of a shape that text parts in two.
PART_CONVEX = 0.7
# Compartments of one box stand this close to one another, in pixels.
COMPARTMENT = 8
# Both parts of a shape that its text parts end so near to the text, in pixels, and differ so little in their sides.
REACH, PARTED = 4, 0.3
# The ground runs along the edge of the picture for more than this share of its shorter side.
ALONG = 0.15


@dataclass(frozen=True, slots=True)
class Region:
    """A node with the mask of its area, which is as large as the picture."""

    node: Node
    outline: Outline


def find_nodes(pixels: Pixels, lines: Sequence[Line]) -> tuple[tuple[Region, ...], frozenset[int]]:
    """The nodes, top to bottom, and the indices of the lines within them."""
    parts = _outlines(pixels)
    whole = [outline for outline in parts if _convexity(outline) >= CONVEX or _is_drum(outline)]
    outlines = _with_parted(whole, parts, lines)
    holders: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        inside = [number for number, outline in enumerate(outlines) if _holds(outline, line.box)]
        if inside:
            smallest = min(inside, key=lambda number: area(outlines[number]))
            holders.setdefault(smallest, []).append(index)
    regions = [
        Region(Node(_shape(outlines[number]), _box(outlines[number]), _texts(lines, held)), outlines[number])
        for number, held in holders.items()
    ]
    regions = _without_groups(_joined(regions))
    regions.sort(key=lambda region: (region.node.box.top, region.node.box.left))
    return tuple(regions), frozenset(index for held in holders.values() for index in held)


def edges_of(pixels: Pixels) -> npt.NDArray[np.uint8]:
    """1 where neighbouring pixels differ, in any channel."""
    return (largest_channel(range_of_four(pixels)) > EDGE).astype(np.uint8)


def _outlines(pixels: Pixels) -> list[Outline]:
    """The outer outlines of even regions that are no ground, as convex as the parts of a shape at least."""
    height, width = pixels.shape[:2]
    even = 1 - edges_of(pixels)
    parts = components(even, corners=False)
    owners = parts.labels
    found = []
    for index, (left, top, across, down, size) in enumerate(parts.boxes):
        if (
            not index
            or across < LEAST_WIDTH
            or down < LEAST_HEIGHT
            or across * down > LARGEST * width * height
        ):
            continue
        at_edge = left <= 1 or top <= 1 or left + across >= width - 1 or top + down >= height - 1
        if at_edge and _is_ground(pixels, owners, index):
            continue
        if size < 0.25 * across * down:
            continue
        outline = outline_of(owners[top : top + down, left : left + across] == index)
        if _convexity(outline) >= PART_CONVEX:
            found.append(np.asarray(outline + np.array([left, top]), np.int32))
    return found


def _convexity(outline: Outline) -> float:
    """The area inside by that of the convex hull; 0 where there is none."""
    whole = area(hull(outline))
    return area(outline) / whole if whole else 0.0


def _is_drum(outline: Outline) -> bool:
    """Whether a shape is the body of a cylinder: upright sides, its top hollowed out by the lid, its bottom round."""
    box = _box(outline)
    x, y = outline[:, 0], outline[:, 1]
    middle = np.abs(x - box.center[0]) <= 0.1 * box.width
    sides = (x <= box.left + 2) | (x >= box.right - 3)
    if not middle.any() or not sides.any() or box.height < 2 * LEAST_HEIGHT:
        return False
    top, bottom = float(y[middle].min()), float(y[middle].max())
    lid = top - float(y[sides].min())
    upright = float(np.ptp(y[sides])) >= 0.4 * box.height
    return upright and 0.03 * box.height <= lid <= 0.4 * box.height and bottom >= box.bottom - 3


def _with_parted(outlines: list[Outline], parts: list[Outline], lines: Sequence[Line]) -> list[Outline]:
    """Text that reaches from side to side parts the shape around it in two: these become one."""
    whole = list(outlines)
    for line in lines:
        if any(_holds(outline, line.box) for outline in outlines):
            continue
        x, (top, bottom) = line.box.center[0], (line.box.top, line.box.bottom)
        over = [one for one in parts if _spans(one, x) and top - REACH <= _box(one).bottom <= bottom]
        under = [one for one in parts if _spans(one, x) and top <= _box(one).top <= bottom + REACH]
        for upper, lower in zip(over[:1], under[:1], strict=False):
            first, second = _box(upper), _box(lower)
            if abs(first.left - second.left) + abs(first.right - second.right) < PARTED * first.width:
                around = hull(np.concatenate([upper, lower]))
                whole = [one for one in whole if _box(one) not in (first, second)] + [around]
    return whole


def _spans(outline: Outline, x: float) -> bool:
    box = _box(outline)
    return box.left < x < box.right


def _is_ground(pixels: Pixels, owners: npt.NDArray[Any], index: int) -> bool:
    """Whether a region runs along the picture's edge and has the colour of most of it."""
    own = owners == index
    # A round node may touch the edge at a point; the ground runs along it.
    touching = own.sum() - own[2:-2, 2:-2].sum()
    if touching <= ALONG * min(owners.shape):
        return False
    rim = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]]).astype(np.int16)
    color = np.median(pixels[own].astype(np.int16), axis=0)
    return bool((np.abs(rim - color).max(1) <= EDGE).mean() > 0.5)


def _holds(outline: Outline, box: Box) -> bool:
    around = _box(outline)
    x, y = box.center
    within = around.left <= x < around.right and around.top <= y < around.bottom
    return within and holds(outline, x, y)


def _box(outline: Outline) -> Box:
    (left, top), (right, bottom) = outline.min(axis=0).tolist(), outline.max(axis=0).tolist()
    return Box(left, top, right + 1, bottom + 1)


def _shape(outline: Outline) -> Shape:
    """By how much of its box the shape fills: a diamond half, an ellipse pi/4, a rectangle all."""
    if _convexity(outline) < CONVEX:
        return "cylinder"
    width, height = _box(outline).width, _box(outline).height
    filled = area(outline) / max(1, (width - 1) * (height - 1))
    if filled < 0.65:
        return "diamond"
    if filled < 0.84:
        return "circle" if max(width, height) < 1.15 * min(width, height) else "ellipse"
    if filled < 0.955 and width > 1.3 * height:
        return "stadium"
    return "rectangle" if filled > 0.985 else "rounded"


def _texts(lines: Sequence[Line], held: Sequence[int]) -> tuple[str, ...]:
    """The texts of a node as lines; parts of one line that were found apart are joined."""
    rows: list[list[Line]] = []
    for line in sorted((lines[index] for index in held), key=lambda line: line.box.top):
        if rows and line.box.center[1] < rows[-1][-1].box.bottom - 0.3 * line.box.height:
            rows[-1].append(line)
        else:
            rows.append([line])
    return tuple(
        _without_sides(" ".join(part.text for part in sorted(row, key=lambda part: part.box.left)))
        for row in rows
    )


def _without_sides(text: str) -> str:
    """The text without brackets that nothing closes: a round node's sides are read as such."""
    plain = text.strip()
    if plain[:1] == "(" and plain[-1:] == ")":
        return plain[1:-1].strip()
    for opening, closing in ("()", "[]", "{}"):
        if plain.count(opening) != plain.count(closing):
            plain = plain.removeprefix(opening).removesuffix(closing).strip()
    return plain.strip("|").strip()


def _joined(regions: list[Region]) -> list[Region]:
    """Compartments of one box, one above the other with the same sides, become one node."""
    joined: list[Region] = []
    for region in sorted(regions, key=lambda region: region.node.box.top):
        box = region.node.box
        above = next((one for one in joined if _same_sides(one.node.box, box)), None)
        if above is None:
            joined.append(region)
            continue
        joined.remove(above)
        whole = Box(above.node.box.left, above.node.box.top, above.node.box.right, box.bottom)
        around = hull(np.concatenate([above.outline, region.outline]))
        joined.append(Region(Node("rectangle", whole, above.node.lines + region.node.lines), around))
    return joined


def _same_sides(upper: Box, lower: Box) -> bool:
    sides = abs(upper.left - lower.left) <= 4 and abs(upper.right - lower.right) <= 4
    return sides and -2 <= lower.top - upper.bottom <= COMPARTMENT


def _without_groups(regions: list[Region]) -> list[Region]:
    """A shape around other nodes is a group, no node."""

    def around(outer: Region, inner: Region) -> bool:
        x, y = inner.node.box.center
        box = outer.node.box
        return outer is not inner and box.left < x < box.right and box.top < y < box.bottom

    return [region for region in regions if not any(around(region, other) for other in regions)]
