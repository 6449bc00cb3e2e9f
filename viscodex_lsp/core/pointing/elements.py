"""Finds the element of a file that begins at a position, so that "make this look like the picture" knows its place."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from viscodex_lsp.core.errors import UsageError
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.pointing.source_position import read_position
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.positions import LineIndex

_BARE = re.compile(r"(\d{1,7})(?::(\d{1,7}))?")
_ELEMENTS = frozenset(
    {"element", "jsx_element", "jsx_self_closing_element", "jsx_fragment", "script_element", "style_element"}
)


def element_named(text: str, language: str, at: str) -> Span:
    """The element that a source position names, as tools write it, or as "12:5" alone.

    Raises:
        UsageError: it is no position, or there is no element at it.
    """
    position = read_position(at)
    bare = _BARE.fullmatch(at.strip())
    if position is None and bare is None:
        raise UsageError(f"{at[:60]!r} is no source position; write it as FILE:LINE:COLUMN, or LINE:COLUMN.")
    line = position.line if position is not None else int(bare[1]) if bare else 1
    column = position.column if position is not None else int(bare[2]) if bare and bare[2] else None
    return element_at(parse(text, language_of(language)), line, column)


def element_at(tree: Tree, line: int, column: int | None) -> Span:
    """The element that begins on `line` (from 1) nearest to `column`, else the innermost one around the place.

    Tools count columns from 0 or from 1: the nearest begin is the one that is meant.

    Raises:
        UsageError: there is none, or no such line or column.
    """
    index = LineIndex(tree.text)
    if line > index.line_count:
        raise UsageError(f"There is no line {line}; the file has {index.line_count}.")
    row = index.line_span(line - 1)
    columns = _columns(tree.text[row.start : row.end])
    if (column or 0) > columns:
        raise UsageError(f"There is no column {column} in line {line}; it ends with column {columns}.")
    wanted = row.start + min(max((column or 1) - 1, 0), row.end - row.start)
    found = list(_spans(tree))
    begin = [span for span in found if row.start <= span.start <= row.end]
    if begin:
        return min(begin, key=lambda span: (abs(span.start - wanted), span.start - span.end))
    around = [span for span in found if span.start <= wanted < span.end]
    if not around:
        raise UsageError(f"No element begins at line {line}, and none is around it. Name lines instead.")
    return min(around, key=lambda span: span.end - span.start)


def _columns(line: str) -> int:
    """The last column that a tool may tell: tools count from 0 or 1, and most of them count an emoji as two."""
    return len(line.encode("utf-16-le")) // 2 + 1


def _spans(tree: Tree) -> Iterator[Span]:
    waiting: list[Node] = [tree.parsed.root_node] if tree.parsed is not None else []
    while waiting:
        node = waiting.pop()
        if node.type in _ELEMENTS:
            yield Span(tree.offsets.to_points(node.start_byte), tree.offsets.to_points(node.end_byte))
        waiting += node.children
