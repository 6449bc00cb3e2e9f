"""Joins the options of two components of Vue: what a reply's `export default { … }` has goes into the file's own.

Members of `data`, `computed`, `methods` and their like are put beside the file's; what both have under one name and
differently cannot be joined (Vue, "Options API"). In a `<script setup>` the body of `setup()` stands as it is.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.checks.forms.component.members import Member, members_of, object_in, put_into
from viscodex_lsp.core.checks.indentation import deeper, without_margin
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Replacement, Style
from viscodex_lsp.core.syntax.syntax import Tree, parse

if TYPE_CHECKING:
    from tree_sitter import Node

_OBJECTS = frozenset({"components", "computed", "directives", "filters", "methods", "props", "watch"})
_HOOKS = frozenset(
    f"{when}{what}"
    for when, what in (
        *(("", word) for word in ("created", "mounted", "updated", "unmounted", "destroyed", "activated")),
        *(("before", word) for word in ("Create", "Mount", "Update", "Unmount", "Destroy")),
    )
)
_NAMES = (
    _OBJECTS
    | _HOOKS
    | {"data", "emits", "extends", "inheritAttrs", "inject", "mixins", "name", "provide", "setup"}
)
# Its lines would be moved with the rest, and they are part of a value.
_LONG_LITERAL = re.compile(r"`[^`]*\n[^`]*`")
_DEFINE = re.compile(
    r"^import\s*\{\s*defineComponent\s*\}[^\n]*\n?|\bdefineComponent\s*,\s*|,\s*defineComponent\b", re.M
)


class JoinedOptions(NamedTuple):
    """The edits of the file's script, by its offsets, and what the person is told."""

    edits: tuple[Replacement, ...]
    notes: tuple[str, ...]


def as_members(script: str, markup: str) -> str | None:
    """A script that only has members of a component's options, or functions that `markup` calls or shows, as one that
    exports them; None for any other."""
    inner = script.strip().rstrip(";,")
    members = _members_in(_exported(inner))
    if not members or all(member.name in _NAMES for member in members):
        return _exported(inner) if members else None
    if any(member.node.type != "method_definition" or member.name in _NAMES for member in members):
        return None
    called = [
        bool(re.search(rf"@[\w.:-]+=[\"']{name}[\"']|\b{name}\(", markup))
        for name in (m.name for m in members)
    ]
    if not all(called) and any(called):
        return None
    option = "methods" if all(called) else "computed"
    shown = all(re.search(rf"\b{member.name}\b", markup) for member in members)
    return _exported(f"{option}: {{\n{deeper(inner)}\n}}") if shown else None


def _exported(members: str) -> str:
    return f"export default {{\n{members}\n}}\n"


def _members_in(text: str) -> list[Member]:
    tree = parse(text, language_of("typescript"))
    options = _options(tree)
    sound = options is not None and tree.parsed is not None and not tree.parsed.root_node.has_error
    return members_of(options, tree) if options is not None and sound else []


def as_setup(script: str) -> str | None:
    """A component whose options are a `setup()` without arguments, as a `<script setup>`; None for any other."""
    tree = parse(script, language_of("typescript"))
    options = _options(tree)
    members = members_of(options, tree) if options is not None else []
    setup = next((member.node for member in members if member.name == "setup"), None)
    if (
        setup is None
        or _LONG_LITERAL.search(script)
        or any(member.name not in ("name", "components", "setup") for member in members)
    ):
        return None
    parameters, body = setup.child_by_field_name("parameters"), setup.child_by_field_name("body")
    if body is None or parameters is None or parameters.named_children:
        return None
    statements = body.named_children
    given = object_in(statements[-1]) if statements and statements[-1].type == "return_statement" else None
    if given is None or any(child.type != "shorthand_property_identifier" for child in given.named_children):
        return None
    export = _export(tree)
    if export is None:
        return None
    inner = _text(tree, body.start_byte + 1, statements[-1].start_byte)
    head, tail = _text(tree, 0, export.start_byte), _text(tree, export.end_byte, len(tree.offsets.data))
    return "\n".join(
        (_DEFINE.sub("", head).rstrip("\n"), "", without_margin(inner.strip("\n").rstrip()), tail.strip("\n"))
    ).strip("\n")


def joined_options(new: str, own: Tree, style: Style) -> JoinedOptions | None:
    """The options of `new`, a statement that exports them, put into those that a script exports; None where the two
    cannot be one."""
    theirs = parse(new, language_of("typescript"))
    given, there = _options(theirs), _options(own)
    if given is None or there is None or _LONG_LITERAL.search(new):
        return None
    edits: list[Replacement] = []
    notes: list[str] = []
    added: list[Member] = []
    present = {member.name: member for member in members_of(there, own)}
    for member in members_of(given, theirs):
        known = present.get(member.name)
        if member.name == "name":
            notes.append("left out the component's name")
        elif known is None:
            added.append(member)
        elif known.words != member.words:
            inner = _inner(known, member, own, style)
            if inner is None:
                return None
            edits += inner
    edits += put_into(there, added, own, style)
    return JoinedOptions(tuple(edits), tuple(notes))


def _inner(known: Member, member: Member, own: Tree, style: Style) -> list[Replacement] | None:
    """The edits that bring what one option holds into the file's option of that name."""
    if member.name in _HOOKS:
        return _statements_into(known.node, member, own, style)
    if member.name not in _OBJECTS and member.name != "data":
        return None
    there, given = object_in(known.node), object_in(member.node)
    if there is None or given is None or (member.name == "data" and _does_more(member.node)):
        return None
    present = {item.name: item for item in members_of(there, own)}
    items = members_of(given, member.tree)
    if any(item.name in present and present[item.name].words != item.words for item in items):
        return None
    new = [item for item in items if item.name not in present]
    if new:
        new[0] = new[0]._replace(comments=(*member.comments, *new[0].comments))
    return list(put_into(there, new, own, style))


def _does_more(data: "Node") -> bool:
    """Whether a `data()` does more than to give an object back."""
    body = data.child_by_field_name("body")
    return body is not None and body.type == "statement_block" and len(body.named_children) != 1


def _statements_into(known: "Node", member: Member, own: Tree, style: Style) -> list[Replacement] | None:
    """The statements of a hook behind those of the file's hook."""
    there, given = known.child_by_field_name("body"), member.node.child_by_field_name("body")
    if there is None or given is None or there.type != "statement_block":
        return None
    items = [Member("", child, member.tree) for child in (*member.comments, *given.named_children)]
    if any(child.type == "return_statement" for child in there.named_children):
        return None
    return list(put_into(there, items, own, style, separator=""))


def _options(tree: Tree) -> "Node | None":
    """The object that a script exports, with or without `defineComponent`."""
    export = _export(tree)
    value = export.child_by_field_name("value") if export is not None else None
    return object_in(value) if value is not None else None


def _export(tree: Tree) -> "Node | None":
    found: Iterator[Node] = (
        node
        for node in (tree.parsed.root_node.named_children if tree.parsed is not None else ())
        if node.type == "export_statement" and node.child_by_field_name("value") is not None
    )
    return next(found, None)


def _text(tree: Tree, start: int, end: int) -> str:
    return tree.text[tree.offsets.to_points(start) : tree.offsets.to_points(end)]
