"""Separates the imports of a fragment, and brings missing ones into the import block of a document.

The import block of a document is the run of imports at its top. Where it has none, imports go below what must
stay first: a shebang, a licence, a docstring, "use strict", a package clause, `<?php`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.imports.names import names_of, statements_of
from viscodex_lsp.core.checks.indentation import Fragment, parse_fragment
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree
from viscodex_lsp.core.text.style import leading

if TYPE_CHECKING:
    from tree_sitter import Node

_COMMENTS = frozenset({"comment", "line_comment", "block_comment", "multiline_comment"})
_STAYS_FIRST = re.compile(
    r"#!|//!|/\*!|.*(?:copyright|licen[cs]e|spdx|coding[:=]|frozen_string_literal|eslint|@ts-|@flow)",
    re.IGNORECASE | re.DOTALL,
)
_LINE_END = re.compile(r"\r\n?|\n")
_DEFINES = re.compile(r"(?:async )?def |class |@")
_FUTURE = "from __future__ "


@dataclass(frozen=True, slots=True)
class ImportBlock:
    """Where a document's imports end, and what they bring in.

    `end` is the end of the line to write below; `top` is the end of what stays before any import, 0 if there
    is nothing of that kind. `group` says that `end` is in Go's `import ( … )`. `margin` is the indentation.
    """

    tree: Tree
    end: int
    top: int
    present: frozenset[str]
    has_imports: bool
    group: bool
    margin: str

    def missing(self, statements: Iterable[str]) -> tuple[str, ...]:
        """The statements without the names that are there already."""
        wanted: list[str] = []
        for statement in statements:
            names = names_of(statement, self.tree.language)
            lacking = [name for name in names if name.key not in self.present]
            wanted += [statement] if len(lacking) == len(names) else statements_of(lacking)
        return tuple(wanted)

    def insertion(self, statements: Sequence[str], newline: str) -> Replacement:
        """The edit that writes the statements, of which there is at least one."""
        if self.group:
            specs = [name.name for item in statements for name in names_of(item, self.tree.language)]
            return _at(self.end, "".join(f"{newline}{self.margin}{spec}" for spec in specs))
        rows = [self.margin + line for statement in statements for line in statement.split("\n")]
        lines = newline.join(rows)
        if self.has_imports and not any(statement.startswith(_FUTURE) for statement in statements):
            return _at(self.end, newline + lines)
        return _at(self.top, self._below_the_top(lines, newline))

    def _below_the_top(self, lines: str, newline: str) -> str:
        rest = self.tree.text[self.top :]
        if not self.top:
            blank = _LINE_END.match(rest)
            # Two blank lines above a definition of Python (PEP 8, "Blank Lines").
            apart = 3 if self.tree.language.id == "python" and _DEFINES.match(rest) else 2
            return newline + lines + newline if blank else lines + newline * apart
        after = _LINE_END.match(rest)
        crowded = after is not None and rest[after.end() :] and not _LINE_END.match(rest, after.end())
        return newline * 2 + lines + (newline if crowded and not self.has_imports else "")


def split_imports(fragment: Fragment, language: Language) -> tuple[tuple[str, ...], Fragment]:
    """The imports at the top of a fragment, one statement each, and the fragment without them.

    Comments and what else comes before imports stay with the rest.
    """
    tree = parse_fragment(fragment.text, language)
    if tree.parsed is None or not language.has_imports:
        return (), fragment
    taken, imports = _leading_rows(tree.parsed.root_node.children, language)
    if not taken:
        return (), fragment
    statements = tuple("\n".join(fragment.lines[start : end + 1]) for start, end in imports)
    return statements, fragment.without(taken)


def statements_in(text: str, language: Language) -> tuple[str, ...]:
    """The statements in the text of an `ImportBlock.insertion`."""
    lines = _LINE_END.split(text)
    statements, _ = split_imports(Fragment(tuple(lines)).part(0, len(lines)), language)
    if statements or language.id != "go":
        return statements
    return tuple(f"import {line.strip()}" for line in lines if line.strip())


def read_import_block(tree: Tree, before: int) -> ImportBlock | None:
    """The import block of a document, for code that goes to the offset `before`.

    None where imports belong to the code itself: the language has none, or the place is in the block, above
    it, or at the top of a document without one.
    """
    if tree.parsed is None or not tree.language.has_imports or not tree.text[:before].strip():
        return None
    nodes = list(_flat(tree.parsed.root_node.children))
    imports = [node for node in nodes if _is_import(node, tree.language)]
    last = _last_import(nodes, imports, before, tree)
    top = _top(nodes, tree)
    end = _line_end(last, tree) if last is not None else top
    if end is None or top is None or end >= before:
        return None
    spec = _last_spec(last)
    return ImportBlock(
        tree=tree,
        end=_line_end(spec, tree) if spec is not None else end,
        top=top,
        present=frozenset(name.key for node in imports for name in names_of(text_of(node), tree.language)),
        has_imports=last is not None,
        group=spec is not None,
        margin=_margin(spec or last or nodes[0], tree),
    )


def _leading_rows(nodes: Sequence["Node"], language: Language) -> tuple[set[int], list[tuple[int, int]]]:
    """The rows of imports at the top, and first and last row of each import."""
    taken: set[int] = set()
    imports: list[tuple[int, int]] = []
    for node in nodes:
        first, last = _rows(node)
        if not node.has_error and _is_import(node, language):
            if first not in taken:
                imports.append((first, last))
            taken.update(range(first, last + 1))
        elif node.type not in _COMMENTS | {";", "php_tag"} and (
            imports or node.type not in language.preamble
        ):
            shared = first in taken
            return taken - {first}, [rows for rows in imports if not shared or rows[1] != first]
    return taken, imports


def _last_import(
    nodes: Sequence["Node"], imports: Sequence["Node"], before: int, tree: Tree
) -> "Node | None":
    """The last import of the run at the top; without such a run, the last one above the place."""
    last: Node | None = None
    for node in nodes:
        if _is_import(node, tree.language):
            last = node
        elif not _may_stand_above(node, tree.language):
            break
    above = [node for node in imports if tree.offsets.to_points(node.start_byte) < before]
    return last or (above[-1] if above else None)


def _may_stand_above(node: "Node", language: Language) -> bool:
    guard = node.type.startswith(("#", "preproc_")) or node.type in {"identifier", ";", "hash_bang_line"}
    return guard or node.type in _COMMENTS | language.preamble or _is_lone_string(node)


def _top(nodes: Sequence["Node"], tree: Tree) -> int | None:
    """The end of what must stay above imports; 0 if there is nothing of that kind, None if there is no place."""
    language = tree.language
    last: Node | None = None
    for group, following in _grouped(nodes):
        if group[0].type in _COMMENTS and group[0].type not in language.preamble:
            last = group[-1] if _stays_first(group, following) else last
        elif _is_first(group[0], language):
            last = group[0]
        elif group[0].type != "identifier":
            break
    if language.id == "php" and (last is None or not _ends_its_line(last, tree)):
        return None
    return 0 if last is None else _line_end(last, tree)


def _is_first(node: "Node", language: Language) -> bool:
    guard = node.type.startswith(("#", "preproc_def"))
    return guard or node.type in language.preamble or _is_lone_string(node)


def _grouped(nodes: Sequence["Node"]) -> Iterator[tuple[list["Node"], "Node | None"]]:
    """Each node and the one after it; comments on lines that follow each other are one."""
    group: list[Node] = []
    for node in nodes:
        joins = bool(group) and group[-1].type in _COMMENTS and node.type in _COMMENTS
        if group and not (joins and node.start_point.row <= _rows(group[-1])[1] + 1):
            yield group, node
            group = []
        group.append(node)
    if group:
        yield group, None


def _stays_first(group: Sequence["Node"], following: "Node | None") -> bool:
    """Whether comments stay above imports: because of their words, or because they stand alone."""
    alone = following is None or following.start_point.row > _rows(group[-1])[1] + 1
    return alone or any(_STAYS_FIRST.match(text_of(comment)) for comment in group)


def _last_spec(node: "Node | None") -> "Node | None":
    """The last line of Go's `import ( … )`."""
    lists = [child for child in node.named_children if child.type == "import_spec_list"] if node else []
    specs = [spec for group in lists for spec in group.named_children if spec.type == "import_spec"]
    return specs[-1] if specs else None


def _flat(nodes: Iterable["Node"]) -> Iterator["Node"]:
    """The nodes, with what a C header's include guard holds in place of the guard."""
    for node in nodes:
        if node.type == "preproc_ifdef":
            yield from _flat(node.children)
        else:
            yield node


def _is_import(node: "Node", language: Language) -> bool:
    if node.type in language.import_nodes:
        return True
    return node.type not in _COMMENTS and language.is_import(node.type, text_of(node)[:400])


def _is_lone_string(node: "Node") -> bool:
    if node.type != "expression_statement":
        return False
    return bool(node.named_children) and node.named_children[0].type == "string"


def _rows(node: "Node") -> tuple[int, int]:
    start, end = node.start_point, node.end_point
    return start.row, end.row - 1 if end.column == 0 and end.row > start.row else end.row


def _line_end(node: "Node", tree: Tree) -> int:
    """The end of the line that a node ends on."""
    return _next_line_end(_end(node, tree), tree)


def _end(node: "Node", tree: Tree) -> int:
    start = tree.offsets.to_points(node.start_byte)
    end = tree.offsets.to_points(node.end_byte)
    return start + len(tree.text[start:end].rstrip("\r\n"))


def _next_line_end(offset: int, tree: Tree) -> int:
    match = _LINE_END.search(tree.text, offset)
    return match.start() if match is not None else len(tree.text)


def _ends_its_line(node: "Node", tree: Tree) -> bool:
    end = _end(node, tree)
    return not tree.text[end : _next_line_end(end, tree)].strip()


def _margin(node: "Node", tree: Tree) -> str:
    """The indentation of the line a node begins on."""
    start = tree.offsets.to_points(node.start_byte)
    return leading(
        tree.text[max(tree.text.rfind("\n", 0, start), tree.text.rfind("\r", 0, start)) + 1 : start]
    )


def _at(offset: int, text: str) -> Replacement:
    return Replacement(Span(offset, offset), text)
