"""Code that is a whole file in, the part of it that fits inside an existing file out.

Models like to answer with a whole page, from `<!doctype html>` to `</html>`, and with PHP's opening tag.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Document, Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.difference import apply_replacements

if TYPE_CHECKING:
    from tree_sitter import Node

_PAGE = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_STYLE = "style_element"
_LOADS = re.compile(r"<(?:script|link)\b", re.IGNORECASE)
_FRAMES = frozenset({"html", "body"})


class Unframed(NamedTuple):
    """What is left of a whole file: the style blocks of its head, its content, and what was repaired."""

    styles: str
    content: str
    notes: tuple[str, ...] = ()


def without_page(code: str, document: Document, span: Span) -> Unframed:
    """The code without the frame of a page.

    Of a page the content of the body stays, with the style blocks of its head that the document does not have
    yet. A page stays whole where nothing is around it, and where a page is what it replaces.
    """
    around = document.text[: span.start] + document.text[span.end :]
    selected = document.text[span.start : span.end]
    if not _PAGE.search(code) or _PAGE.search(selected) or not around.strip():
        return Unframed("", code)
    tree = parse(code, language_of("html"))
    frame = list(_frame(tree.parsed.root_node)) if tree.parsed is not None else []
    if not frame:
        return Unframed("", code)
    content = apply_replacements(code, [Replacement(_span(node, tree), "") for node in frame])
    heads = [node for node in frame if node.type == "element"]
    known = "".join(around.split())
    styles = [_with_margin(node, tree) for head in heads for node in head.children if node.type == _STYLE]
    notes = ["took the content out of a whole page"]
    notes += ["left out the scripts and links of the page's head"] if any(map(_loads, heads)) else []
    new = [style for style in styles if "".join(style.split()) not in known]
    return Unframed("\n".join(new), content, tuple(notes))


def without_php_tag(code: str, document: Document, span: Span) -> Unframed:
    """The code without `<?php` and `?>` around it, where the place is inside PHP already."""
    before = document.text[: span.start]
    inside = before.rfind("<?") > before.rfind("?>")
    bare = code.strip()
    if not inside or not bare.startswith(("<?php", "<? ", "<?\n")):
        return Unframed("", code)
    inner = bare.removeprefix("<?php").removeprefix("<?").removesuffix("?>")
    if "?>" in inner:
        return Unframed("", code)
    return Unframed("", inner.strip("\n"), ("took the code out of its PHP tag",))


def without_shebang(code: str, document: Document, span: Span) -> Unframed:
    """The code without a first line for the system's loader, where it would not be the first."""
    rest = code.partition("\n")[2]
    is_first = not document.text[: span.start].strip()
    if not code.startswith("#!") or code.startswith("#![") or is_first or not rest.strip():
        return Unframed("", code)
    return Unframed("", rest, ("left out the #! line",))


def _frame(node: "Node") -> Iterator["Node"]:
    """The parts that make code a page: its doctype, its head, the tags of html and body."""
    for child in node.children:
        name = _element_name(child)
        stray = child.type == "erroneous_end_tag" and _tag_name(child) in _FRAMES
        if child.type == "doctype" or stray or name == "head":
            yield child
        elif name in _FRAMES:
            yield from (part for part in child.children if part.type in {"start_tag", "end_tag"})
            yield from _frame(child)


def _loads(head: "Node") -> bool:
    """Whether a head has scripts or links."""
    return _LOADS.search(_text(head)) is not None


def _with_margin(node: "Node", tree: Tree) -> str:
    """The text of a node with what stands before it on its line if that is blank."""
    span = _span(node, tree)
    margin = tree.text[max(span.start - node.start_point.column, 0) : span.start]
    return ("" if margin.strip() else margin) + tree.text[span.start : span.end]


def _element_name(node: "Node") -> str:
    start = node.child(0) if node.type == "element" else None
    return _tag_name(start) if start is not None else ""


def _tag_name(tag: "Node") -> str:
    names = [child for child in tag.children if child.type in {"tag_name", "erroneous_end_tag_name"}]
    return _text(names[0]).lower() if names else ""


def _text(node: "Node") -> str:
    return (node.text or b"").decode("utf-8", errors="replace")


def _span(node: "Node", tree: Tree) -> Span:
    return Span(tree.offsets.to_points(node.start_byte), tree.offsets.to_points(node.end_byte))
