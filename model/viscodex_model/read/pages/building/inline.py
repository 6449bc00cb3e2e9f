"""The text of a block as inline markup: links, strong words, code, marked words; and where its lines break."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from viscodex_model.read.pages.building.elements import Element
from viscodex_model.read.pages.building.values import hex_color
from viscodex_model.read.pages.layout.nodes import Block
from viscodex_model.read.pages.layout.roles import is_link
from viscodex_model.read.pages.layout.typesetting import Type
from viscodex_model.read.scene.pieces import Run, Style
from viscodex_model.read.scene.regions import alike

# Grounds that differ by more mark words; inks that differ by more are another colour.
MARKED, INKED = 6, 56
# What of a line may stand at the end of the one above: browsers break after dashes, too, but before a number.
_FIRST = re.compile(r"[^\s-]*-+(?=[^\s\d-])|\S*")


@dataclass(frozen=True, slots=True)
class Wrap:
    """How a block's lines are kept: `width` in pixels to flow in, 0 for the room there is, or by hard breaks."""

    width: float = 0.0
    hard: bool = False


def _first(text: str) -> str:
    found = _FIRST.match(text)
    return found[0] if found else text


def wrap(block: Block, room: float) -> Wrap:
    """What width makes the lines break as they do in the picture, when they could be `room` wide."""
    lines = block.pieces
    if len(lines) == 1:
        return Wrap()
    least = max(line.box.width for line in lines)
    most = min(
        one.box.width + one.style.face.advance(" " + _first(other.text)) * one.style.size
        for one, other in pairwise(lines)
    )
    if least + 2 <= room < most - 1:
        return Wrap()
    if least + 3 < most:
        return Wrap(width=float(round(min(least + 0.6 * (most - least), least + 12))))
    return Wrap(hard=True)


def inline(block: Block, type_: Type, *, hard: bool, linked: bool = True) -> list[Element | str]:
    """The block's words; the runs that look unlike the block are elements of their own."""
    pre = block.role == "pre"
    parts: list[Element | str] = []
    for number, piece in enumerate(block.pieces):
        if number:
            parts.append("\n" if pre else Element("br") if hard else " ")
        if pre:
            indent = (piece.box.left - block.box.left) / (piece.style.face.advance("x") * piece.style.size)
            parts.append(" " * max(0, round(indent)))
        for position, run in enumerate(piece.runs):
            if position:
                parts.append(" ")
            parts.append(_run(run, block.style, type_, linked=linked))
    return _joined(parts)


def _run(run: Run, around: Style, type_: Type, *, linked: bool) -> Element | str:
    style, css = run.style, {}
    if not alike(style.ink, around.ink, INKED):
        css["color"] = hex_color(style.ink)
    if not alike(style.ground, around.ground, MARKED):
        css["background"] = hex_color(style.ground)
        css["padding"] = "2px 4px"
        css["border-radius"] = "4px"
    mono = style.face.monospaced and not around.face.monospaced
    if mono or "background" in css:
        if mono:
            css["font-family"] = style.face.stack
            css["font-size"] = f"{style.size:g}px"
        return Element("code", "code", css, children=[run.text])
    if linked and is_link(style, type_) and (style.underlined or "color" in css):
        if style.underlined:
            css["text-decoration"] = "underline"
        return Element("a", "link", css, {"href": "#"}, [run.text])
    if style.face.bold and not around.face.bold:
        return Element("strong", "strong", css, children=[run.text])
    return Element("span", "span", css, children=[run.text]) if css else run.text


def _joined(parts: Sequence[Element | str]) -> list[Element | str]:
    """Neighbouring texts as one, and neighbouring elements that look the same."""
    joined: list[Element | str] = []
    for part in parts:
        last = joined[-1] if joined else None
        if isinstance(part, str) and isinstance(last, str):
            joined[-1] = last + part
        elif last == " " and len(joined) > 1 and _same(joined[-2], part):
            joined[-2:] = [_both(joined[-2], part)]
        else:
            joined.append(part)
    return [part for part in joined if part != ""]


def _same(one: Element | str, other: Element | str) -> bool:
    if isinstance(one, str) or isinstance(other, str) or one.tag == "br":
        return False
    return (one.tag, one.style) == (other.tag, other.style)


def _both(one: Element | str, other: Element | str) -> Element | str:
    assert isinstance(one, Element)
    assert isinstance(other, Element)
    return Element(one.tag, one.name, one.style, one.attributes, [*one.children, " ", *other.children])
