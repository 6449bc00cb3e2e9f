"""A parsed page and a place in; the style sheet or script that holds the place out, as a document of its own.

Grammars of markup take the content of `<style>` and `<script>` as one piece of text, so code for it has to be
placed and judged by the grammar of its own language.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Document, Patch, Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree, parse

if TYPE_CHECKING:
    from tree_sitter import Node

_ELEMENTS = {"style_element": "css", "script_element": "javascript"}
_LANG = re.compile(r"""\blang=["']?([\w-]+)""")
_NO_SCRIPT = re.compile(r"""\btype=["']?(?!module|text/javascript|application/javascript)[\w/+.-]+""")
_WRAPPER = re.compile(r"\s*<(style|script)\b[^>]*>(.*)</\1\s*>\s*", re.DOTALL)


class Embedded(NamedTuple):
    """The content of one element: as a document, and where that document begins in the page."""

    document: Document
    start: int

    def parsed(self) -> Tree:
        return parse(self.document.text, language_of(self.document.language))

    def inner(self, span: Span) -> Span:
        return Span(span.start - self.start, span.end - self.start)

    def inner_edit(self, edit: Replacement) -> Replacement:
        return Replacement(self.inner(edit.span), edit.text)

    def outer_edit(self, edit: Replacement) -> Replacement:
        return Replacement(Span(edit.span.start + self.start, edit.span.end + self.start), edit.text)


def read_embedded(tree: Tree, document: Document, span: Span) -> Embedded | None:
    """The style sheet or script that `span` is in; None elsewhere, and where its tags are on the same line."""
    if tree.parsed is None or not tree.language.markup:
        return None
    at = tree.offsets.to_bytes(span.start)
    node: Node | None = tree.parsed.root_node.descendant_for_byte_range(at, at)
    while node is not None and node.type not in _ELEMENTS:
        node = node.parent
    content = _content(node, tree) if node is not None else None
    if node is None or content is None or not content.start <= span.start <= span.end <= content.end:
        return None
    head, tail = document.text[content.start : span.start], document.text[span.end : content.end]
    language = _language(node, tree)
    if "\n" not in head or "\n" not in tail or language is None:
        return None
    text = document.text[content.start : content.end]
    return Embedded(replace(document, language=language, text=text), content.start)


def fitted(patch: Patch, page: Language, embedded: Embedded) -> Patch:
    """The patch for the inner document: without tags around it, and without the label of the page."""
    wrapped = _WRAPPER.fullmatch(patch.code)
    code = wrapped[2].strip("\n") if wrapped is not None else patch.code
    own = language_of(embedded.document.language).accepts(patch.label)
    label = None if page.accepts(patch.label) and not own else patch.label
    return replace(patch, code=code, label=label)


def _content(element: "Node", tree: Tree) -> Span | None:
    """What is between the tags of an element; None while it has no end tag."""
    ends = {child.type: child for child in element.children}
    if "start_tag" not in ends or "end_tag" not in ends:
        return None
    to_points = tree.offsets.to_points
    return Span(to_points(ends["start_tag"].end_byte), to_points(ends["end_tag"].start_byte))


def _language(element: "Node", tree: Tree) -> str | None:
    """The language of the content, by its tag's `lang`; None for a script that is data."""
    tag = element.children[0]
    head = tree.text[tree.offsets.to_points(tag.start_byte) : tree.offsets.to_points(tag.end_byte)]
    named = _LANG.search(head)
    if named is not None:
        return language_of(named[1]).id
    return None if _NO_SCRIPT.search(head) and element.type == "script_element" else _ELEMENTS[element.type]
