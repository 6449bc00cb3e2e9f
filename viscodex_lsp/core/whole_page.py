"""Code that is a whole file in, the part of it that fits inside an existing file out.

Models like to answer with a whole page, from `<!doctype html>` to `</html>`, and with PHP's opening tag.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from viscodex_lsp.core.difference import apply_replacements
from viscodex_lsp.core.languages import language_of
from viscodex_lsp.core.nouns import Document, Replacement, Span
from viscodex_lsp.core.syntax import Tree, parse

if TYPE_CHECKING:
    from tree_sitter import Node

_PAGE = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_LOADS = re.compile(r"<(?:script|link)\b", re.IGNORECASE)
_FRAMES = frozenset({"html", "body"})
_HEAD_KEEPS = frozenset({"style_element"})


def without_page(code: str, document: Document, span: Span) -> tuple[str, tuple[str, ...]]:
    """The code without the frame of a page, and what a person should know about what was left out.

    Of a page the content of the body stays, with the style blocks of its head that the document does not have
    yet. A page stays whole where nothing is around it, and where a page is what it replaces.
    """
    around = document.text[: span.start] + document.text[span.end :]
    selected = document.text[span.start : span.end]
    if not _PAGE.search(code) or _PAGE.search(selected) or not around.strip():
        return code, ()
    tree = parse(code, language_of("html"))
    if tree.parsed is None:
        return code, ()
    dropped = list(_dropped(tree.parsed.root_node, tree, around))
    if not dropped:
        return code, ()
    inner = apply_replacements(code, [Replacement(span, "") for span in dropped])
    notes = ("took the content out of a whole page",)
    if any(_LOADS.search(code, part.start, part.end) for part in dropped):
        return inner, (*notes, "left out the scripts and links of the page's head")
    return inner, notes


def without_php_tag(code: str, document: Document, span: Span) -> tuple[str, tuple[str, ...]]:
    """The code without `<?php` and `?>` around it, where the place is inside PHP already."""
    before = document.text[: span.start]
    inside = before.rfind("<?") > before.rfind("?>")
    bare = code.strip()
    if not inside or not bare.startswith(("<?php", "<? ", "<?\n")):
        return code, ()
    inner = bare.removeprefix("<?php").removeprefix("<?").removesuffix("?>")
    return (code, ()) if "?>" in inner else (inner.strip("\n"), ("took the code out of its PHP tag",))


def _dropped(node: "Node", tree: Tree, around: str) -> Iterator[Span]:
    """The parts that make code a page: its doctype, its head but for styles, the tags of html and body."""
    for child in node.children:
        name = _element_name(child)
        if child.type == "doctype" or (child.type == "erroneous_end_tag" and _tag_name(child) in _FRAMES):
            yield _between(child.start_byte, child.end_byte, tree)
        elif name == "head":
            yield from _dropped_of_head(child, tree, around)
        elif name in _FRAMES:
            tags = [part for part in child.children if part.type in {"start_tag", "end_tag"}]
            yield from (_between(tag.start_byte, tag.end_byte, tree) for tag in tags)
            yield from _dropped(child, tree, around)


def _dropped_of_head(head: "Node", tree: Tree, around: str) -> Iterator[Span]:
    start = head.start_byte
    for child in head.children:
        if child.type in _HEAD_KEEPS and not _is_known(child, around):
            # The indentation before a style block stays with it, so that the margin is the page's own.
            yield _between(start, child.start_byte - child.start_point.column, tree)
            start = child.end_byte
    yield _between(start, head.end_byte, tree)


def _is_known(style: "Node", around: str) -> bool:
    """Whether the document has the same style block, spaces aside."""
    return "".join(_text(style).split()) in "".join(around.split())


def _element_name(node: "Node") -> str:
    start = node.child(0) if node.type == "element" else None
    return _tag_name(start) if start is not None else ""


def _tag_name(tag: "Node") -> str:
    names = [child for child in tag.children if child.type in {"tag_name", "erroneous_end_tag_name"}]
    return _text(names[0]).lower() if names else ""


def _text(node: "Node") -> str:
    return (node.text or b"").decode("utf-8", errors="replace")


def _between(start: int, end: int, tree: Tree) -> Span:
    return Span(tree.offsets.to_points(start), tree.offsets.to_points(end))
