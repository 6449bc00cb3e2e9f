"""Blocks of text as elements: their type, line boxes, alignment and width."""

import math

from viscodex_model.read.pages.building.elements import Element
from viscodex_model.read.pages.building.inline import inline, wrap
from viscodex_model.read.pages.building.placing import Placed, Room
from viscodex_model.read.pages.building.values import hex_color, px
from viscodex_model.read.pages.layout.nodes import Block
from viscodex_model.read.pages.layout.roles import HEADING_TAGS, is_link
from viscodex_model.read.pages.layout.typesetting import Type
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.scene.regions import alike

# Text whose middle is this near to its room's middle is centred, if it begins so far inside (pixels).
CENTERED, INSIDE = 2.6, 6.0
# What a line may be wider than measured, in pixels and as a share, before it would break.
SPARE, SPARE_SHARE = 3.0, 0.05
NAMES = {
    "p": "text",
    "li": "item",
    "dt": "term",
    "dd": "meaning",
    "pre": "code",
    **dict.fromkeys(HEADING_TAGS, "title"),
}


def text_element(block: Block, type_: Type, room: Room) -> Placed:
    """The element of a block, with the box that it will have in `room`."""
    tag = block.role or "p"
    css = text_style(block, type_)
    line = _line_height(block, type_, css)
    kept = wrap(block, room.width)
    linked = _is_one_link(block, type_)
    element = Element(tag, NAMES.get(tag, tag), css)
    element.children = inline(block, type_, hard=kept.hard, linked=not linked)
    if linked:
        _make_link(element, block)
    if tag == "pre":
        css["white-space"] = "pre"
    if tag == "label":
        css["display"] = "block"
    placed = _placed(element, block, line, kept.width, room)
    placed.line = len(block.pieces) == 1
    return placed


def text_style(block: Block, type_: Type) -> dict[str, str]:
    """What a block sets otherwise than its page."""
    style, css = block.style, {}
    if style.face.family != type_.face.family:
        css["font-family"] = style.face.stack
    if style.size != type_.size:
        css["font-size"] = f"{style.size:g}px"
    if style.face.bold != type_.face.bold:
        css["font-weight"] = "bold" if style.face.bold else "normal"
    if not alike(style.ink, type_.ink):
        css["color"] = hex_color(style.ink)
    return css


def _placed(element: Element, block: Block, line: float, width: float, room: Room) -> Placed:
    css, ink = element.style, block.box
    top = _first_line_top(block, line)
    bottom = top + line * len(block.pieces)
    alone = len(block.pieces) == 1 or block.align == "center"
    middle = abs(ink.center[0] - room.center) <= CENTERED and ink.left - room.left > INSIDE
    if alone and middle and element.tag != "li":
        css["text-align"] = "center"
        if not width:
            return Placed(element, Box(room.left, top, room.right, bottom), fixed=True)
        css["width"] = px(width)
        center = ink.center[0]
        return Placed(element, Box(center - width / 2, top, center + width / 2, bottom))
    if block.align in ("center", "right") and len(block.pieces) > 1:
        css["text-align"] = block.align
        css["width"] = px(round(ink.width) + 2 * SPARE)
        return Placed(element, Box(ink.left - SPARE, top, ink.right + SPARE, bottom), fixed=True)
    box = _advance_box(block, top, bottom)
    if width:
        css["width"] = px(width)
    elif len(block.pieces) == 1 and box.right > room.right - SPARE - SPARE_SHARE * box.width:
        css.setdefault("white-space", "nowrap")
    return Placed(element, box, fixed=True)


def _advance_box(block: Block, top: float, bottom: float) -> Box:
    """From where the first pen starts to where the widest line's pen ends."""
    left = min(
        piece.box.left - piece.style.face.extent(piece.text).left * piece.style.size for piece in block.pieces
    )
    width = max(piece.style.face.advance(piece.text) * piece.style.size for piece in block.pieces)
    return Box(left, top, max(left + width, block.box.right), bottom)


def _first_line_top(block: Block, line: float) -> float:
    face, size = block.style.face, block.style.size
    ascent, descent = round(face.ascent * size), round(face.descent * size)
    # Browsers round the space above the letters down to whole pixels.
    return block.pieces[0].baseline - ascent - math.floor((line - ascent - descent) / 2)


def _line_height(block: Block, type_: Type, css: dict[str, str]) -> float:
    """The height of the block's lines; set where it is not the page's."""
    usual = type_.line_height(block.style.size, block.style.face)
    lines = len(block.pieces)
    if lines == 1:
        return usual
    pitch = (block.pieces[-1].baseline - block.pieces[0].baseline) / (lines - 1)
    if abs(pitch - usual) <= 0.3 / lines:
        return usual
    pitch = round(pitch * 2) / 2 if lines < 4 else round(pitch, 2)
    css["line-height"] = f"{pitch:g}px"
    return pitch


def _is_one_link(block: Block, type_: Type) -> bool:
    if block.role in (*HEADING_TAGS, "pre", "label"):
        return False
    return block.link or all(is_link(run.style, type_) for piece in block.pieces for run in piece.runs)


def _make_link(element: Element, block: Block) -> None:
    """All of the block becomes a link."""
    link = Element("a", "link", {}, {"href": "#"}, element.children)
    color = element.style.pop("color", None)
    if color:
        link.style["color"] = color
    if block.style.underlined:
        link.style["text-decoration"] = "underline"
    element.children = [link]
