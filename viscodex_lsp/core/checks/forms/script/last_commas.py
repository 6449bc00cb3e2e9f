"""Sets the comma behind the last member of an object or list in several lines, where the file has those."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.grammars import captures
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree

if TYPE_CHECKING:
    from tree_sitter import Node

_HOLDERS = "[(object) (array)] @one"


def has_last_commas(tree: Tree) -> list[bool]:
    """Of each object and list in several lines, whether its last member has a comma."""
    return [_comma(last) is not None for last in _last_members(tree)]


def with_last_commas(tree: Tree) -> Iterator[Replacement]:
    """The edits of a text that write those commas."""
    for last in _last_members(tree):
        if _comma(last) is None:
            at = tree.offsets.to_points(last.end_byte)
            yield Replacement(Span(at, at), ",")


def _last_members(tree: Tree) -> "Iterator[Node]":
    root = tree.parsed.root_node if tree.parsed is not None else None
    for holder in captures(tree.language, _HOLDERS, root).get("one", ()) if root is not None else ():
        members = [child for child in holder.named_children if child.type != "comment"]
        if members and members[-1].end_point.row < holder.end_point.row:
            yield members[-1]


def _comma(member: "Node") -> "Node | None":
    after = member.next_sibling
    return after if after is not None and after.type == "," else None
