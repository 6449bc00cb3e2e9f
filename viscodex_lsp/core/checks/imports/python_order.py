"""Puts new imports of a Python file where its own order has them (PEP 8, "Imports"; isort, "How isort works").

Imports stand in groups with blank lines between: `__future__`, the standard library, packages, the file's own package.
In a group `import a` comes before `from a import b`, or all of them go by their modules.
"""

import re
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree

if TYPE_CHECKING:
    from tree_sitter import Node

_IMPORT = re.compile(r"(?P<how>import|from)\s+(?P<module>[\w.]+)")
_GROUPED = 2
_IMPORTS = frozenset({"import_statement", "import_from_statement", "future_import_statement"})


class _Import(NamedTuple):
    """The kind of an import, whether it is written `from`, its module, and the lines that it has in the file."""

    kind: int
    is_from: bool
    module: str
    rows: range


class _Gap(NamedTuple):
    """Where new imports go: below a row of the file or above it, as a `group` of their own of this kind, 0 for none."""

    row: int
    is_below: bool
    group: int = 0


def in_order(statements: Sequence[str], tree: Tree) -> tuple[tuple[Replacement, ...], tuple[str, ...]]:
    """The edits that bring statements in among those of the file, and the statements that have no certain place."""
    groups = _groups(tree)
    rest: list[str] = []
    places: dict[_Gap, list[tuple[_Import, str]]] = {}
    for statement in statements:
        new = _read(statement, range(0))
        gap = _gap(new, groups) if new is not None else None
        if new is None or gap is None:
            rest.append(statement)
        else:
            places.setdefault(gap, []).append((new, statement))
    return tuple(_edit(gap, found, tree) for gap, found in sorted(places.items())), tuple(rest)


def _gap(new: _Import, groups: Sequence[Sequence[_Import]]) -> _Gap | None:
    group = next((group for group in groups if _takes(group, new)), None)
    if group is not None:
        key = _order(group)
        above = [each for each in group if key(each) <= key(new)]
        return _Gap(above[-1].rows.stop - 1, True) if above else _Gap(group[0].rows.start, False)
    kinds = [{each.kind for each in group} for group in groups]
    order = [min(each) for each in kinds]
    if len(groups) < _GROUPED or any(len(each) > 1 for each in kinds) or order != sorted({*order, *order}):
        return None
    if not new.kind or new.kind in order:
        return None
    upper = [group for group in groups if group[0].kind < new.kind]
    return (
        _Gap(upper[-1][-1].rows.stop - 1, True, new.kind)
        if upper
        else _Gap(groups[0][0].rows.start, False, new.kind)
    )


def _edit(gap: _Gap, found: list[tuple[_Import, str]], tree: Tree) -> Replacement:
    lines = tree.text.split("\n")
    newline = "\r\n" if "\r\n" in tree.text else "\n"
    at = sum(len(line) + 1 for line in lines[: gap.row]) + (
        len(lines[gap.row].rstrip("\r")) if gap.is_below else 0
    )
    texts = [text.replace("\n", newline) for _, text in sorted(found, key=lambda each: _usual(each[0]))]
    text = "".join(newline + each if gap.is_below else each + newline for each in texts)
    apart = newline if gap.group else ""
    return Replacement(Span(at, at), apart + text if gap.is_below else text + apart)


def _groups(tree: Tree) -> list[list[_Import]]:
    """The imports at the top of the file, those with no blank line or remark between them together."""
    groups: list[list[_Import]] = []
    for node in tree.parsed.root_node.named_children if tree.parsed is not None else ():
        if node.type in _IMPORTS:
            new = _read(text_of(node), range(node.start_point.row, node.end_point.row + 1))
            if new is not None and groups and groups[-1][-1].rows.stop == new.rows.start:
                groups[-1].append(new)
            elif new is not None:
                groups.append([new])
        elif node.type != "comment" and not _is_docstring(node):
            break
    return groups


def _is_docstring(node: "Node") -> bool:
    return node.type == "expression_statement" and [child.type for child in node.named_children] == ["string"]


def _read(statement: str, rows: range) -> _Import | None:
    found = _IMPORT.match(statement)
    return (
        _Import(_kind(found["module"]), found["how"] == "from", found["module"], rows)
        if found is not None
        else None
    )


def _kind(module: str) -> int:
    """Which group a module belongs to."""
    top = module.partition(".")[0]
    if not top:
        return 3
    return 0 if top == "__future__" else 1 if top in sys.stdlib_module_names else 2


def _takes(group: Sequence[_Import], new: _Import) -> bool:
    """Whether a group has imports of the kind alone, in an order."""
    key = _order(group)
    return all(each.kind == new.kind for each in group) and [*group] == sorted(group, key=key)


def _order(group: Sequence[_Import]) -> Callable[[_Import], tuple[bool, str]]:
    return _usual if [*group] == sorted(group, key=_usual) else _by_module


def _usual(one: _Import) -> tuple[bool, str]:
    return one.is_from, one.module.lower()


def _by_module(one: _Import) -> tuple[bool, str]:
    return False, one.module.lower()
