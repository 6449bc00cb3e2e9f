"""Joins the options of two components of Vue: what a reply's `export default { … }` has goes into the file's own.

Members of `data`, `computed`, `methods` and their like are put beside the file's; what both have under one name and
differently cannot be joined (Vue, "Options API").
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.checks.forms.component.members import Member, members_of, object_in, put_into
from viscodex_lsp.core.checks.forms.component.setup import LONG_LITERAL, into_setup, options_of
from viscodex_lsp.core.checks.indentation import deeper
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
_OFFERING = frozenset({"computed", "data", "methods", "props", "setup"})


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
    options = options_of(tree)
    sound = options is not None and tree.parsed is not None and not tree.parsed.root_node.has_error
    return members_of(options, tree) if options is not None and sound else []


def joined_options(new: str, own: Tree, style: Style) -> JoinedOptions | None:
    """The options of `new`, a statement that exports them, put into those that a script exports; None where the two
    cannot be one."""
    theirs = parse(new, language_of("typescript"))
    given, there = options_of(theirs), options_of(own)
    if given is None or there is None or LONG_LITERAL.search(new):
        return None
    edits: list[Replacement] = []
    notes: list[str] = []
    added: list[Member] = []
    present = {member.name: member for member in members_of(there, own)}
    if _offered_otherwise(members_of(given, theirs), tuple(present.values())):
        return None
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
    if member.name == "setup":
        return into_setup(known, member, own, style)
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


def _offered_otherwise(given: Sequence[Member], there: Sequence[Member]) -> bool:
    """Whether both components offer a name to their templates, each by another option, of which one would win."""
    own = _offered(there)
    return any(own.get(name, option) != option for name, option in _offered(given).items())


def _offered(members: Sequence[Member]) -> dict[str, str]:
    """The names that options offer to a template, each with its option."""
    found: dict[str, str] = {}
    for member in members:
        holder = object_in(member.node) if member.name in _OFFERING else None
        for item in members_of(holder, member.tree) if holder is not None else ():
            found[item.name] = member.name
    return found


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
