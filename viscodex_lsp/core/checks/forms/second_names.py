"""Finds a second definition of a name, and keeps a module from having two default exports.

A file may have one default export and, in one scope, one function or class of each name; a grammar accepts more.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.forms.again.decorated import decorated_again
from viscodex_lsp.core.checks.forms.defined import DEFINED, OF_SCRIPTS, definitions
from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.language.grammars import captures, text_of
from viscodex_lsp.core.language.languages import SCRIPTS
from viscodex_lsp.core.nouns import Reason, Refusal, Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree, reparse

if TYPE_CHECKING:
    from tree_sitter import Node

IMPORTED = "(import_clause (identifier) @name) (import_specifier) @name (namespace_import (identifier) @name)"
_IMPORTED = f"{IMPORTED}(export_statement (export_clause (export_specifier) @name) source: (string))"
_IN_CLASS = frozenset({"method_definition", "field_definition", "public_field_definition"})
_SCOPES = frozenset(
    {
        "program",
        "module",
        "source_file",
        "compilation_unit",
        "translation_unit",
        "statement_block",
        "block",
        "declaration_list",
        "class_body",
        "enum_body",
        "body_statement",
    }
)
_DEFAULT = re.compile(r"^export\s+default\s+(?P<rest>.*)$", re.MULTILINE)
_DECLARED = re.compile(r"(?:async\s+)?(?:function|class|abstract\s+class|interface|enum)\b[\s*]*[A-Za-z_$]")


def without_second_default(fragment: Fragment, tree: Tree, span: Span) -> tuple[Fragment, str]:
    """The fragment without `export default` where the document has one outside `span`, and a note; "" for none."""
    around = tree.text[: span.start] + tree.text[span.end :]
    if tree.language.id not in DEFINED or not (_DEFAULT.search(around) and _DEFAULT.search(fragment.text)):
        return fragment, ""
    lines: list[str] = []
    for row, line in enumerate(fragment.lines):
        match = _DEFAULT.match(line) if row not in fragment.kept else None
        if match is None:
            lines.append(line)
        elif _DECLARED.match(match["rest"]):
            lines.append(match["rest"])
        elif not re.fullmatch(r"[\w$]+\s*;?", match["rest"].strip()):
            return fragment, ""
    rows = len(fragment.lines)
    if len(lines) != rows and fragment.kept:
        return fragment, ""
    left = Fragment(tuple(lines), fragment.kept)
    return left.part(0, len(lines)), "left out `export default`: the file has one already"


def second_definition(before: Tree, replacements: tuple[Replacement, ...]) -> Refusal | None:
    """Why an edit is refused that defines a name of the same scope once more; None where it does not."""
    types = DEFINED.get(before.language.id)
    if types is None or before.parsed is None:
        return None
    after = reparse(before, replacements)
    if after.parsed is None:
        return None
    places = inserted(replacements)
    for scope in _scopes(after, places):
        old: set[str] = set()
        new: set[str] = set()
        for name, node in definitions(scope, types):
            (new if is_new(node, after, places) else old).add(name)
        if before.language.id == "python":
            around = _names_around(scope)
            old |= around
            twice = decorated_again(scope, around, lambda node: is_new(node, after, places))
            old, new = old | twice, new | twice
        elif before.language.id in SCRIPTS:
            old |= {_name_of_holder(scope)} - {""}
        again = sorted(old & new - {"_"})  # a name for what is never used
        if again:
            return defined_twice(f"`{again[0]}`")
        defaults = [child for child in scope.children if _is_default(child)]
        if len(defaults) > 1 and any(is_new(child, after, places) for child in defaults):
            return defined_twice("a default export")
    return _second_key(after, places) if before.language.id in SCRIPTS else None


def _second_key(after: Tree, places: list[Span]) -> Refusal | None:
    """Why an object of a script is refused that an edit gives a key once more, of which only the last counts."""
    assert after.parsed is not None
    for holder in captures(after.language, "(object) @one", after.parsed.root_node).get("one", ()):
        pairs = [child for child in holder.named_children if child.type == "pair"]
        old, new = set[str](), set[str]()
        for pair in pairs:
            (new if is_new(pair, after, places) else old).add(
                text_of(pair.child_by_field_name("key")).strip("\"'")
            )
        if old & new:
            return defined_twice(f"`{min(old & new)}`")
    for body in captures(after.language, "(class_body) @one", after.parsed.root_node).get("one", ()):
        old, new = set[str](), set[str]()
        for member in body.named_children:
            if member.type in _IN_CLASS:
                (new if is_new(member, after, places) else old).add(_head_of_member(member))
        if old & new:
            return defined_twice(f"`{min(old & new).split()[-1]}`")
    return None


def _head_of_member(member: "Node") -> str:
    """The name of a member of a class, behind what lets another one have the same: `get`, `set`, `static`."""
    words = [child.type for child in member.children if child.type in ("get", "set", "static")]
    name = member.child_by_field_name("name") or member.child_by_field_name("property")
    return " ".join((*words, text_of(name)))


def second_import(before: Tree, replacements: tuple[Replacement, ...]) -> Refusal | None:
    """Why an edit of a script is refused that imports a name which the file has of elsewhere, or defines one that it
    imports; None where it does not."""
    if before.language.id not in SCRIPTS or before.parsed is None:
        return None
    after = reparse(before, replacements)
    if after.parsed is None:
        return None
    places, root = inserted(replacements), after.parsed.root_node
    found = [(local_name(node), node) for node in captures(after.language, _IMPORTED, root).get("name", ())]
    if not found:
        return None
    old: set[str] = set()
    new: set[str] = set()
    for name, node in (*found, *definitions(root, OF_SCRIPTS)):
        brought = is_new(node, after, places)
        if brought and name in new:
            return defined_twice(f"`{name}`")
        (new if brought else old).add(name)
    imported = {name for name, _ in found}
    again = sorted(old & new & imported)
    return defined_twice(f"`{again[0]}`") if again else None


def _name_of_holder(scope: "Node") -> str:
    """The name of the function that a block is the body of."""
    function = scope.parent
    named = function.parent if function is not None and function.type == "arrow_function" else function
    name = (
        named.child_by_field_name("name") if named is not None and scope.type == "statement_block" else None
    )
    return text_of(name)


def local_name(node: "Node") -> str:
    """The name that a part of an import binds."""
    return text_of(node.child_by_field_name("alias") or node.child_by_field_name("name") or node)


def _names_around(scope: "Node") -> set[str]:
    """The names of the functions and classes that a scope is in."""
    names, node = set[str](), scope.parent
    while node is not None:
        name = node.child_by_field_name("name") if node.type in DEFINED["python"] else None
        names |= {text_of(name)} if name is not None else set()
        node = node.parent
    return names


def defined_twice(name: str) -> Refusal:
    """The refusal of an edit that defines a name once more."""
    return Refusal(
        Reason.SECOND_NAME,
        f"The reply defines {name}, which the file has already, so nothing was changed. Select the old one to "
        "replace it, or ask for another name in the instruction.",
        f"it defines {name} a second time. Use another name, or write only what takes the mark's place.",
    )


def _is_default(node: "Node") -> bool:
    return node.type == "export_statement" and any(child.type == "default" for child in node.children)


def inserted(replacements: tuple[Replacement, ...]) -> list[Span]:
    """Where the inserted texts are in the text after all replacements."""
    moved, spans = 0, []
    for edit in replacements:
        start = edit.span.start + moved
        spans.append(Span(start, start + len(edit.text)))
        moved += len(edit.text) - (edit.span.end - edit.span.start)
    return spans


def is_new(node: "Node", after: Tree, places: Sequence[Span]) -> bool:
    """Whether a node of the text after all replacements begins in one of the `inserted` ones."""
    start = after.offsets.to_points(node.start_byte)
    return any(part.start <= start < part.end for part in places)


def _scopes(tree: Tree, inserted: list[Span]) -> Iterator["Node"]:
    """The innermost scope around each inserted text."""
    for span in inserted:
        text = tree.text[span.start : span.end]
        start = tree.offsets.to_bytes(span.start + len(text) - len(text.lstrip()))
        end = tree.offsets.to_bytes(max(span.end - len(text) + len(text.rstrip()), span.start))
        node = (
            tree.parsed.root_node.descendant_for_byte_range(start, end) if tree.parsed is not None else None
        )
        while node is not None and node.type not in _SCOPES:
            node = node.parent
        if node is not None:
            yield node
