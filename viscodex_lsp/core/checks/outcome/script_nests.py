"""Refuses a test in a test, and a `switch` in one of the same value: neither does what its place is for."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.second_names import inserted, is_new
from viscodex_lsp.core.language.grammars import captures, text_of
from viscodex_lsp.core.nouns import Reason, Refusal, Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree, reparse

if TYPE_CHECKING:
    from tree_sitter import Node

_TYPES = frozenset({"interface_body", "object_type"})
_EXPORTS = "(export_statement) @one"
_NAMESPACES = frozenset({"internal_module", "module", "ambient_declaration"})
_NESTS = "(call_expression function: (identifier)) @one (switch_statement) @one (switch_default) @one"
_TESTS = frozenset({"it", "test"})
_OF_TESTS = _TESTS | {"describe", "suite"}
_WORDS = (*(f"{name}(" for name in sorted(_OF_TESTS)), "switch", "default")


def script_in_its_like(before: Tree, replacements: tuple[Replacement, ...]) -> Refusal | None:
    """Why edits of a script are refused; None where they have neither."""
    if not any(word in part.text for part in replacements for word in (*_WORDS, "export")):
        return None
    after = reparse(before, replacements)
    if after.parsed is None:
        return None
    places = inserted(replacements)
    for node in captures(after.language, _EXPORTS, after.parsed.root_node).get("one", ()):
        if is_new(node, after, places) and not _may_export(node):
            in_type = node.parent is not None and node.parent.type in _TYPES
            return _refusal("a type" if in_type else "a block", "an `export`")
    for node in captures(after.language, _NESTS, after.parsed.root_node).get("one", ()):
        beside = node.parent.named_children if node.parent is not None else ()
        if node.type == "switch_default" and is_new(node, after, places):
            if any(one.type == node.type and not is_new(one, after, places) for one in beside):
                return _refusal("a `switch` with a `default`", "`default`")
        elif is_new(node, after, places):
            for holder in _around(node, after, places):
                if node.type == "switch_statement" and _value(node) == _value(holder):
                    return _refusal("a `switch` of the same value", f"`switch {_value(node)}`")
                if _called(node) in _OF_TESTS and _called(holder) in _TESTS:
                    return _refusal("a test", f"`{_called(node)}`")
    return None


def _may_export(node: "Node") -> bool:
    """Whether a statement is at the top of a module or of a namespace."""
    holder = node.parent
    if holder is None or holder.type == "program":
        return True
    return holder.parent is not None and (holder.type in _NAMESPACES or holder.parent.type in _NAMESPACES)


def _around(node: "Node", after: Tree, places: Sequence[Span]) -> Iterator["Node"]:
    """What a node of the reply is in, of its kind, and the file had."""
    holder = node.parent
    while holder is not None:
        if holder.type == node.type and not is_new(holder, after, places):
            yield holder
        holder = holder.parent


def _called(node: "Node") -> str:
    return text_of(node.child_by_field_name("function"))


def _value(node: "Node") -> str:
    return "".join(text_of(node.child_by_field_name("value")).split())


def _refusal(what: str, shown: str) -> Refusal:
    return Refusal(
        Reason.SYNTAX,
        f"The reply has {shown}, but the place is in {what} already, so nothing was changed. Choose a place outside of "
        "it, or ask for its content alone in the instruction.",
        f"it has {shown}, but the mark is in {what} already. Write only what goes into that.",
    )
