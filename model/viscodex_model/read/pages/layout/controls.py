"""Regions that are elements of a form: buttons, fields, lists to choose from, boxes to tick, and their labels."""

import re

from viscodex_model.read.pages.layout.nodes import Block, Control, Group, Node, Section
from viscodex_model.read.picture.nearby import Nearby
from viscodex_model.read.scene.graphics import Graphic
from viscodex_model.read.scene.regions import Region, alike

BUTTON_HEIGHT, FIELD_HEIGHT = (17.0, 72.0), (17.0, 64.0)
BUTTON_WIDTH, FIELD_WIDTH = 360.0, 90.0
TICK = (8.0, 24.0)
TALLEST_AREA = 320.0
# What stands in a button is in its middle, but for so many pixels.
CENTERED = 4.5
# Regions stand right on one another where their edges are so near.
EDGE = 2.0
# A mark at the right end of a field that shows that one can choose.
CHEVRON = 20.0
# A label lies so close above its field, in em.
LABEL_GAP = 1.3
_HINT = re.compile(
    r"^(search|enter|type|your|e-?mail|password|user ?name|name|first|last|phone|filter|add|write)\b|\.\.\.$|…$|@",
    re.IGNORECASE,
)


def find_controls(node: Node | None, ground: Region, beside: Nearby[Region] | None = None) -> Node | None:
    """The tree with controls in the place of the regions that are some; `ground` is what they lie on, `beside` are the
    regions on it by their places."""
    if beside is None:
        beside = Nearby((region.box, region) for region in ground.inside)
    if isinstance(node, Section):
        kind = _kind(node, ground, beside)
        if kind:
            return Control(
                kind, node, _text(node.body), checked=kind in ("checkbox", "radio") and bool(node.body)
            )
        node.body = find_controls(node.body, node.region)
        return node
    if isinstance(node, Group):
        found = [find_controls(child, ground, beside) for child in node.children]
        node.children = [child for child in found if child is not None]
    return node


def _stacked(region: Region, beside: Nearby[Region]) -> bool:
    """Whether a region stands right on or under another of its width: a part of a card or list, and no control."""
    return any(
        one is not region
        and abs(one.box.left - region.box.left) < 3
        and abs(one.box.right - region.box.right) < 3
        and min(abs(one.box.top - region.box.bottom), abs(region.box.top - one.box.bottom)) <= EDGE
        for one in beside.near(region.box, EDGE)
    )


def _kind(section: Section, ground: Region, beside: Nearby[Region]) -> str:
    """What control a section is; empty for none."""
    box, region = section.box, section.region
    low, high = TICK
    if low <= box.width <= high and abs(box.width - box.height) <= 3 and not isinstance(section.body, Block):
        if region.border is None or not _light(region):
            return ""
        return "radio" if region.solidity < 0.88 or region.radius > 0.4 * box.width else "checkbox"
    if not _simple(section.body) or _stacked(region, beside):
        return ""
    if _is_field(section, ground):
        return "select" if _has_chevron(section) else "text"
    return "button" if _is_button(section, ground) else ""


def _simple(body: Node | None) -> bool:
    """Whether a section holds at most one line of text, and at most two small drawings."""
    if body is None or isinstance(body, Graphic):
        return True
    if isinstance(body, Block):
        return len(body.pieces) == 1
    if isinstance(body, Group):
        texts = [child for child in body.children if isinstance(child, Block)]
        drawings = [child for child in body.children if isinstance(child, Graphic) and child.icon]
        every = len(texts) + len(drawings) == len(body.children)
        return every and len(texts) <= 1 and len(drawings) <= 2 and all(len(t.pieces) == 1 for t in texts)
    return False


def _text(body: Node | None) -> Block | None:
    if isinstance(body, Block):
        return body
    children = body.children if isinstance(body, Group) else []
    return next((child for child in children if isinstance(child, Block)), None)


def _light(region: Region) -> bool:
    return min(region.color) > 215


def _is_field(section: Section, ground: Region) -> bool:
    box, region, text = section.box, section.region, _text(section.body)
    low, high = FIELD_HEIGHT
    if box.width < FIELD_WIDTH or box.width < 2.6 * box.height or not low <= box.height <= high:
        return False
    framed = len(region.borders) >= 3
    if text is None:
        return framed and isinstance(section.body, Graphic | None) and _light(region)
    before, after = text.box.left - box.left, box.right - text.box.right
    to_left = before < 3.2 * text.style.size and after > before + 2 * CENTERED
    if not to_left:
        return False
    hint = bool(_HINT.search(text.text)) or _pale(text, region)
    lighter = _light(region) and not alike(region.color, ground.color)
    return (framed and (_light(region) or hint)) or (
        hint and (lighter or not alike(region.color, ground.color))
    )


def _pale(text: Block, region: Region) -> bool:
    """Whether text has little contrast with what it stands on, like the hint in an empty field."""
    ink = text.style.ink
    return max(abs(a - b) for a, b in zip(ink, region.color, strict=True)) < 165


def _has_chevron(section: Section) -> bool:
    children = section.body.children if isinstance(section.body, Group) else []
    drawings = [child for child in children if isinstance(child, Graphic)]
    return any(
        section.box.right - one.box.right < 2 * CHEVRON and one.box.width <= CHEVRON for one in drawings
    )


def _is_button(section: Section, ground: Region) -> bool:
    box, region = section.box, section.region
    low, high = BUTTON_HEIGHT
    if not low <= box.height <= high or box.width > BUTTON_WIDTH or section.body is None:
        return False
    content = section.body.box
    text = _text(section.body)
    if text is None:
        return (bool(region.borders) or not alike(region.color, ground.color)) and box.height >= 24
    level = abs(content.center[0] - box.center[0]) <= max(CENTERED, 0.04 * box.width)
    upright = abs(content.center[1] - box.center[1]) <= CENTERED
    # A badge is a filled mark around a word or two, with hardly any room.
    roomy = box.height >= 1.75 * text.style.size and box.height - content.height >= 8
    return level and upright and roomy


def find_labels(node: Node | None) -> None:
    """Mark the blocks that are labels of fields: right above one, or beside a box to tick."""
    if isinstance(node, Section):
        find_labels(node.body)
    elif isinstance(node, Group):
        for one, other in zip(node.children, node.children[1:], strict=False):
            if _labels(one, other, node.axis):
                assert isinstance(one, Block)
                one.role = "label"
            elif node.axis == "x" and isinstance(other, Block) and _is_tick(one):
                other.role = "label"
        for child in node.children:
            find_labels(child)


def _labels(one: Node, other: Node, axis: str) -> bool:
    if not isinstance(one, Block) or len(one.pieces) != 1 or one.marker:
        return False
    field = other.children[-1] if isinstance(other, Group) and other.axis == "x" else other
    if not isinstance(field, Control) or field.kind not in ("text", "select"):
        return False
    if axis == "x":
        return abs(one.box.center[1] - field.box.center[1]) < 6
    near = other.box.top - one.box.bottom < LABEL_GAP * one.style.size
    return near and abs(one.box.left - other.box.left) <= 8


def _is_tick(node: Node) -> bool:
    return isinstance(node, Control) and node.kind in ("checkbox", "radio")
