"""Items as lists, one inside another by their depth, and terms with what they mean."""

import statistics
from collections.abc import Sequence

from viscodex_model.read.pages.building.elements import Element
from viscodex_model.read.pages.building.placing import Placed, Room, place_column
from viscodex_model.read.pages.building.values import px
from viscodex_model.read.pages.layout.nodes import Block
from viscodex_model.read.picture.geometry import Box

Item = tuple[Block, Placed]


def list_element(items: Sequence[Item], room: Room, slack: float) -> Placed:
    """A list of items, each with its block, which knows its depth and marker."""
    root, _ = _list_of(list(items), room, slack)
    return root


def _list_of(items: list[Item], room: Room, slack: float) -> tuple[Placed, list[Item]]:
    """A list of the first item's depth, with deeper ones inside, and the items that are left."""
    (first, placed), depth = items[0], items[0][0].depth
    left = statistics.median(one.box.left for block, one in items if block.depth == depth)
    indent = max(0, round(left - room.left))
    inside = Room(room.left + indent, placed.box.top, room.right)
    children: list[Placed] = []
    while items and items[0][0].depth >= depth:
        block, item = items[0]
        if block.depth == depth or not children:
            children.append(item)
            items = items[1:]
        else:
            deeper, items = _list_of(items, inside, slack)
            _put_inside(children[-1], deeper)
    return _finish(first, children, indent, (inside, room), slack), items


def _put_inside(item: Placed, deeper: Placed) -> None:
    gap = round(deeper.box.top - item.box.bottom)
    if gap:
        deeper.element.style["margin-top"] = px(gap)
    item.element.children.append(deeper.element)
    box = item.box
    item.box = Box(box.left, box.top, box.right, deeper.box.bottom)


def _finish(
    first: Block, children: Sequence[Placed], indent: int, rooms: tuple[Room, Room], slack: float
) -> Placed:
    inside, room = rooms
    numbered = first.marker[:1].isdigit()
    css = {"list-style": "decimal" if numbered else "disc" if first.marker else "none"}
    if indent:
        css["padding-left"] = px(indent)
    end = place_column(children, inside, slack=slack)
    element = Element("ol" if numbered else "ul", "list", css, children=[one.element for one in children])
    return Placed(element, Box(room.left, inside.top, room.right, end))


def definitions(children: Sequence[Placed], room: Room, slack: float) -> Placed:
    """A list of terms and meanings, which are elements already."""
    top = children[0].box.top
    end = place_column(children, Room(room.left, top, room.right), slack=slack)
    element = Element("dl", "terms", children=[child.element for child in children])
    return Placed(element, Box(room.left, top, room.right, end))
