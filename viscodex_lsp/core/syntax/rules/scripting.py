"""What Python, Ruby and PHP forbid, though their grammars accept it."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.grammars import captures
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.syntax.mistake import Mistake, at_start_of, over_all_of, quote

if TYPE_CHECKING:
    from tree_sitter import Node

_BEFORE_NAMESPACE: Final = nodes("php_tag comment declare_statement ERROR")
_RUBY: Final = """
(argument_list (call)) @list
(call !receiver method: (_) @called)
(exceptions (assignment) @rescued)
(hash (pair key: (chained_string) @strings))
"""
_VARIABLES: Final = nodes("instance_variable class_variable global_variable")


def python_mistakes(root: "Node", language: Language) -> Iterator[Mistake]:
    found = captures(language, "(block) @block (try_statement) @try", root)
    yield from _uneven(_statements(root), 0)
    for block in found.get("block", ()):
        statements = _statements(block)
        if not statements:
            yield over_all_of(block, "a body with no statement in it")
        elif block.start_point.row != block.end_point.row:
            yield from _uneven(statements, statements[0].start_point.column)
    for statement in found.get("try", ()):
        if not any(child.type in {"except_clause", "finally_clause"} for child in statement.children):
            yield at_start_of(statement, "`try` without `except` or `finally`")


def _statements(block: "Node") -> list["Node"]:
    return [child for child in block.named_children if child.type not in {"comment", "ERROR"}]


def _uneven(statements: list["Node"], column: int) -> Iterator[Mistake]:
    """Statements of one block that begin a line elsewhere than the others."""
    row = -1
    for statement in statements:
        if statement.start_point.row != row and statement.start_point.column != column:
            yield at_start_of(statement, "this line's indentation fits no block")
        row = statement.end_point.row


def php_mistakes(root: "Node", _: Language) -> Iterator[Mistake]:
    """A namespace for all that follows is the first statement of a file, or there is one above it."""
    below = False
    for child in root.named_children:
        if child.type == "declare_statement" and b"strict_types" in (child.text or b"")[:80]:
            yield from _declared_for_a_part(child)
    for child in root.named_children:
        if child.type == "namespace_definition":
            if below and child.child_by_field_name("body") is None:
                yield at_start_of(child, f"`{quote(child)}` below other code")
            return
        below = below or child.type not in _BEFORE_NAMESPACE


def _declared_for_a_part(declaration: "Node") -> Iterator[Mistake]:
    """`strict_types` holds for a whole file (PHP manual, "Strict typing")."""
    parts = [
        child for child in declaration.named_children if child.type not in {"declare_directive", "comment"}
    ]
    if parts:
        yield over_all_of(parts[0], "a `;` is missing behind `declare(strict_types=…)`")


def ruby_mistakes(root: "Node", language: Language) -> Iterator[Mistake]:
    """Its grammar takes a call without brackets wherever a value may stand, and any value where a name is wanted."""
    found = captures(language, _RUBY, root)
    for outer in found.get("list", ()):
        if outer.named_child_count < 2:
            continue
        for call in outer.named_children:
            inner = call.child_by_field_name("arguments") if call.type == "call" else None
            if inner is not None and not _has_brackets(inner):
                yield over_all_of(call, f"`{quote(call)}` needs brackets or a comma")
    for name in found.get("called", ()):
        if name.type in _VARIABLES:
            yield over_all_of(name, f"`{quote(name)}` is called like a method")
    for assignment in found.get("rescued", ()):
        yield over_all_of(assignment, f"`{quote(assignment)}` is no kind of error")
    for strings in found.get("strings", ()):
        if b"\\\n" not in (strings.text or b""):
            yield from _apart(strings)


def _apart(strings: "Node") -> Iterator[Mistake]:
    """Two strings in a row are one, on one line only."""
    for one, two in pairwise(strings.named_children):
        if one.end_point.row != two.start_point.row:
            yield over_all_of(two, "a `,` is missing between two strings")


def _has_brackets(arguments: "Node") -> bool:
    return (arguments.text or b"").startswith((b"(", b"["))
