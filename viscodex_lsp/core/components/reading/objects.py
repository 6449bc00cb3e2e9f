"""Reads object literals of JavaScript: the entries of one, and a whole one as nested dictionaries of its literals."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.language.grammars import text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST_ENTRIES: Final = 2_000
_MOST_DEPTH: Final = 8
_AROUND: Final = frozenset({"as_expression", "satisfies_expression", "parenthesized_expression"})

Nested = dict[str, "str | Nested"]


def entries_of(node: "Node | None") -> "Iterator[tuple[str, Node]]":
    """Keys and values of an object literal, `as const` and brackets around it taken off; nothing for other nodes."""
    node = unwrapped(node)
    if node is None or node.type != "object":
        return
    for pair in node.named_children[:_MOST_ENTRIES]:
        if pair.type == "pair":
            key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
            if key is not None and value is not None:
                yield text_of(key).strip("\"'`[]"), value
        elif pair.type == "method_definition":
            key = pair.child_by_field_name("name")
            if key is not None:
                yield text_of(key), pair


def unwrapped(node: "Node | None") -> "Node | None":
    """The expression in `(…)`, `… as const` and `… satisfies T`."""
    while node is not None and node.type in _AROUND and node.named_children:
        node = node.named_children[0]
    return node


def nested(node: "Node | None", depth: int = 0) -> Nested:
    """The strings and numbers of an object literal; what is computed is left out."""
    found: Nested = {}
    for key, value in entries_of(node):
        inner = unwrapped(value)
        if inner is None:
            continue
        if inner.type == "object" and depth < _MOST_DEPTH:
            found[key] = nested(inner, depth + 1)
        elif inner.type == "string" or (inner.type == "template_string" and "${" not in text_of(inner)):
            found[key] = text_of(inner)[1:-1]
        elif inner.type in {"number", "unary_expression"}:
            found[key] = text_of(inner)
        elif inner.type == "array" and inner.named_children:
            first = inner.named_children[0]
            if first.type == "string":
                found[key] = text_of(first)[1:-1]
    return found
