"""Items as lists, one inside another by their depth, and terms with what they mean."""

from collections.abc import Sequence

from viscodex_model.read.pages.building.elements import Element
from viscodex_model.read.pages.building.placing import Placed, Room, place_column
from viscodex_model.read.pages.building.values import px
from viscodex_model.read.pages.layout.nodes import Block
from viscodex_model.read.picture.geometry import Box

Item = tuple[Block, Placed]


def list_element(items: Sequence[Item], room: Room) -> Placed:
    """A list of items, each with its block, which knows its depth and marker."""
    root, _ = _list_of(list(items), room)
    return root


def _list_of(items: list[Item], room: Room) -> tuple[Placed, list[Item]]:
    """A list of the first item's depth, with deeper ones inside, and the items that are left."""
    (first, placed), depth = items[0], items[0][0].depth
    indent = max(0, round(placed.box.left - room.left))
    inside = Room(room.left + indent, placed.box.top, room.right)
    children: list[Placed] = []
    while items and items[0][0].depth >= depth:
        block, item = items[0]
        if block.depth == depth or not children:
            children.append(item)
            items = items[1:]
        else:
            deeper, items = _list_of(items, inside)
            _put_inside(children[-1], deeper)
    return _finish(first, children, indent, inside, room), items


def _put_inside(item: Placed, deeper: Placed) -> None:
    gap = round(deeper.box.top - item.box.bottom)
    if gap:
        deeper.element.style["margin-top"] = px(gap)
    item.element.children.append(deeper.element)
    box = item.box
    item.box = Box(box.left, box.top, box.right, deeper.box.bottom)


def _finish(first: Block, children: Sequence[Placed], indent: int, inside: Room, room: Room) -> Placed:
    numbered = first.marker[:1].isdigit()
    css = {"list-style": "decimal" if numbered else "disc"}
    if indent:
        css["padding-left"] = px(indent)
    end = place_column(children, inside)
    element = Element("ol" if numbered else "ul", "list", css, children=[one.element for one in children])
    return Placed(element, Box(room.left, inside.top, room.right, end))


def definitions(children: Sequence[Placed], room: Room) -> Placed:
    """A list of terms and meanings, which are elements already."""
    top = children[0].box.top
    end = place_column(children, Room(room.left, top, room.right))
    element = Element("dl", "terms", children=[child.element for child in children])
    return Placed(element, Box(room.left, top, room.right, end))
