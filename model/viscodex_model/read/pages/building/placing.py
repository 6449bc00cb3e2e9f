"""Where elements will lie when a browser lays them out, and the margins that bring them where the picture has them."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from viscodex_model.read.pages.building.elements import Element
from viscodex_model.read.pages.building.values import px
from viscodex_model.read.picture.geometry import Box

# Distances this small are left out: half a pixel cannot be seen.
NOTHING = 0.6
# How far gaps may be off: hardly, or so far that whole pages have fewer different ones (pixels).
EXACT, EVENED = 0.5, 1.0
# Left edges this close are one (pixels).
LINED_UP = 1.2
# A text that begins so little beside its column's edge begins there (pixels).
ASKEW = 1.3
# Boxes whose gaps differ by less have one gap; boxes whose middles differ by less have one middle (pixels).
EVEN, MIDDLE = 1.1, 1.1
# A row that ends this near to its room's end must not break its texts (pixels).
SPARE = 6.0
# Boxes in a row higher than this are aligned by their tops, not by their middles (pixels).
TALL = 96.0
# A box that ends this near to its room's end ends there.
FILLS = 1.6


@dataclass(eq=False)
class Placed:
    """An element with its border box in the picture.

    `fixed` says that it keeps its width by itself (text, fields); `line` that it is a single line of text.
    """

    element: Element
    box: Box
    fixed: bool = False
    line: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """What a container has for its content: from `left` to `right`, starting at `top` (pixels of the picture)."""

    left: float
    top: float
    right: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def center(self) -> float:
        return (self.left + self.right) / 2


def place_column(children: Sequence[Placed], room: Room, *, slack: float = EXACT) -> float:
    """Set the margins of boxes one below another; where the last one ends.

    A gap or an indent within `slack` pixels of one that was told before is told the same: what is off by that is made
    up for by the next gap.
    """
    cursor = room.top
    gaps: list[float] = []
    indents: list[float] = []
    _line_up([child for child in children if child.fixed])
    for child in children:
        gap = _told(child.box.top - cursor, gaps, slack)
        _set(child.element, "margin-top", gap)
        _place_level(child, room, indents, slack)
        cursor += gap + child.box.height
    return cursor


def _line_up(children: Sequence[Placed]) -> None:
    """Give boxes that begin within a pixel of one another one left edge: each was measured by itself."""
    for child in children:
        near = [one.box.left for one in children if abs(one.box.left - child.box.left) <= LINED_UP]
        child.box = replace(child.box, left=statistics.median(near))


def _told(length: float, before: list[float], slack: float) -> float:
    """A length in whole pixels, or one told before that is as good."""
    if abs(length) <= NOTHING:
        return 0.0
    near = min(before, key=lambda one: abs(one - length), default=None)
    if near is not None and abs(near - length) <= slack:
        return near
    before.append(float(round(length)))
    return before[-1]


def _place_level(child: Placed, room: Room, indents: list[float], slack: float) -> None:
    """The left margin and the width of a box in a column."""
    box, style = child.box, child.element.style
    left, right = box.left - room.left, room.right - box.right
    if child.fixed:
        askew = abs(left) <= ASKEW * slack
        _set(child.element, "margin-left", 0 if askew else _told(left, indents, slack))
        return
    if abs(left) <= FILLS and abs(right) <= FILLS:
        return
    style["width"] = px(round(box.width))
    centered = left > 8 and abs(left - right) <= 2 * FILLS
    if centered and "margin-top" not in style:
        style["margin"] = "0 auto"
    elif centered:
        style["margin"] = f"{style.pop('margin-top')} auto 0"
    else:
        _set(child.element, "margin-left", _told(left, indents, slack))


def place_row(row: Element, children: Sequence[Placed], room: Room) -> Box:
    """Set the margins of boxes side by side in a flex container; the container's box."""
    row.style["display"] = "flex"
    top, bottom = min(child.box.top for child in children), max(child.box.bottom for child in children)
    _align_row(row, children, top, bottom)
    gaps = [other.box.left - one.box.right for one, other in pairwise(children)]
    even = len(gaps) > 0 and max(gaps) - min(gaps) <= 2 * EVEN and min(gaps) >= 0.5
    common = round(sum(gaps) / len(gaps)) if even else 0
    if common:
        row.style["gap"] = px(common)
    _set(children[0].element, "margin-left", children[0].box.left - room.left)
    for child, gap in zip(children[1:], gaps, strict=True):
        _set(child.element, "margin-left", 0 if even else gap)
    last = children[-1]
    if len(children) > 1 and not even and gaps[-1] > 40 and abs(room.right - last.box.right) <= 2 * FILLS:
        last.element.style["margin-left"] = "auto"
    for child in children:
        if child.line and last.box.right > room.right - SPARE:
            child.element.style["white-space"] = "nowrap"
        if not child.fixed:
            child.element.style["width"] = px(round(child.box.width))
            child.element.style["flex"] = "none"
    return Box(room.left, top, room.right, bottom)


def _align_row(row: Element, children: Sequence[Placed], top: float, bottom: float) -> None:
    middles = [child.box.center[1] for child in children]
    if max(middles) - min(middles) <= MIDDLE and bottom - top <= TALL:
        row.style["align-items"] = "center"
    elif all(child.box.bottom >= bottom - EVEN and child.box.top <= top + EVEN for child in children):
        pass
    else:
        row.style["align-items"] = "flex-start"
        for child in children:
            _set(child.element, "margin-top", child.box.top - top)


def _set(element: Element, name: str, length: float) -> None:
    if abs(length) > NOTHING:
        element.style[name] = px(round(length))
