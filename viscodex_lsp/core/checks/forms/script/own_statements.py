"""Leaves out statements of a reply that stand word for word above the place of a script, where they hold already."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.echo import alike
from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import THERE_ALREADY
from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.language.languages import SCRIPTS
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.syntax import Tree, parse

if TYPE_CHECKING:
    from tree_sitter import Node

_DECLARES = nodes(
    "lexical_declaration variable_declaration function_declaration class_declaration interface_declaration "
    "type_alias_declaration enum_declaration export_statement"
)
_BLOCKS = nodes("program statement_block")
_EMPTY = nodes("array object")


def without_own_statements(fragment: Fragment, place: Place, tree: Tree) -> tuple[Fragment, str]:
    """The fragment without declarations that are above the place already, and a note; "" for none."""
    if place.language.id not in SCRIPTS or not place.span.empty or fragment.kept:
        return fragment, ""
    parsed = parse(fragment.text, place.language).parsed
    if parsed is None or parsed.root_node.has_error:
        return fragment, ""
    known = statements_above(tree, place.span)
    gone: set[int] = set()
    for node in parsed.root_node.children if known else ():
        if node.type in _DECLARES and _key(text_of(node)) in known:
            gone.update(range(node.start_point.row, node.end_point.row + 1))
    rest = fragment.without(gone) if gone else fragment
    return (fragment, "") if not gone or rest.blank else (rest, THERE_ALREADY)


def statements_above(tree: Tree, span: Span) -> frozenset[str]:
    """The declarations above a place, in the blocks that it is in, as `is_above` compares them."""
    return frozenset(_key(text_of(node)) for node in _above(tree, span))


def is_above(statement: str, known: frozenset[str]) -> bool:
    """Whether a statement is one of those above a place."""
    return _key(statement) in known


def _above(tree: Tree, span: Span) -> Iterator["Node"]:
    at = tree.offsets.to_bytes(span.start)
    node: Node | None = tree.parsed.root_node.descendant_for_byte_range(at, at) if tree.parsed else None
    is_inner = True
    while node is not None:
        if node.type in _BLOCKS:
            declared = (one for one in node.named_children if one.end_byte <= at and one.type in _DECLARES)
            yield from (one for one in declared if is_inner or not _is_made_anew(one))
            is_inner = False
        node = node.parent


def _is_made_anew(statement: "Node") -> bool:
    """Whether a block that declares the same as one around it has a value of its own: a counter, a list to fill."""
    declared = statement.child_by_field_name("declaration") or statement
    if declared.type == "variable_declaration" or text_of(declared).startswith("let"):
        return True
    values = [child.child_by_field_name("value") for child in declared.named_children]
    return any(
        value is not None
        and (value.type == "new_expression" or (value.type in _EMPTY and not value.named_children))
        for value in values
    )


def _key(statement: str) -> str:
    return " ".join(alike(line) for line in statement.strip().split("\n"))
