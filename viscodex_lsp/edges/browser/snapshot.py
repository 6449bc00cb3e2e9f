"""Reads the browser's snapshot of a loaded page (`DOMSnapshot.captureSnapshot`): which texts it laid out, and where.

What fields for input hold is not text of the page but is seen all the same. Texts that stand in for a picture that is
missing are left out.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from viscodex_lsp.core.truth.nouns.likeness import RGB, Box

STYLES = ("color", "visibility", "opacity", "padding-left", "font-size")
_COLOR = re.compile(r"rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)")
_WITHOUT_TEXT = frozenset({"hidden", "checkbox", "radio", "range", "color", "file", "image"})
_BUTTONS = {"submit": "Submit", "reset": "Reset"}
_MEDIA = frozenset({"IMG", "VIDEO", "IFRAME", "CANVAS", "OBJECT", "EMBED"})
# About how wide a letter of proportional type is, in parts of the font's size.
_LETTER = 0.5


class LaidOut(NamedTuple):
    """A text in its box, in pixels of the page, and its colour."""

    text: str
    box: Box
    color: RGB


class Layout(NamedTuple):
    """The texts of a page, and the boxes of pictures and films that could not be loaded."""

    texts: tuple[LaidOut, ...]
    empty: tuple[Box, ...]


def read_layout(answer: Mapping[str, Any]) -> Layout:
    """What the snapshot holds, made with the computed styles `STYLES`.

    Raises:
        LookupError: it is of another form.
    """
    page = _Page(answer)
    return Layout((*page.texts(), *page.fields()), tuple(page.empty()))


class _Page:
    def __init__(self, answer: Mapping[str, Any]) -> None:
        document = answer["documents"][0]
        self._strings: list[str] = answer["strings"]
        self._nodes, self._layout, self._boxes = (
            document["nodes"],
            document["layout"],
            document["textBoxes"],
        )

    def texts(self) -> Iterator[LaidOut]:
        boxes = self._boxes
        for at, bounds, start, length in zip(
            boxes["layoutIndex"], boxes["bounds"], boxes["start"], boxes["length"], strict=True
        ):
            style = self._style(at)
            node = self._layout["nodeIndex"][at]
            if _is_seen(style) and not self._stands_in(node):
                # Chromium counts in UTF-16, as its strings do.
                units = self._string(self._layout["text"][at]).encode("utf-16-le")
                text = units[2 * start : 2 * (start + length)].decode("utf-16-le", errors="replace")
                if text.strip():
                    yield LaidOut(text, _box(bounds), _color(style["color"]))

    def fields(self) -> Iterator[LaidOut]:
        values = _rare(self._nodes.get("inputValue"))
        typed = _rare(self._nodes.get("textValue"))
        for at, node in enumerate(self._layout["nodeIndex"]):
            name = self._name(node)
            if name not in {"INPUT", "TEXTAREA", "SELECT"}:
                continue
            style, attributes = self._style(at), self._attributes(node)
            value = self._string(values.get(node, -1)) or self._string(typed.get(node, -1))
            text = _field_text(name, attributes, value) or (self._chosen(node) if name == "SELECT" else "")
            if text.strip() and _is_seen(style):
                yield LaidOut(
                    text, _text_box(_box(self._layout["bounds"][at]), style, text), _color(style["color"])
                )

    def empty(self) -> Iterator[Box]:
        loaded = _rare(self._nodes.get("currentSourceURL"))
        for at, node in enumerate(self._layout["nodeIndex"]):
            if self._name(node) in _MEDIA and not self._string(loaded.get(node, -1)).startswith("data:"):
                box = _box(self._layout["bounds"][at])
                if box.width > 0 and box.height > 0:
                    yield box

    def _chosen(self, select: int) -> str:
        """The text of the chosen option of a list, or of its first one."""
        chosen = set((self._nodes.get("optionSelected") or {}).get("index", ()))
        inside = {select}
        texts: list[tuple[bool, str]] = []
        for node in range(select + 1, len(self._nodes["parentIndex"])):
            parent = self._nodes["parentIndex"][node]
            if parent not in inside:
                break
            inside.add(node)
            if self._name(node) == "#text" and self._name(parent) == "OPTION":
                texts.append((parent in chosen, self._string(self._nodes["nodeValue"][node])))
        return next((text for taken, text in texts if taken), texts[0][1] if texts else "")

    def _stands_in(self, node: int) -> bool:
        """Whether it is in an element that shows it only where a picture is missing."""
        while node >= 0:
            if self._name(node) in _MEDIA:
                return True
            node = self._nodes["parentIndex"][node]
        return False

    def _name(self, node: int) -> str:
        return self._string(self._nodes["nodeName"][node])

    def _attributes(self, node: int) -> dict[str, str]:
        names = [self._string(index) for index in self._nodes["attributes"][node]]
        return dict(zip(names[::2], names[1::2], strict=False))

    def _style(self, at: int) -> dict[str, str]:
        return {
            name: self._string(index) for name, index in zip(STYLES, self._layout["styles"][at], strict=False)
        }

    def _string(self, index: int) -> str:
        return self._strings[index] if index >= 0 else ""


def _field_text(name: str, attributes: Mapping[str, str], value: str) -> str:
    kind = attributes.get("type", "text").lower()
    if name == "INPUT" and kind in _WITHOUT_TEXT:
        return ""
    if kind == "password" and value:
        return ""
    return value or attributes.get("value") or attributes.get("placeholder") or _BUTTONS.get(kind, "")


def _text_box(field: Box, style: Mapping[str, str], text: str) -> Box:
    """About where the text stands in its field: the browser does not tell."""
    size, padding = _pixels(style.get("font-size", "")), _pixels(style.get("padding-left", ""))
    left = field.left + padding + 1
    middle = (field.top + min(field.bottom, field.top + 3 * size)) / 2
    width = min(field.width - padding, _LETTER * size * len(text))
    return Box(left, middle - size / 2, left + width, middle + size / 2)


def _is_seen(style: Mapping[str, str]) -> bool:
    color = _COLOR.match(style.get("color", ""))
    clear = color is not None and color[4] is not None and float(color[4]) < 0.05
    return style.get("visibility") == "visible" and float(style.get("opacity") or 1) > 0.02 and not clear


def _rare(data: Mapping[str, Any] | None) -> dict[int, int]:
    return dict(zip(data["index"], data["value"], strict=True)) if data and "value" in data else {}


def _box(bounds: list[float]) -> Box:
    left, top, width, height = bounds
    return Box(left, top, left + width, top + height)


def _color(text: str) -> RGB:
    found = _COLOR.match(text)
    return RGB(int(found[1]), int(found[2]), int(found[3])) if found else RGB(0, 0, 0)


def _pixels(text: str) -> float:
    try:
        return float(text.removesuffix("px"))
    except ValueError:
        return 0.0
