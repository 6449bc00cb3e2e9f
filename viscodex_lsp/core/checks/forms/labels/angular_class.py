"""Brings the members that a reply has for the class of an Angular component into that class, where the place is in the
component's template: signals, inputs, methods, and what its decorator imports."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.checks.forms.labels.angular_imports import listed_by_decorator, listed_by_imports
from viscodex_lsp.core.checks.forms.script.object_members import Addition, edit_of, end_behind
from viscodex_lsp.core.checks.forms.script.objects import compared, object_of, same
from viscodex_lsp.core.checks.imports.block import read_import_block
from viscodex_lsp.core.checks.imports.joining import join
from viscodex_lsp.core.checks.missing_names import missing_names
from viscodex_lsp.core.counted import quoted
from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.grammars import captures, text_of
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Document, Replacement, Span, Style
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.style import leading, read_style

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST = 60_000
_MOST_TOLD = 6
_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_CLASS = "(class_declaration) @one"
_REMARK = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_FIELDS = frozenset({"public_field_definition"})
_MEMBERS = _FIELDS | nodes("method_definition")
_LAST = 2
_ABOVE = nodes("decorator comment")


class ClassMembers(NamedTuple):
    """The edits that bring members into the class of a file, and what the person is told of them."""

    edits: tuple[Replacement, ...]
    notes: tuple[str, ...]


class _Member(NamedTuple):
    """A member of the reply's class: its node, its name, and its text with what belongs above it."""

    node: "Node"
    name: str
    text: str


def class_members(code: str, document: Document, span: Span) -> ClassMembers | None:
    """What code for the class has that the class lacks; None where it is no such code, or has nothing new."""
    language = language_of(document.language)
    own = parse(document.text, language)
    mine = _class_behind(own, span)
    body = mine.child_by_field_name("body") if mine is not None else None
    if body is None or mine is None or len(code) + len(document.text) > _MOST:
        return None
    statements, given, theirs = _parted(code, text_of(mine.child_by_field_name("name")), own)
    if theirs is None:
        return None
    style = read_style(document.text, language)
    there = {_name(one): one for one in body.named_children if one.type in _MEMBERS}
    members = list(_members(theirs, given))
    new = [one for one in members if one.name not in there]
    edits, notes = _in_objects(members, there, (own, given), style)
    added, listed = listed_by_decorator(given, own, span, style)
    if not listed:
        used = _REMARK.sub("", "\n".join(one.text for one in new))
        added, listed = listed_by_imports(statements, used, own, span, style)
        new = [one._replace(text=_without_remark(one.text, listed)) for one in new]
    edits += [*_written(new, body, own, style), *added]
    if new or listed:
        named = quoted([*(one.name for one in new), *listed], _MOST_TOLD)
        notes.insert(0, f"added to the class {text_of(mine.child_by_field_name('name'))}: {named}")
    if not edits:
        return ClassMembers((), tuple(notes)) if members else None
    text = "\n".join((*(one.text for one in new), *(edit.text for edit in edits)))
    edits += _imports(statements, text, own, (document, edits), style)
    return ClassMembers(tuple(sorted(edits, key=lambda edit: edit.span.start)), tuple(notes))


def _class_behind(tree: Tree, span: Span) -> "Node | None":
    """The class that the decorator around a place is for."""
    at = tree.offsets.to_bytes(span.end)
    root = tree.parsed.root_node if tree.parsed is not None else None
    found = captures(tree.language, _CLASS, root).get("one", []) if root is not None else []
    return next((one for one in found if (one.child_by_field_name("body") or one).start_byte > at), None)


def _without_remark(text: str, listed: Sequence[str]) -> str:
    """A member without the remark above it that says to list a name, which is done."""
    rows = text.split("\n")
    done = [
        row.lstrip().startswith("//") and "imports" in row and any(one in row for one in listed)
        for row in rows
    ]
    return "\n".join(row for row, is_done in zip(rows, done, strict=True) if not is_done).strip("\n")


def _parted(code: str, name: str, own: Tree) -> tuple[list[str], Tree, "Node | None"]:
    """The imports of the code, the code parsed, and the body of the class that it is or that its members make."""
    tree = parse(code, own.language)
    root = tree.parsed.root_node if tree.parsed is not None else None
    imports = (
        [one for one in root.named_children if one.type == "import_statement"] if root is not None else []
    )
    texts = [text_of(one) for one in imports]
    classes = captures(tree.language, _CLASS, root).get("one", []) if root is not None else []
    found = [one for one in classes if text_of(one.child_by_field_name("name")) == name] or classes
    if found:
        return texts, tree, found[0].child_by_field_name("body") if len(found) == 1 else None
    start = tree.offsets.to_points(imports[-1].end_byte) if imports else 0
    tree = parse(f"class {name} {{\n{code[start:]}\n}}", own.language)
    root = tree.parsed.root_node if tree.parsed is not None else None
    only = root.named_children if root is not None and not root.has_error else []
    return texts, tree, only[0].child_by_field_name("body") if len(only) == 1 else None


def _members(body: "Node", tree: Tree) -> "Iterator[_Member]":
    above: Node | None = None
    end = 0
    for one in body.named_children:
        if one.type in _ABOVE:
            above = above or (one if one.end_byte > end else None)
            continue
        if one.type in _MEMBERS:
            start = tree.offsets.to_points((above or one).start_byte)
            line = tree.text[tree.text.rfind("\n", 0, start) + 1 : start]
            done, end = tree.offsets.to_points(one.end_byte), end_behind(one)
            sign = ";" if one.type in _FIELDS else ""
            behind = tree.text[done : tree.offsets.to_points(end)].removeprefix(sign)
            text = tree.text[start:done] + sign + behind
            yield _Member(one, _name(one), textwrap.dedent(leading(line) + text))
        above = None


def _name(member: "Node") -> str:
    return text_of(member.child_by_field_name("name"))


def _in_objects(
    members: Sequence[_Member], there: "dict[str, Node]", trees: tuple[Tree, Tree], style: Style
) -> tuple[list[Replacement], list[str]]:
    """What fields that both have add to the objects of the class (a group of controls), and which ones stay."""
    own, given = trees
    edits, notes, kept = list[Replacement](), list[str](), list[str]()
    for one in members:
        mine = there.get(one.name)
        if mine is None or same(text_of(mine)) == same(text_of(one.node)):
            continue
        held = [object_of(node.child_by_field_name("value")) for node in (one.node, mine)]
        added: list[Addition] = []
        if held[0] is None or held[1] is None or compared(held[0], held[1], added, deep=False) or not added:
            kept.append(one.name)
            continue
        edits += [edit_of(addition, given, own, style) for addition in added]
        names = [text_of(node.child_by_field_name("key")) for addition in added for node in addition.members]
        notes.append(f"added to `{one.name}` of the class: {quoted(names, _MOST_TOLD)}")
    if kept:
        notes.append(f"kept {quoted(kept, _MOST_TOLD)} of the class, which the reply changes")
    return edits, notes


def _written(new: Sequence[_Member], body: "Node", own: Tree, style: Style) -> Iterator[Replacement]:
    """The edits that write fields and the constructor behind the class's own fields, and methods at its end."""
    mine = [one for one in body.named_children if one.type in _MEMBERS]
    margin = _margin(mine[0], own) if mine else _margin(body, own) + style.indent
    fields = [one for one in mine if one.type in _FIELDS]
    behind_fields = end_behind(fields[-1]) if fields else body.children[0].end_byte
    rows = {True: list[str](), False: list[str]()}
    for one in sorted(new, key=_order):
        written = "\n".join(f"{margin}{row}" if row.strip() else "" for row in one.text.split("\n"))
        is_field = one.node.type in _FIELDS
        rows[_order(one) < _LAST].append(written if is_field else f"\n{written}")
    ends = {True: behind_fields, False: end_behind(mine[-1]) if mine else behind_fields}
    if ends[True] == ends[False]:
        rows = {True: [*rows[True], *rows[False]], False: []}
    closing = "\n" if body.start_point.row == body.end_point.row else ""
    for at_fields, lines in rows.items():
        if lines:
            at = own.offsets.to_points(ends[at_fields])
            text = "".join(f"\n{line}" for line in lines)
            if at_fields and not fields:  # at the very top, above the methods
                text = "\n" + text.lstrip("\n") + ("\n" if mine else "")
            yield Replacement(Span(at, at), (text + closing).replace("\n", style.newline))


def _order(member: _Member) -> int:
    """Fields, the constructor, methods."""
    return 0 if member.node.type in _FIELDS else 1 if member.name == "constructor" else _LAST


def _margin(node: "Node", tree: Tree) -> str:
    at = tree.offsets.to_points(node.start_byte)
    return leading(tree.text[tree.text.rfind("\n", 0, at) + 1 : at])


def _imports(
    statements: Sequence[str], text: str, own: Tree, made: tuple[Document, list[Replacement]], style: Style
) -> list[Replacement]:
    """The edits that import what the members use: as the reply does, or as everybody does."""
    document, edits = made
    words = set(_WORD.findall(text))
    used = [one for one in statements if not words.isdisjoint(_WORD.findall(one.partition(" from ")[0]))]
    ordered = sorted(edits, key=lambda edit: edit.span.start)
    known = missing_names(own, document, ordered, quote=style.quote).imports
    block = read_import_block(own, ordered[0].span.start)
    missing = block.missing((*used, *known)) if block is not None else ()
    if block is None or not missing:
        return []
    joined = join(tuple(dict.fromkeys(missing)), text, own, style)
    lines = [block.insertion(joined.statements, style.newline)] if joined.statements else []
    return [*joined.edits, *lines]
