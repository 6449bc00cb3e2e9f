"""JSX as HTML, where nothing in it has to be computed: React's names for attributes, styles as objects, its blanks."""

import html
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.elements import VOID
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.syntax import Tree
from viscodex_lsp.core.truth.page.markup import Markup

if TYPE_CHECKING:
    from tree_sitter import Node

_ROOTS = frozenset({"jsx_element", "jsx_self_closing_element"})
_RENAMED = {"className": "class", "htmlFor": "for", "defaultValue": "value", "defaultChecked": "checked"}
# Attributes that may be computed without a difference to what is seen.
_UNSEEN = re.compile(
    r"(?:on[A-Z]\w*|key|ref|href|src|alt|id|name|role|aria-[\w-]+|data-[\w-]+|type|checked|disabled)$"
)
_UNITLESS = frozenset("opacity zIndex flex flexGrow flexShrink fontWeight lineHeight order zoom".split())  # noqa: SIM905
_CAMEL = re.compile(r"[A-Z]")


class _Computed(Exception):
    """A part that only a program can tell; its source."""


def jsx_markup(tree: Tree, spans: Sequence[Span]) -> Markup | str:
    """The largest element within `spans` as HTML; or why it cannot be drawn without being run."""
    root = _largest(tree, spans)
    if root is None:
        return "nothing that is drawn was made"
    try:
        markup = "".join(_html(root))
    except _Computed as error:
        return f"only a program can tell what it shows ({str(error)[:24]})"
    return Markup(f"<body>{markup}", (), markup)


def _largest(tree: Tree, spans: Sequence[Span]) -> "Node | None":
    if tree.parsed is None:
        return None
    places = [(tree.offsets.to_bytes(span.start), tree.offsets.to_bytes(span.end)) for span in spans]
    best: Node | None = None
    stack = [tree.parsed.root_node]
    while stack:
        node = stack.pop()
        touched = any(node.start_byte < end and start < node.end_byte for start, end in places)
        if touched and node.type in _ROOTS:
            best = node if best is None or _size(node) > _size(best) else best
        elif touched:
            stack.extend(node.children)
    return best


def _html(node: "Node") -> list[str]:
    if node.type == "jsx_self_closing_element":
        name, attributes = _tag(node)
        return [f"<{name}{attributes}>", "" if name in VOID else f"</{name}>"]
    opening = node.children[0]
    name, attributes = _tag(opening)
    inner = [piece for child in node.children[1:-1] for piece in _child(child)]
    return [f"<{name}{attributes}>", *inner, f"</{name}>"] if name else inner


def _child(node: "Node") -> list[str]:
    if node.type in _ROOTS:
        return _html(node)
    if node.type == "jsx_text":
        return [_text(text_of(node))]
    if node.type == "html_character_reference":
        return [text_of(node)]
    values = [child for child in node.named_children if child.type != "comment"]
    if not values:
        return []
    if len(values) == 1 and values[0].type in _ROOTS:
        return _html(values[0])
    return [html.escape(_plain(values[0]))]


def _text(text: str) -> str:
    """Text without the line breaks and indentation that JSX does not draw."""
    lines = text.split("\n")
    if len(lines) == 1:
        return text
    kept = [lines[0].rstrip(), *(line.strip() for line in lines[1:-1]), lines[-1].lstrip()]
    return " ".join(line for line in kept if line)


def _tag(tag: "Node") -> tuple[str, str]:
    named = tag.named_children
    if not named or named[0].type == "jsx_attribute":
        return "", ""
    name = text_of(named[0])
    if named[0].type != "identifier" or not name[0].islower():
        raise _Computed(f"<{name}>")
    return name, "".join(_attribute(each) for each in named[1:])


def _attribute(node: "Node") -> str:
    if node.type != "jsx_attribute":
        raise _Computed(text_of(node))
    name = text_of(node.named_children[0])
    if node.named_child_count == 1:
        return f" {_RENAMED.get(name, name)}"
    value = node.named_children[1]
    inner = value.named_children[0] if value.type == "jsx_expression" and value.named_child_count else value
    try:
        text = _style(inner) if name == "style" else _plain(inner)
    except _Computed:
        if _UNSEEN.match(name):
            return ""
        raise
    return f' {_RENAMED.get(name, name)}="{html.escape(text)}"'


def _style(node: "Node") -> str:
    if node.type != "object":
        raise _Computed(text_of(node))
    rules: list[str] = []
    for pair in node.named_children:
        if pair.type != "pair":
            raise _Computed(text_of(pair))
        name = text_of(pair.named_children[0]).strip("'\"")
        value = _plain(pair.named_children[1])
        unit = (
            "px" if pair.named_children[1].type == "number" and name not in _UNITLESS and value != "0" else ""
        )
        rules.append(f"{_CAMEL.sub(lambda found: '-' + found[0].lower(), name)}:{value}{unit}")
    return ";".join(rules)


def _plain(node: "Node") -> str:
    """What a literal says."""
    source = text_of(node)
    if node.type == "string" or (node.type == "template_string" and "${" not in source):
        return source[1:-1].replace("\\n", " ").replace("\\", "")
    if node.type in {"number", "true", "false"} or (node.type == "unary_expression" and source[1:].isdigit()):
        return source
    raise _Computed(source)


def _size(node: "Node") -> int:
    return node.end_byte - node.start_byte
