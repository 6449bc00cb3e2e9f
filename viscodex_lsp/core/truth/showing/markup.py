"""The texts that markup draws: of HTML and its templates, Vue, Svelte, SVG, and of JSX.

Only what is seen counts: not scripts, styles, comments, the head, hidden elements, nor attributes but those that are
drawn as text.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.elements import attributes_of, tag_name
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.respelling import marks_in
from viscodex_lsp.core.syntax.syntax import Tree

if TYPE_CHECKING:
    from tree_sitter import Node

_UNSEEN = nodes(
    "head title script style template noscript datalist desc defs metadata symbol iframe object audio video canvas"
)
_TEXT = frozenset({"text", "entity", "jsx_text", "html_character_reference"})
_EXPRESSIONS = frozenset({"jsx_expression", "expression"})
_PLAIN = frozenset({"string", "number", "template_string"})
_TAGS = frozenset({"start_tag", "self_closing_tag", "jsx_opening_element", "jsx_self_closing_element"})
_NOT_DATA = frozenset({"jsx_attribute", "import_statement", "attribute"})
_DRAWN_ATTRIBUTES = ("value", "placeholder", "label")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*['\"]?none|visibility\s*:\s*['\"]?hidden")
_LITERAL = re.compile(r"'([^'\\\n]*)'|\"([^\"\\\n]*)\"|`([^`\\$]*)`")


@dataclass
class _Found:
    """Texts that are drawn and texts that may be; pieces that touch are one text."""

    texts: list[str] = field(default_factory=list)
    perhaps: list[str] = field(default_factory=list)
    end: int = -1

    def add(self, text: str, start: int, end: int) -> None:
        if start == self.end and self.texts:
            self.texts[-1] += text
        else:
            self.texts.append(text)
        self.end = end


def markup_texts(tree: Tree, spans: Sequence[Span]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The texts within `spans` that are drawn, and the strings in expressions and data, which may be."""
    if tree.parsed is None:
        return (), ()
    to_bytes = tree.offsets.to_bytes
    within = [(to_bytes(span.start), to_bytes(span.end)) for span in spans]
    unseen = _UNSEEN - {"template"} if tree.language.id == "vue" else _UNSEEN
    found = _Found()
    stack = [tree.parsed.root_node]
    while stack:
        node = stack.pop()
        if not any(node.start_byte < end and start < node.end_byte for start, end in within):
            continue
        if _is_hidden(node, unseen) or _take(node, found, within, tree.offsets.data):
            continue
        stack.extend(reversed(node.children))
    found.perhaps += [text for span in spans for text in _in_marks(tree, span)]
    return tuple(filter(str.strip, found.texts)), tuple(filter(str.strip, found.perhaps))


def _take(node: "Node", found: _Found, within: Sequence[tuple[int, int]], data: bytes) -> bool:
    """Add what `node` draws by itself; False where its children have to be looked at."""
    kind = node.type
    if kind in _TEXT:
        for start, end in within:
            first, last = max(start, node.start_byte), min(end, node.end_byte)
            if first < last:
                found.add(html.unescape(data[first:last].decode("utf-8", "replace")), first, last)
        return True
    if kind in _EXPRESSIONS:
        inner = [child for child in node.named_children if child.type != "comment"]
        if len(inner) == 1 and inner[0].type in _PLAIN:
            found.add(text_of(inner[0]).strip("'\"`"), node.start_byte, node.end_byte)
            return True
        if kind == "expression":
            found.perhaps += _literals(text_of(node))
        return kind == "expression"
    if kind == "string":
        found.perhaps.append(text_of(node).strip("'\""))
        return True
    if kind in _TAGS:
        found.texts += _drawn_attributes(node)
        found.end = -1
        return not kind.startswith("jsx")
    return kind in _NOT_DATA


def _is_hidden(node: "Node", unseen: frozenset[str]) -> bool:
    tag = next((child for child in node.children[:1] if child.type in _TAGS), None)
    if tag is None or tag.type == "jsx_self_closing_element":
        return False
    if tag.type == "jsx_opening_element":
        return _name(tag) in unseen or bool(_HIDDEN_STYLE.search(text_of(tag)))
    attributes = attributes_of(tag)
    hidden = "hidden" in attributes or bool(_HIDDEN_STYLE.search(attributes.get("style", "")))
    return hidden or tag_name(tag) in unseen


def _drawn_attributes(tag: "Node") -> list[str]:
    """What an input field or an option shows of its attributes."""
    if _name(tag).lower() not in {"input", "textarea", "option", "button"}:
        return []
    values: dict[str, str] = {}
    for attribute in tag.named_children:
        if attribute.type in {"attribute", "jsx_attribute"}:
            name, _, value = text_of(attribute).partition("=")
            values[name.strip().lower()] = value.strip().strip("\"'{}")
    if values.get("type", "").lower() in {"hidden", "checkbox", "radio", "range", "color", "file", "image"}:
        return []
    drawn = next((values[name] for name in _DRAWN_ATTRIBUTES if values.get(name)), "")
    return [html.unescape(drawn)]


def _in_marks(tree: Tree, span: Span) -> list[str]:
    marks = [mark[0] for mark in marks_in(tree.text, tree.language) if span.start <= mark.start() < span.end]
    return [text for mark in marks for text in _literals(mark)]


def _literals(code: str) -> list[str]:
    return [next(filter(None, found), "") for found in _LITERAL.findall(code)]


def _name(tag: "Node") -> str:
    return text_of(tag.named_children[0]) if tag.named_child_count else ""
