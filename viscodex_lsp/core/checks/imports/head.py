"""Takes the lines off a reply that a file has once, at its top, where the document has them already.

A package clause, a namespace, `#pragma once`, an inner attribute: in a document that lacks it such a line is new
and stays with the code.
"""

from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.indentation import Fragment, parse_fragment
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.syntax import Tree

if TYPE_CHECKING:
    from tree_sitter import Node

_ONCE = frozenset({"package_clause", "package_declaration", "package_header", "shebang", "hash_bang_line"})
_COMMENTS = frozenset({"comment", "line_comment", "block_comment", "multiline_comment"})
_QUOTED = 60


def without_head(fragment: Fragment, document: Tree, span: Span) -> tuple[Fragment, str]:
    """The fragment without the lines at its top that `document` has outside `span`, and a note; "" for none."""
    types = document.language.preamble - _COMMENTS - {"php_tag"}
    tree = parse_fragment(fragment.text, document.language) if types else document
    if not types or tree.parsed is None or document.parsed is None:
        return fragment, ""
    nodes = document.parsed.root_node.children
    outside = [node for node in nodes if node.type in types and not _inside(node, document, span)]
    present = {_text(node) for node in outside} | {node.type for node in outside if node.type in _ONCE}
    end, gone = 0, []
    for node in tree.parsed.root_node.children:
        if node.type in types and (_text(node) in present or node.type in present):
            gone.append(_text(node)[:_QUOTED])
            end = node.end_point.row + (1 if node.end_point.column else 0)
        elif node.type not in types | _COMMENTS | {"php_tag", ";"}:
            break
    if not gone or any(line.strip() and line.strip() not in gone for line in fragment.lines[:end]):
        return fragment, ""
    listed = ", ".join(f"`{line}`" for line in gone)
    return fragment.part(end, len(fragment.lines)), f"left out {listed}: the file has its own"


def only_opens(text: str, document: Tree) -> bool:
    """Whether `text`, the beginning of a document, holds nothing but comments, blank lines and opening marks."""
    if not text.strip():
        return True
    if document.parsed is None:
        return False
    end = len(text.encode("utf-8", errors="replace"))
    for node in document.parsed.root_node.children:
        if node.start_byte >= end:
            break
        opens = node.type in _COMMENTS or node.type in {"php_tag", "shebang", "hash_bang_line"}
        if not opens or node.end_byte > end + 1:
            return False
    return True


def _inside(node: "Node", tree: Tree, span: Span) -> bool:
    start, end = tree.offsets.to_points(node.start_byte), tree.offsets.to_points(node.end_byte)
    return span.start <= start and end <= span.end and not span.empty


def _text(node: "Node") -> str:
    return " ".join(text_of(node).split())
