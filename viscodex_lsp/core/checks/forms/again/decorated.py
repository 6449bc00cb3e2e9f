"""Says which decorated functions and classes of Python a file would have twice.

Functions of one name may be one thing (a property and its setter, overloads, steps of a test), which their decorators
say; two classes never are.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.grammars import text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_DEFINED = frozenset({"function_definition", "class_definition"})


def decorated_again(scope: "Node", around: set[str], is_new: Callable[["Node"], bool]) -> set[str]:
    """The names of new ones that are `around` the scope, of new classes that it has already, and of new functions that
    it has with the same decorator."""
    old: set[tuple[str, str]] = {(name, "") for name in around}
    new: set[tuple[str, str]] = set()
    for child in scope.named_children:
        held = child.child_by_field_name("definition") or child
        if held.type not in _DEFINED or (held == child and held.type != "class_definition"):
            continue
        name, brought = text_of(held.child_by_field_name("name")), is_new(child)
        signs = {text_of(each) for each in child.named_children if each.type == "decorator"}
        marks = (
            {sign for sign in signs if "overload" not in sign} if held.type != "class_definition" else {""}
        )
        names = {(name, mark) for mark in marks}
        if brought:
            new |= names | ({(name, "")} if held != child else set())
        else:
            old |= names
    return {name for name, _ in old & new}
