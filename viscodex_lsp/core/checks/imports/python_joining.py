"""Lets names that a reply imports join an import of the same module that a Python file has."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.imports.python_order import in_order
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree

if TYPE_CHECKING:
    from tree_sitter import Node

_FROM = re.compile(r"from\s+(?P<module>[\w.]+)\s+import\s+(?P<names>[^()#;*]+)$")
# Black's limit, which most formatters take over.
_LONGEST = 88


def join_python(statements: Sequence[str], tree: Tree) -> tuple[tuple[Replacement, ...], tuple[str, ...]]:
    """The edits of the file's imports, and the statements that are still to be written."""
    there = _imports(tree)
    waiting: dict[str, list[str]] = {}
    rest: list[str] = []
    for statement in statements:
        found = _FROM.match(" ".join(statement.replace("(", " ").replace(")", " ").split()))
        if found is None or found["module"] not in there:
            rest.append(statement)
            continue
        names = [name.strip() for name in found["names"].split(",") if name.strip()]
        waiting.setdefault(found["module"], []).extend(names)
    edits: list[Replacement] = []
    for module, names in waiting.items():
        edit = _joined(there[module], list(dict.fromkeys(names)), tree)
        if edit is None:
            rest.append(f"from {module} import {', '.join(names)}")
        else:
            edits.append(edit)
    placed, left = in_order(rest, tree)
    return tuple(sorted((*edits, *placed), key=lambda edit: edit.span.start)), left


def _by_kind(name: str) -> tuple[bool, bool, str]:
    """The order that isort gives names: constants, classes, others."""
    return not name.isupper(), not name[:1].isupper(), name


def _imports(tree: Tree) -> dict[str, "Node"]:
    """The last import of each module that further names may join, by the module's name."""
    root = tree.parsed.root_node if tree.parsed is not None else None
    found = {}
    for node in root.named_children if root is not None else ():
        if node.type == "import_from_statement" and node.children_by_field_name("name"):
            found[text_of(node.child_by_field_name("module_name"))] = node
    return found


def _joined(node: "Node", names: list[str], tree: Tree) -> Replacement | None:
    """The edit that sets the names among those of an import on one line, in their order where they have one, or behind
    the last of an import on several; None where the line would be too long."""
    own = node.children_by_field_name("name")
    first, last = own[0], own[-1]
    start, end = (tree.offsets.to_points(at) for at in (first.start_byte, last.end_byte))
    if node.start_point.row != node.end_point.row:
        margin = tree.text[tree.text.rfind("\n", 0, start) + 1 : start]
        newline = "\r\n" if "\r\n" in tree.text else "\n"
        between = f",{newline}{margin}" if not margin.strip() else ", "
        if any("comment" in child.type for child in node.children):
            return Replacement(Span(end, end), "".join(between + name for name in names))
        return Replacement(Span(start, end), between.join(_together(own, names)))
    text = ", ".join(_together(own, names))
    if len(text_of(node)) + len(text) - (end - start) > _LONGEST:
        return None
    return Replacement(Span(start, end), text)


def _together(own: Sequence["Node"], names: list[str]) -> list[str]:
    """The names of an import with the new ones, in their order where they have one."""
    written = [text_of(one) for one in own]
    together = [*written, *(name for name in names if name not in written)]
    for order in (_by_kind, str, str.lower):
        if written == sorted(written, key=order):
            return sorted(together, key=order)
    return together
