"""Normalises the indentation of code to a `Fragment` at column 0, and writes it at any depth.

Lines that begin inside a multi-line literal (a Python triple quote, a JavaScript template, a `<pre>`) are part
of a value: they are never touched. Docstrings are not values in that sense and move with their code.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Style
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.style import leading

if TYPE_CHECKING:
    from tree_sitter import Node

LITERALS = frozenset(
    {
        "string",
        "template_string",
        "string_literal",
        "raw_string",
        "raw_string_literal",
        "verbatim_string_literal",
        "interpolated_string_expression",
        "encapsed_string",
        "heredoc",
        "nowdoc",
        "heredoc_body",
        "heredoc_redirect",
        "multiline_string_literal",
        "multi_line_string_literal",
    }
)
_TAKEN_LITERALLY = (b"<pre", b"<textarea")
_WIDEST_STEP = 8


@dataclass(frozen=True, slots=True)
class Fragment:
    """Lines of code at column 0, without line ends. `kept` are the rows that begin inside a literal."""

    lines: tuple[str, ...]
    kept: frozenset[int] = frozenset()

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    def part(self, start: int, end: int) -> "Fragment":
        """The rows from `start` to `end`, at column 0 again, without blank lines around them."""
        end = min(end, len(self.lines))
        while start < end and not self.lines[start].strip() and start not in self.kept:
            start += 1
        while end > start and not self.lines[end - 1].strip() and end - 1 not in self.kept:
            end -= 1
        kept = frozenset(row - start for row in self.kept if start <= row < end)
        return Fragment(_dedented(self.lines[start:end], kept), kept)

    def without(self, rows: Collection[int]) -> "Fragment":
        """The lines but for those rows, at column 0 again, without blank lines around them."""
        left = [row for row in range(len(self.lines)) if row not in rows]
        kept = frozenset(at for at, row in enumerate(left) if row in self.kept)
        return Fragment(tuple(self.lines[row] for row in left), kept).part(0, len(left))

    def under(self, lines: tuple[str, ...]) -> "Fragment":
        """The fragment with further lines above it."""
        return Fragment(lines + self.lines, frozenset(row + len(lines) for row in self.kept))

    def at(self, depth: str) -> list[str]:
        """The lines at an indentation, without trailing whitespace where it has no meaning."""
        return [
            line if row in self.kept else _indented(line, depth, open_end=row + 1 in self.kept)
            for row, line in enumerate(self.lines)
        ]


@lru_cache(maxsize=2)
def read_fragment(code: str, language: Language, style: Style) -> Fragment:
    """Code that ends its lines with a newline alone, at column 0, indented in the steps of `style`.

    Steps are left alone where their width is part of a value (YAML), or where nothing is known of blocks. The
    latest are kept, as each step of the checks asks for that of a reply, and parsing it is what takes the time.
    """
    kept = literal_rows(parse_fragment(code, language))
    lines = code.split("\n")
    fragment = Fragment(tuple(lines), kept).part(0, len(lines))
    knows_blocks = bool(language.blocks or language.opens or language.markup)
    if not style.indent or not knows_blocks or language.id == "yaml":
        return fragment
    return _stepped(fragment, style.indent)


def without_margin(text: str) -> str:
    """The text without the indentation that all its lines share, whatever they mean: literals lose it as well."""
    lines = text.split("\n")
    margin = min((len(leading(line)) for line in lines if line.strip()), default=0)
    return "\n".join(line[margin:] for line in lines)


def deeper(text: str) -> str:
    """The text one step of two blanks deeper, blank lines empty."""
    return "\n".join(f"  {line}" if line.strip() else "" for line in text.split("\n"))


def parse_fragment(code: str, language: Language) -> Tree:
    """The tree of code that stands for itself; its rows are those of `code`."""
    bare_php = language.id == "php" and not code.lstrip().startswith("<") and "<?" not in code
    return parse(f"<?php {code}" if bare_php else code, language)


def literal_rows(tree: Tree) -> frozenset[int]:
    """The rows that begin inside a literal."""
    return _rows_within(tree, _is_literal)


def quoted_rows(tree: Tree) -> frozenset[int]:
    """The rows that begin inside a literal, a docstring or a comment."""
    return _rows_within(tree, lambda node, _: node.type in LITERALS or "comment" in node.type)


def _rows_within(tree: Tree, wanted: Callable[["Node", str], bool]) -> frozenset[int]:
    if tree.parsed is None:
        return frozenset()
    rows: set[int] = set()
    for node in _of_several_rows(tree.parsed.root_node, wanted):
        end = node.end_point
        rows.update(range(node.start_point.row + 1, end.row + (1 if end.column else 0)))
    return frozenset(rows)


def _of_several_rows(root: "Node", wanted: Callable[["Node", str], bool]) -> Iterator["Node"]:
    """The outermost wanted nodes of several rows, by themselves and the type of the node they are in; what lies on
    one row is never looked into."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        kind = node.type
        for child in node.children:
            if child.start_point.row == child.end_point.row:
                continue
            if wanted(child, kind):
                yield child
            else:
                waiting.append(child)


def _is_literal(node: "Node", parent: str) -> bool:
    if node.type == "element":
        tag = (node.text or b"")[:10].lower()
        return tag.startswith(_TAKEN_LITERALLY) and not tag.startswith(b"<pre-")
    is_docstring = node.type == "string" and parent == "expression_statement"
    return node.type in LITERALS and not is_docstring


def _dedented(lines: Sequence[str], kept: frozenset[int]) -> tuple[str, ...]:
    margins = [leading(line) for row, line in enumerate(lines) if line.strip() and row not in kept]
    if not margins:
        return tuple(lines)
    low, high = min(margins), max(margins)
    shared = next(
        (at for at, pair in enumerate(zip(low, high, strict=False)) if pair[0] != pair[1]), len(low)
    )
    margin = low[:shared]
    return tuple(line if row in kept else line.removeprefix(margin) for row, line in enumerate(lines))


def _indented(line: str, depth: str, *, open_end: bool) -> str:
    if open_end:
        return depth + line
    return depth + line.rstrip() if line.strip() else ""


def _stepped(fragment: Fragment, indent: str) -> Fragment:
    """The fragment with its steps of indentation made those of the document."""
    step = _step(fragment)
    if step is None or step == indent:
        return fragment
    lines = [
        line if row in fragment.kept else _restepped(line, step, indent)
        for row, line in enumerate(fragment.lines)
    ]
    return Fragment(tuple(lines), fragment.kept)


def _step(fragment: Fragment) -> str | None:
    """One step of the fragment's own indentation: the most frequent increase from line to line, or
    the first of those."""
    lines = [line for row, line in enumerate(fragment.lines) if line.strip() and row not in fragment.kept]
    margins = [leading(line) for line in lines]
    if any("\t" in margin for margin in margins):
        return "\t"
    widths = Counter(len(deep) - len(flat) for flat, deep in pairwise(margins))
    steps = [width for width, _ in widths.most_common() if 2 <= width <= _WIDEST_STEP]
    return " " * steps[0] if steps else None


def _restepped(line: str, step: str, indent: str) -> str:
    margin = leading(line)
    levels = margin.count("\t") if step == "\t" else len(margin) // len(step)
    rest = margin.count(" ") if step == "\t" else len(margin) % len(step)
    return indent * levels + " " * rest + line[len(margin) :]
