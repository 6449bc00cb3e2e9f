"""Sets blank lines around a definition as the file has them.

Between functions and classes of a Python module stand two blank lines (PEP 8), elsewhere one, unless the file has
another number.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.nouns import Replacement
from viscodex_lsp.core.syntax.syntax import Tree, reparse

if TYPE_CHECKING:
    from tree_sitter import Node

DEFINITIONS = nodes(
    "function_definition class_definition decorated_definition function_declaration class_declaration "
    "generator_function_declaration abstract_class_declaration interface_declaration enum_declaration "
    "method_definition method_declaration constructor_declaration function_item struct_item enum_item impl_item "
    "trait_item mod_item class method singleton_method module namespace_definition struct_specifier "
    "type_declaration export_statement object_declaration record_declaration rule_set media_statement"
)
TRIVIA = frozenset({"comment", "line_comment", "block_comment", "multiline_comment"})
_OF_MODULES = frozenset({"lexical_declaration", "type_alias_declaration"})
_TEST = re.compile(rb"(?:it|test|describe|suite|(?:before|after)(?:Each|All))(?:\.\w+)?\(")
_ENOUGH = 40


def spaced(edit: Replacement, before: Tree, newline: str) -> Replacement:
    """The edit with the blank lines that stand between definitions, where it puts one beside another."""
    if before.parsed is None or not edit.text.strip():
        return edit
    after = reparse(before, [edit])
    start = edit.span.start + len(edit.text) - len(edit.text.lstrip())
    end = edit.span.start + len(edit.text.rstrip())
    first = _node_from(after, start)
    head = _behind_comments(first)
    if first is None or head is None:
        return edit
    usual = _usual_gap(head, before, range(after.offsets.to_bytes(start), after.offsets.to_bytes(end)))
    last = _node_to(after, end, first)
    if before.text.strip():
        edit = _spaced_within(edit, after, (first, last), newline=newline, usual=usual)
    text = edit.text
    previous = first.prev_sibling
    if previous is not None and _apart(previous, head, before):
        lacking = usual - _blank_lines(after.text, after.offsets.to_points(_content_end(previous)), start)
        if lacking > 0:
            text = newline * lacking + text
            if edit.text.startswith(("\n", "\r")):
                text = newline * lacking + edit.text
    following = last.next_sibling if last is not None else None
    if last is not None and following is not None and _apart(last, following, before):
        lacking = usual - _blank_lines(after.text, end, after.offsets.to_points(following.start_byte))
        text += newline * max(lacking, 0)
    return replace(edit, text=text)


def _spaced_within(
    edit: Replacement, after: Tree, ends: tuple["Node", "Node | None"], *, newline: str, usual: int
) -> Replacement:
    """The edit of a module of Python with the blank lines between the definitions that it brings itself."""
    first, node = ends
    if after.language.id != "python" or first.parent is None or first.parent.parent is not None:
        return edit
    text = edit.text
    while node is not None and node != first and (upper := node.prev_sibling) is not None:
        at = after.offsets.to_points(node.start_byte)
        lacking = usual - _blank_lines(after.text, after.offsets.to_points(_content_end(upper)), at)
        if _apart(upper, node, after):
            at -= edit.span.start
            text = text[:at] + newline * max(lacking, 0) + text[at:]
        node = upper
    return replace(edit, text=text)


def _apart(one: "Node", other: "Node", before: Tree) -> bool:
    """Whether blank lines stand between two nodes: definitions, or in a module of Python a definition and what else
    runs there (PEP 8)."""
    kinds = [_defines(one), _defines(other)]
    if before.language.id == "python" and one.parent is not None and one.parent.parent is None:
        return any(kinds) and one.type not in TRIVIA and _long(one, other)
    return all(kinds) and _long(one, other)


def _behind_comments(node: "Node | None") -> "Node | None":
    """The node that comments right above it are about."""
    while node is not None and node.type in TRIVIA:
        node = node.next_sibling
    return node


def _defines(node: "Node") -> bool:
    """Whether blank lines are around a node: a definition, a long constant or type of a script's top, a test."""
    if node.type in DEFINITIONS:
        value = node.child_by_field_name("value")  # `export default name` belongs to what it names
        return value is None or value.type != "identifier"
    is_long = node.start_point.row != node.end_point.row
    if node.type == "expression_statement":
        return is_long and _TEST.match(node.text or b"") is not None
    in_module = node.parent is not None and node.parent.type == "program"
    return is_long and node.type in _OF_MODULES and in_module


def _usual_gap(node: "Node", before: Tree, new: range) -> int:
    """How many blank lines the file has between definitions beside `node`, or what is usual; `new` are the bytes of the
    reply, whose own blank lines say nothing."""
    parent = node.parent
    beside = parent.named_children[:_ENOUGH] if parent is not None else ()
    counts = Counter(
        other.start_point.row - _last_row(one) - 1
        for one, other in pairwise(beside)
        if _defines(one) and _defines(other) and one.start_byte not in new and other.start_byte not in new
    )
    if counts:
        return counts.most_common(1)[0][0]
    top = parent is not None and parent.parent is None
    if before.language.id == "css":
        return 0
    return 2 if before.language.id == "python" and top else 1


def _long(one: "Node", other: "Node") -> bool:
    return any(node.start_point.row != _last_row(node) for node in (one, other))


def _last_row(node: "Node") -> int:
    return node.end_point.row - (1 if node.end_point.column == 0 else 0)


def _content_end(node: "Node") -> int:
    text = node.text or b""
    return node.end_byte - (len(text) - len(text.rstrip()))


def _blank_lines(text: str, start: int, end: int) -> int:
    return max(text[start:end].replace("\r\n", "\n").replace("\r", "\n").count("\n") - 1, 0)


def _node_from(tree: Tree, start: int) -> "Node | None":
    """The outermost node that begins at an offset and is not the whole text."""
    at = tree.offsets.to_bytes(start)
    node = tree.parsed.root_node if tree.parsed is not None else None
    while node is not None:
        node = next((child for child in node.children if child.end_byte > at), None)
        if node is not None and node.start_byte >= at:
            return node if node.start_byte == at else None
    return None


def _node_to(tree: Tree, end: int, first: "Node") -> "Node | None":
    """The last of the siblings from `first` on that begins before an offset."""
    last: Node | None = first
    limit = tree.offsets.to_bytes(end)
    siblings: Sequence[Node] = first.parent.children if first.parent is not None else ()
    for node in siblings:
        if first.start_byte <= node.start_byte < limit:
            last = node
    return last
