"""Says what may stand at a place of a script: children of an element, its attributes, one value, statements.

The place is known by what a word becomes there: text between tags, a value behind `return`, a statement of its own.
"""

from typing import TYPE_CHECKING, Literal

from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree, reparse

if TYPE_CHECKING:
    from tree_sitter import Node

Kind = Literal["children", "value", "statements", "attributes", "other"]

_PROBE = "vx0"
_VALUES = frozenset(
    {
        "parenthesized_expression",
        "return_statement",
        "arrow_function",
        "variable_declarator",
        "assignment_expression",
        "jsx_expression",
        "arguments",
        "pair",
        "ternary_expression",
        "binary_expression",
    }
)


def place_kind(tree: Tree, span: Span) -> Kind:
    """What code at `span` would be."""
    _, node = with_probe(tree, span)
    if node is None:
        return "other"
    if node.type == "jsx_text":
        return "children"
    parent = node.parent
    if node.type == "property_identifier" and parent is not None and parent.type == "jsx_attribute":
        return "attributes"
    if node.type != "identifier" or parent is None:
        return "other"
    if parent.type == "expression_statement":
        return "statements"
    return "value" if parent.type in _VALUES else "other"


def with_probe(tree: Tree, span: Span) -> "tuple[Tree, Node | None]":
    """The text with a word at the place, which may be an error while it is empty, and the node of that word."""
    probed = reparse(tree, [Replacement(span, f" {_PROBE} ")])
    at = probed.offsets.to_bytes(span.start + 1)
    if probed.parsed is None:
        return probed, None
    return probed, probed.parsed.root_node.descendant_for_byte_range(at, at + len(_PROBE))
