"""From the tree of a page to elements: regions, groups side by side and one below another, and what stands in them."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from viscodex_model.read.pages.building.boxes import box_style, drawing, rule_element
from viscodex_model.read.pages.building.elements import Element
from viscodex_model.read.pages.building.fields import control_element
from viscodex_model.read.pages.building.lists import definitions, list_element
from viscodex_model.read.pages.building.placing import EXACT, Placed, Room, place_column, place_row
from viscodex_model.read.pages.building.tables import table_element
from viscodex_model.read.pages.building.texts import CENTERED, text_element
from viscodex_model.read.pages.building.values import px
from viscodex_model.read.pages.layout.nodes import Block, Control, Grid, Group, Node, Section
from viscodex_model.read.pages.layout.typesetting import Type
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.surfaces import Rule
from viscodex_model.read.scene.graphics import Graphic
from viscodex_model.read.scene.regions import Region

# What is left below content beyond this many pixels is told as a height, not as padding.
DEEP = 96.0
# Names of classes for landmarks that are called otherwise than their tag.
LANDMARKS = {"aside": "sidebar"}


class Builder:
    """Builds elements in the type of one page.

    `tags` has the tags of landmarks, by the `id()` of their node; gaps may be `slack` pixels off.
    """

    def __init__(self, type_: Type, tags: Mapping[int, str], *, slack: float = EXACT) -> None:
        self.type = type_
        self.slack = slack
        self.tags = tags

    def build(self, node: Node, room: Room, ground: Region) -> Placed:
        """An element for a node that has `room` and lies on `ground`; the parent sets its margins."""
        if isinstance(node, Block):
            return text_element(node, self.type, room)
        if isinstance(node, Control):
            return control_element(node, self.type, ground)
        if isinstance(node, Section):
            return self.section(node, ground)
        if isinstance(node, Group):
            return self._row(node, room, ground) if node.axis == "x" else self._column(node, room, ground)
        if isinstance(node, Grid):
            return table_element(node, self.type, ground)
        if isinstance(node, Graphic):
            return drawing(node, ground)
        if isinstance(node, Rule):
            return rule_element(node)
        raise TypeError(f"{type(node).__name__} is not part of a finished tree")

    def section(self, section: Section, ground: Region) -> Placed:
        """A region's element with its content and padding."""
        region = section.region
        name = "picture" if section.picture else "box" if section.body is None else "card"
        element = self._container(section, name)
        element.style |= box_style(region, ground)
        if section.body is None:
            element.style["height"] = px(region.box.height)
        else:
            self._fill(element, section.body, region)
        return Placed(element, region.box)

    def _container(self, node: Node, name: str) -> Element:
        tag = self.tags.get(id(node), "div")
        return Element(tag, name if tag == "div" else LANDMARKS.get(tag, tag))

    def _fill(self, element: Element, body: Node, region: Region) -> None:
        """Put a body into a region's element, with the padding that it needs."""
        inner, content = region.inner, body.box
        left = max(0.0, content.left - inner.left)
        right = max(0.0, min(left, inner.right - content.right))
        if isinstance(body, Block) and abs(content.center[0] - inner.center[0]) <= CENTERED:
            left = right = 0.0
        room = Room(inner.left + round(left), inner.top, inner.right - round(right))
        children = self._children(body, room, region)
        top = max(0, round(min(child.box.top for child in children) - inner.top))
        end = place_column(children, Room(room.left, inner.top + top, room.right), slack=self.slack)
        element.children += [child.element for child in children]
        below = inner.bottom - end
        if below > DEEP:
            element.style["min-height"] = px(region.box.height)
        elif below < -0.6:
            element.style["height"] = px(region.box.height)
        padding = top, round(right), round(below) if 0 < below <= DEEP else 0, round(left)
        if any(padding):
            element.style["padding"] = _four(padding)

    def _children(self, body: Node, room: Room, ground: Region) -> list[Placed]:
        """What stands in a container, one below another."""
        nodes = body.children if isinstance(body, Group) and body.axis == "y" else [body]
        placed: list[Placed] = []
        for kind, run in groupby(nodes, key=_list_kind):
            members = list(run)
            made = [self.build(node, room, ground) for node in members]
            blocks = [node for node in members if isinstance(node, Block)]
            if kind == "li":
                placed.append(list_element(list(zip(blocks, made, strict=True)), room, self.slack))
            elif kind == "dl":
                placed.append(definitions(made, room, self.slack))
            else:
                placed += made
        return placed

    def _column(self, group: Group, room: Room, ground: Region) -> Placed:
        element, box = self._container(group, "column"), group.box
        children = self._children(
            group, Room(box.left, box.top, max(box.right, min(room.right, box.right + 2))), ground
        )
        top = min(child.box.top for child in children)
        left = min(box.left, *(child.box.left for child in children))
        right = max(box.right, *(child.box.right for child in children))
        end = place_column(children, Room(left, top, right), slack=self.slack)
        element.children = [child.element for child in children]
        return Placed(element, Box(left, top, right, end))

    def _row(self, group: Group, room: Room, ground: Region) -> Placed:
        element = self._container(group, "row")
        ends = [child.box.left - 1 for child in group.children[1:]] + [room.right]
        children = [
            self.build(child, Room(child.box.left, room.top, max(child.box.right + 1, end)), ground)
            for child, end in zip(group.children, ends, strict=True)
        ]
        for child in children:
            if child.element.style.get("text-align") == "center":
                child.fixed = False
        box = place_row(element, children, room)
        element.children = [child.element for child in children]
        if element.tag == "nav":
            _as_links(element)
        return Placed(element, box)


def _as_links(navigation: Element) -> None:
    """The lines of a navigation are links."""
    for child in navigation.elements():
        inner = child.children
        if child.tag != "p" or not inner:
            continue
        child.tag, child.name, child.attributes = "a", "link", {"href": "#"}
        if len(inner) == 1 and isinstance(inner[0], Element) and inner[0].tag == "a":
            child.style |= inner[0].style
            child.children = inner[0].children


def _list_kind(node: Node) -> str:
    role = node.role if isinstance(node, Block) else ""
    return {"dt": "dl", "dd": "dl", "li": "li"}.get(role, "")


def _four(padding: Sequence[int]) -> str:
    """Padding as short as CSS allows."""
    top, right, bottom, left = (px(one) for one in padding)
    if right != left:
        return f"{top} {right} {bottom} {left}"
    if top != bottom:
        return f"{top} {left} {bottom}"
    return top if top == left else f"{top} {left}"
