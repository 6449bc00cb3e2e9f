"""The style sheet or script of a page that holds a place, as a document of its own.

Grammars of markup take the content of `<style>` and `<script>` as one piece of text, so code for it has to be
placed and judged by the grammar of its own language.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.language.data.injected import injected_id
from viscodex_lsp.core.language.elements import INJECTED, attributes_of
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Document, Patch, Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree, parse

if TYPE_CHECKING:
    from tree_sitter import Node

_WRAPPER = re.compile(r"\s*<(style|script)\b[^>]*>(?P<code>.*)</\1\s*>\s*", re.DOTALL)
_MARK = re.compile(r"\s*(?:\{%|<%|<\?)")
# There braces in a script are code.
_COMPONENTS = frozenset(
    {"vue", "vue-html", "angular", "ng-template", "angular-html", "astro", "riot", "marko"}
)
# The script that a file of Astro begins with.
_FRONTMATTER = re.compile(
    r"\s*---[ \t]*\r?\n(?P<code>(?:(?!---[ \t]*\r?$).*\n)*+)---[ \t]*\r?$", re.MULTILINE
)
_END = re.compile(r"\s*</(?:style|script)\s*>\s*", re.IGNORECASE)


class Injection(NamedTuple):
    """The content of one element: as a document, its language, and where it begins in the page."""

    document: Document
    language: Language
    start: int

    def parsed(self) -> Tree:
        return parse(self.document.text, self.language)

    def inner(self, span: Span) -> Span:
        """A span of the page as one of the content; behind its last line, it is at its end."""
        end = len(self.document.text)
        return Span(min(span.start - self.start, end), min(span.end - self.start, end))

    def inner_edit(self, edit: Replacement) -> Replacement:
        return Replacement(self.inner(edit.span), edit.text)

    def outer_edit(self, edit: Replacement) -> Replacement:
        return edit.moved(self.start)


def read_injection(tree: Tree, document: Document, span: Span) -> Injection | None:
    """The style sheet or script that `span` is in; None elsewhere, and where its tags are on the same line."""
    if tree.language.id == "astro":
        front = _FRONTMATTER.match(document.text)
        if front is not None and front.start("code") <= span.start <= span.end <= front.end("code"):
            inner = replace(document, language="typescript", text=front["code"])
            return Injection(inner, language_of("typescript"), front.start("code"))
    if tree.parsed is None or not tree.language.markup:
        return None
    at = tree.offsets.to_bytes(span.start)
    node: Node | None = tree.parsed.root_node.descendant_for_byte_range(at, at)
    while node is not None and node.type not in INJECTED:
        node = node.parent
    content = _content(node, tree) if node is not None else None
    if node is None or content is None or not content.start <= span.start <= span.end <= content.end:
        return None
    end = tree.text.rfind("\n", content.start, content.end) + 1
    in_lines = "\n" in tree.text[content.start : span.start] and not tree.text[end : content.end].strip()
    found = injected_id(
        node.type.removesuffix("_element"), attributes_of(node.children[0]), page=tree.language.id
    )
    if not found or not in_lines or (span.end > end and not span.empty):
        return None
    # The blanks before the end tag belong to the page: code at the end goes above the line of the tag.
    text = document.text[content.start : end]
    language = language_of(found)
    if tree.language.template and tree.language.id not in _COMPONENTS:
        language = replace(language, template=tree.language.template)
    return Injection(replace(document, language=found, text=text), language, content.start)


def fitted(patch: Patch, page: Language, injection: Injection) -> Patch:
    """The patch for the inner document: without tags or dashes around it, and without the label of the page."""
    wrapped = _WRAPPER.fullmatch(patch.code) or _FRONTMATTER.fullmatch(patch.code.rstrip())
    code = wrapped["code"].strip("\n") if wrapped is not None else patch.code
    own = injection.language.accepts(patch.label)
    label = None if page.accepts(patch.label) and not own else patch.label
    return replace(patch, code=code, label=label)


def is_for_page(patch: Patch) -> bool:
    """Whether the patch belongs to the page around a script or style sheet: as its end tag, or as a template's mark."""
    return _END.fullmatch(patch.code) is not None or _MARK.match(patch.code) is not None


def _content(element: "Node", tree: Tree) -> Span | None:
    """What is between the tags of an element; None while it has no end tag."""
    ends = {child.type: child for child in element.children}
    if "start_tag" not in ends or "end_tag" not in ends:
        return None
    to_points = tree.offsets.to_points
    return Span(to_points(ends["start_tag"].end_byte), to_points(ends["end_tag"].start_byte))
