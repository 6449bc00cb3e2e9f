"""What markup and components forbid beyond the grammar of their elements.

A component's script and style sheets stand at its top; a statement between its elements is text that a person
would read; Svelte takes functions for events, no strings; and HTML moves text out of tables and heads.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.language.elements import INJECTED, VOID, attributes_of, needs_end, tag_name
from viscodex_lsp.core.language.grammars import captures, first_child, last_child
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.syntax.markup_walk import Piece, pieces
from viscodex_lsp.core.syntax.mistake import Mistake, over_all_of, quote

if TYPE_CHECKING:
    from tree_sitter import Node

_COMPONENTS: Final = frozenset({"vue", "svelte"})
_WITHOUT_OPTIONAL_ENDS: Final = frozenset({"vue", "vue-html"})
"""Languages in which `<p>` and `<li>` have to be closed, unlike in HTML."""
_STATEMENT: Final = re.compile(
    r"""\s*(?:import\s+(?:[\w$*{][^;'"]*?\sfrom\s*)?['"][^'"\n]+['"]\s*;?\s*$
      | (?:export\s+)?(?:let|const|var)\s+[\w$\[{][^=\n]*=[^=\n]*;\s*$
      | (?:async\s+)?function\s+\w+\s*\([^)]*\)\s*\{?\s*$)""",
    re.VERBOSE | re.MULTILINE,
)
_HOLDS_NO_TEXT: Final = frozenset({"html", "head", "table", "thead", "tbody", "tfoot", "tr", "colgroup"})
_TEMPLATE_SIGNS: Final = re.compile(r"[{}@%$]|<\?")


def markup_mistakes(root: "Node", language: Language) -> Iterator[Mistake]:
    """What is wrong with the elements of a page or component."""
    found = list(pieces(root))
    yield from _unbalanced(found, language)
    if language.id in _COMPONENTS:
        yield from _nested_parts(found, language)
        yield from _statements_as_text(found)
    if language.id == "svelte":
        yield from _events_as_strings(root, language)
    if language.id == "html":
        yield from _text_between_parts(found)
        yield from _text_beside_page(root)


def _unbalanced(found: Sequence[Piece], language: Language) -> Iterator[Mistake]:
    strict = language.id in _WITHOUT_OPTIONAL_ENDS
    for node, _, tag, name in found:
        if node.type == "erroneous_end_tag":
            yield over_all_of(node, f"`{quote(node)}` closes nothing")
        if tag is None or not (needs_end(name) or (strict and name not in VOID)):
            continue
        last = last_child(node)
        if last is not None and last.type != "end_tag":
            mistake = over_all_of(tag, f"`<{name}>` is never closed")
            yield mistake._replace(lacks=(f"</{name}>",))


def _nested_parts(found: Sequence[Piece], language: Language) -> Iterator[Mistake]:
    """Scripts and style sheets below another element, and in Vue a `<template>` that is none of a directive."""
    for node, around, *_ in found:
        tag = first_child(node) if around.in_element else None
        if tag is None:
            continue
        if node.type in INJECTED and not _is_kept(around.parent, attributes_of(tag)):
            yield over_all_of(tag, f"`{quote(tag)}` below another element")
        is_template = language.id == "vue" and node.type == "element" and tag_name(tag) == "template"
        if is_template and not attributes_of(tag):
            yield over_all_of(tag, "a `<template>` without a directive below another element")


def _is_kept(parent: str, attributes: dict[str, str]) -> bool:
    """Whether an element with code may stand below another: in `<svelte:head>`, or loaded from elsewhere."""
    return parent != "template" and (
        parent.startswith("svelte:") or "src" in attributes or "type" in attributes
    )


def _statements_as_text(found: Sequence[Piece]) -> Iterator[Mistake]:
    for node, around, *_ in found:
        if node.type == "text" and not around.literal and _STATEMENT.match(_source(node)):
            yield over_all_of(node, f"the statement `{quote(node)}` between elements")


def _events_as_strings(root: "Node", language: Language) -> Iterator[Mistake]:
    for attribute in captures(language, "(attribute) @attribute", root).get("attribute", ()):
        name, _, value = _source(attribute).partition("=")
        if re.fullmatch(r"on[a-z]+", name.strip()) and value.strip()[:1] in {'"', "'"} and "{" not in value:
            yield over_all_of(attribute, f"`{name.strip()}` takes a function, not a string")


def _text_between_parts(found: Sequence[Piece]) -> Iterator[Mistake]:
    """Text directly in a table or a head, which browsers move elsewhere; what a template fills in may be rows."""
    for node, around, *_ in found:
        misplaced = node.type == "text" and around.in_element and around.holder in _HOLDS_NO_TEXT
        if misplaced and not _TEMPLATE_SIGNS.search(_source(node)):
            yield over_all_of(node, f"text directly in `<{around.holder}>`")


def _text_beside_page(root: "Node") -> Iterator[Mistake]:
    children = root.children
    tags = [first_child(child) for child in children]
    if not any(tag is not None and tag.type == "start_tag" and tag_name(tag) == "html" for tag in tags):
        return
    for child in children:
        if child.type == "text" and not _TEMPLATE_SIGNS.search(_source(child)):
            yield over_all_of(child, "text outside of `<html>`")


def _source(node: "Node") -> str:
    return (node.text or b"").decode("utf-8", errors="replace")
