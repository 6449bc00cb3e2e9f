"""Leaves out the `main` that a reply shows its functions with, where the file has its own or is none to be run.

A program begins in one function (Go, "Program execution"; The Rust Reference, "Crates"; ISO C, 5.1.2.2.1); a package of
Go of another name, or a module of Rust, has none.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Document, Patch, Span
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.text.style import leading

if TYPE_CHECKING:
    from tree_sitter import Node

_MAIN = {
    "go": re.compile(r"func main\(\)"),
    "rust": re.compile(r"(?:pub )?(?:async )?fn main\("),
    **dict.fromkeys(("c", "cpp"), re.compile(r"(?:int|void|auto) main\(")),
    "kotlin": re.compile(r"(?:suspend )?fun main\("),
    "dart": re.compile(r"(?:void |Future<void> )?main\("),
    **dict.fromkeys(
        ("java", "csharp"), re.compile(r"(?:public )?static (?:async )?(?:void|int|Task) [Mm]ain\(")
    ),
}
_PACKAGE = re.compile(r"^package (?P<name>\w+)", re.MULTILINE)
_RUN = re.compile(r"(?:^|/)(?:main|build|\w*_?main)\.rs$|/(?:bin|examples)/[^/]+\.rs$")
_HEADER = re.compile(r"\.(?:h|hh|hpp|hxx)$")
_QUOTED = 60
# More than what a file has at its top.
_CODE = re.compile(r"(?!(?:package|import|use|using|#|//|/\*| \*))[^\s)}\]\"]")
_ABOVE = nodes("attribute_item comment line_comment block_comment multiline_comment modifiers attribute_list")
_NO_DEFINITION = _ABOVE | nodes("expression_statement")
_LONG_STRING = re.compile(r"\"\"\"|'''")
_BELONGS = ("//", "#[", "/*", " *", "@")


def without_entry_point(patch: Patch, document: Document, span: Span) -> Patch:
    """The patch without its `main`, which a note names; as it is where it has none, has nothing else, or the file may
    have one."""
    language = language_of(document.language).id
    pattern = _MAIN.get(language)
    why = _why_not(pattern, document, span, language) if pattern is not None and span.empty else ""
    if pattern is None or not why:
        return patch
    lines = patch.code.split("\n")
    rows = _rows(patch.code, language_of(document.language), pattern)
    rest = [line for row, line in enumerate(lines) if row not in rows]
    if not rows or not any(_CODE.match(line) for line in rest):
        return patch
    head = next(lines[row] for row in rows if pattern.match(lines[row]))
    note = f"left out `{head.partition('(')[0][:_QUOTED]}`: {why}"
    return replace(patch, code="\n".join(rest).strip("\n"), notes=(*patch.notes, note))


def _why_not(pattern: re.Pattern[str], document: Document, span: Span, language: str) -> str:
    """Why the file is to have no further one; "" where it may."""
    text, uri = document.text, document.uri
    lines = text.split("\n")
    own = next((row for row, line in enumerate(lines) if pattern.match(line.strip())), None)
    if own is not None:
        end, row = _end(lines, own), text.count("\n", 0, span.start)
        return "" if own <= row and (end < 0 or row <= end) else "the file has its own"
    package = _PACKAGE.search(text) if language == "go" else None
    if package is not None and package["name"] != "main":
        return f"the package `{package['name']}` is none to be run"
    is_module = language == "rust" and uri.endswith(".rs") and not _RUN.search(uri) and "fn " in text
    is_header = language in ("c", "cpp") and _HEADER.search(uri) is not None
    return "the file is none to be run" if is_module or is_header else ""


def _rows(code: str, language: Language, pattern: re.Pattern[str]) -> range:
    """The rows of the function, with the attributes and comments right above it; none where it does not end."""
    lines = code.split("\n")
    tree = parse(code, language)
    heads = (row for row, line in enumerate(lines) if pattern.match(line))
    if tree.parsed is None:
        return next((_rows_of_text(lines, row) for row in heads), range(0))
    found = tree.parsed.root_node.named_children
    return next(filter(None, (_rows_of_nodes(found, row) for row in heads)), range(0))


def _rows_of_nodes(found: "Sequence[Node]", head: int) -> range:
    """The rows of the definition whose head is in a row; none where others share them, or it has a fault."""
    at = next((at for at, one in enumerate(found) if one.start_point.row <= head <= _last_row(one)), -1)
    one = found[at]
    inner = next((part for part in one.named_children if part.type not in _ABOVE), one)
    if at < 0 or one.has_error or inner.start_point.row < head or one.type in _NO_DEFINITION:
        return range(0)
    start, end = one.start_point.row, _last_row(one)
    for above in reversed(found[:at]):
        # An annotation of Kotlin at the beginning of a text is an expression to its grammar.
        belongs = above.type in _ABOVE or text_of(above).startswith("@")
        if belongs and _last_row(above) == start - 1:
            start = above.start_point.row
        elif _last_row(above) >= start:
            return range(0)
    shares = any(other.start_point.row <= end and "comment" not in other.type for other in found[at + 1 :])
    return range(0) if shares else range(start, end + 1)


def _last_row(node: "Node") -> int:
    """The last row that a node has signs in: a comment may hold its line's end."""
    return node.end_point.row - (node.end_point.column == 0)


def _rows_of_text(lines: Sequence[str], start: int) -> range:
    """The rows of a function in a language without a grammar, by the margins of its lines."""
    end = _end(lines, start)
    inside = lines[start + 1 : end]
    is_other = any(line.strip() and not line.startswith((" ", "\t", ")", "{")) for line in inside)
    if end < 0 or is_other or _LONG_STRING.search("\n".join(lines[start : end + 1])):
        return range(0)
    while start > 0 and lines[start - 1].startswith(_BELONGS):
        start -= 1
    return range(start, end + 1)


def _end(lines: Sequence[str], start: int) -> int:
    """The last row of a function whose head is in row `start`; -1 where it has no end."""
    margin = leading(lines[start])
    head = lines[start].rstrip()
    behind = lines[start + 1].strip() if start + 1 < len(lines) else ""
    if head.endswith(("}", ";")):
        return start
    if head.endswith(("{", "(", ",")) or behind.startswith("{"):
        return next(
            (row for row in range(start + 1, len(lines)) if lines[row].startswith(margin + "}")),
            -1,
        )
    row = start
    while row + 1 < len(lines) and len(leading(lines[row + 1])) > len(margin):
        row += 1
    return row
