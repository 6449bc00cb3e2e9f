"""HTML as it is drawn: a whole page, or a part of one between the tags of the elements that it stands in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.elements import tag_name
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.syntax import Tree

if TYPE_CHECKING:
    from tree_sitter import Node

_PAGE = re.compile(
    r"\s*(?:<!--(?:(?!-->).)*-->\s*)*(?:<!doctype|<html|<head|<body)\b", re.IGNORECASE | re.DOTALL
)
_KEPT = frozenset({"html", "body"})
# Around a part of a page its elements keep their styles, and lose their boxes: the picture shows the part alone.
_NO_BOX = ' style="display:contents!important"'
_CLASS = re.compile(r"\bclass\s*=", re.IGNORECASE)
_STYLE_ATTRIBUTE = re.compile(r"""\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Markup:
    """`html` to be drawn, the texts of the `styles` that belong to it, and whether it is a `page` of its own, which
    holds its styles itself. `code` is what is compared."""

    html: str
    styles: tuple[str, ...]
    code: str
    page: bool = False


def html_markup(tree: Tree, spans: Sequence[Span], *, svg: bool = False) -> Markup | str:
    """What is drawn of an HTML document to compare `spans` of it with a picture."""
    text = tree.text
    code = "\n".join(text[span.start : span.end] for span in spans)
    if svg:
        return Markup(f'<body style="margin:0">{text}', (), 'style="" ' + text)
    if tree.parsed is None or not code.strip():
        return "nothing that is drawn was made"
    whole = sum(span.end - span.start for span in spans) >= 0.98 * len(text.strip())
    is_page = _PAGE.match(text) is not None
    if is_page and (whole or _PAGE.match(code) or _in_styles(tree, spans)):
        return Markup(text, (), text, page=True)
    styles = tuple(_styles(tree))
    if len(spans) != 1:
        # Changes in several places are seen on the page as a whole.
        return Markup(text, (), text, page=True) if is_page else Markup(f"<body>{text}", styles, text)
    opened = [_open_tag(node, tree) for node in _around(tree, spans[0])]
    begins, ends = zip(*opened, strict=True) if opened else ((), ())
    html = "".join(begins) + code + "".join(reversed(ends))
    # A page has styles of its own, if only the browser's, and so has a file that asks for none; a part of a page has
    # none that are known.
    own = is_page or (whole and _CLASS.search(code) is None)
    return Markup(html, styles, ('style="" ' if own else "") + code)


def _styles(tree: Tree) -> list[str]:
    found: list[str] = []
    stack = [tree.parsed.root_node] if tree.parsed else []
    while stack:
        node = stack.pop()
        if node.type == "style_element":
            found += [text_of(child) for child in node.children if child.type == "raw_text"]
        else:
            stack.extend(reversed(node.children))
    return found


def _in_styles(tree: Tree, spans: Sequence[Span]) -> bool:
    return all(any(node.type == "style_element" for node in _ancestors(tree, span)) for span in spans)


def _around(tree: Tree, span: Span) -> "list[Node]":
    """The elements that hold `span`, the outermost first."""
    found = []
    start, end = tree.offsets.to_bytes(span.start), tree.offsets.to_bytes(span.end)
    for node in _ancestors(tree, span):
        first, last = (node.children[0], node.children[-1]) if node.children else (None, None)
        inside = first is not None and first.type == "start_tag" and first.end_byte <= start
        if (
            node.type == "element"
            and inside
            and (last is None or last.type != "end_tag" or end <= last.start_byte)
        ):
            found.append(node)
    return found[::-1]


def _ancestors(tree: Tree, span: Span) -> "list[Node]":
    """The nodes around a span, the innermost first."""
    if tree.parsed is None:
        return []
    start, end = tree.offsets.to_bytes(span.start), tree.offsets.to_bytes(span.end)
    node: Node | None = tree.parsed.root_node.descendant_for_byte_range(start, max(start, end - 1))
    found = []
    while node is not None:
        found.append(node)
        node = node.parent
    return found


def _open_tag(element: "Node", tree: Tree) -> tuple[str, str]:
    """The start and end tag of an element around, without a box of its own."""
    tag = element.children[0]
    name = tag_name(tag)
    source = tree.offsets.data[tag.start_byte : tag.end_byte].decode("utf-8", "replace")
    if name not in _KEPT:
        source = _STYLE_ATTRIBUTE.sub("", source)
        source = f"{source[:-1].rstrip('/')}{_NO_BOX}>"
    return source, f"</{name}>"
