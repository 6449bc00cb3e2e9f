"""Finds the comma that an item, or a member of an object, of JavaScript lacks where another is to follow it."""

from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.separators import Separated
from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.language.languages import SCRIPTS
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.syntax import Tree

if TYPE_CHECKING:
    from tree_sitter import Node

_HOLDERS = frozenset({"array", "object"})


def behind_item(fragment: Fragment, tree: Tree, span: Span) -> Separated | None:
    """The code with the comma for the item before it; None where that has one, or the place is in no list or object."""
    if tree.language.id not in SCRIPTS or tree.parsed is None or not span.empty or fragment.blank:
        return None
    at = tree.offsets.to_bytes(span.start)
    node: Node | None = tree.parsed.root_node.descendant_for_byte_range(at, at)
    while node is not None and not (node.start_byte < at < node.end_byte):
        node = node.parent
    above = [child for child in node.children if child.end_byte <= at] if node is not None else []
    last = next((child for child in reversed(above) if child.type != "comment"), None)
    if node is None or node.type not in _HOLDERS or last is None or not last.is_named:
        return None
    return Separated(fragment, (tree.offsets.to_points(last.end_byte), ","))
