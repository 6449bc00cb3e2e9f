"""A parsed page in, the mistakes in its scripts and style sheets out."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.grammars import captures, first_child, parser_for
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.language.patience import parse_patiently
from viscodex_lsp.core.syntax.mistake import Mistake
from viscodex_lsp.core.syntax.parse_errors import parse_errors

if TYPE_CHECKING:
    from tree_sitter import Node

OF_TYPES = {
    "": "javascript",
    "module": "javascript",
    "js": "javascript",
    "jsx": "javascript",
    "text/javascript": "javascript",
    "application/javascript": "javascript",
    "text/babel": "javascript",
    "ts": "typescript",
    "application/json": "json",
    "application/ld+json": "json",
    "importmap": "json",
}
TEMPLATE_MARKS = (b"{{", b"{%", b"<%", b"<?")


def embedded_mistakes(root: "Node", page: Language, languages: dict[str, Language]) -> Iterator[Mistake]:
    """What is wrong inside `<script>` and `<style>`; `languages` are those that may be embedded, by id.

    Code that a template engine has yet to fill in, and code of a type that is not known, is left alone.
    """
    pattern = "(script_element (raw_text) @script) (style_element (raw_text) @style)"
    found = captures(page, pattern, root)
    for name, nodes in found.items():
        for node in nodes:
            language = languages.get(_language_of(node, name))
            source = node.text or b""
            if language is not None and not any(mark in source for mark in TEMPLATE_MARKS):
                yield from _inside(node, source, language, f"in <{name}>")


def _inside(node: "Node", source: bytes, language: Language, place: str) -> Iterator[Mistake]:
    parser = parser_for(language)
    if parser is not None:
        for mistake in parse_errors(parse_patiently(parser, source).root_node, language):
            yield mistake.moved(node.start_byte, node.start_point.row, place)


def _language_of(node: "Node", name: str) -> str:
    """The language id of a script or style sheet, by the attributes of its start tag."""
    tag = first_child(node.parent) if node.parent is not None else None
    attributes = dict(_attributes(tag)) if tag is not None else {}
    wanted = attributes.get("lang", attributes.get("type", ""))
    if name == "style":
        return "css" if wanted in {"", "css", "text/css"} else ""
    return OF_TYPES.get(wanted, "")


def _attributes(tag: "Node") -> Iterator[tuple[str, str]]:
    for attribute in tag.named_children:
        if attribute.type == "attribute":
            text = (attribute.text or b"").decode("utf-8", errors="replace")
            name, _, value = text.partition("=")
            yield name.strip().lower(), value.strip().strip("\"'").lower()
