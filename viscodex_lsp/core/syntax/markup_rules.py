"""What markup and components forbid beyond the grammar of their elements.

A component's script and style sheets stand at its top; a statement between its elements is text that a person
would read; Svelte takes functions for events, no strings; and HTML moves text out of tables and heads.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.language.elements import VOID, attributes_of, needs_end, tag_name
from viscodex_lsp.core.language.grammars import captures, first_child, last_child
from viscodex_lsp.core.language.language import Language
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
_SHOWN_AS_IT_IS: Final = frozenset({"pre", "code", "textarea", "samp"})
_HOLDS_NO_TEXT: Final = frozenset({"html", "head", "table", "thead", "tbody", "tfoot", "tr", "colgroup"})
_TEMPLATE_SIGNS: Final = re.compile(r"[{}@%$]|<\?")


def markup_mistakes(root: "Node", language: Language) -> Iterator[Mistake]:
    """What is wrong with the elements of a page or component."""
    yield from _unbalanced(root, language)
    if language.id in _COMPONENTS:
        yield from _nested_parts(root, language)
        yield from _statements_as_text(root, language)
    if language.id == "svelte":
        yield from _events_as_strings(root, language)
    if language.id == "html":
        yield from _text_between_parts(root, language)


def _unbalanced(root: "Node", language: Language) -> Iterator[Mistake]:
    found = captures(language, "(erroneous_end_tag) @stray (element) @element", root)
    for tag in found.get("stray", ()):
        yield over_all_of(tag, f"`{quote(tag)}` closes nothing")
    for element in found.get("element", ()):
        first, last = first_child(element), last_child(element)
        if first is None or last is None or first.type != "start_tag" or last.type == "end_tag":
            continue
        name = tag_name(first)
        if needs_end(name) or (language.id in _WITHOUT_OPTIONAL_ENDS and name not in VOID):
            mistake = over_all_of(first, f"`<{name}>` is never closed")
            yield mistake._replace(lacks=(f"</{name}>",))


def _nested_parts(root: "Node", language: Language) -> Iterator[Mistake]:
    """Scripts and style sheets below another element, and in Vue a `<template>` that is none of a directive."""
    pattern = "(element (script_element) @part) (element (style_element) @part)"
    for part in captures(language, pattern, root).get("part", ()):
        tag = first_child(part)
        if tag is not None and not _is_kept(part, attributes_of(tag)):
            yield over_all_of(tag, f"`{quote(tag)}` below another element")
    if language.id == "vue":
        for element in captures(language, "(element (element) @inner)", root).get("inner", ()):
            tag = first_child(element)
            if tag is not None and tag_name(tag) == "template" and not attributes_of(tag):
                yield over_all_of(tag, "a `<template>` without a directive below another element")


def _is_kept(part: "Node", attributes: dict[str, str]) -> bool:
    """Whether an element with code may stand below another: in `<svelte:head>`, or loaded from elsewhere."""
    parent = part.parent
    above = first_child(parent) if parent is not None else None
    name = tag_name(above) if above is not None else ""
    return name not in {"template"} and (
        name.startswith("svelte:") or "src" in attributes or "type" in attributes
    )


def _statements_as_text(root: "Node", language: Language) -> Iterator[Mistake]:
    for text in captures(language, "(text) @text", root).get("text", ()):
        found = _STATEMENT.match(_source(text))
        if found is not None and _SHOWN_AS_IT_IS.isdisjoint(_names_above(text)):
            yield over_all_of(text, f"the statement `{quote(text)}` between elements")


def _events_as_strings(root: "Node", language: Language) -> Iterator[Mistake]:
    for attribute in captures(language, "(attribute) @attribute", root).get("attribute", ()):
        name, _, value = _source(attribute).partition("=")
        if re.fullmatch(r"on[a-z]+", name.strip()) and value.strip()[:1] in {'"', "'"} and "{" not in value:
            yield over_all_of(attribute, f"`{name.strip()}` takes a function, not a string")


def _text_between_parts(root: "Node", language: Language) -> Iterator[Mistake]:
    """Text directly in a table or a head, which browsers move elsewhere; what a template fills in may be rows."""
    for text in captures(language, "(element (text) @text)", root).get("text", ()):
        name = next((name for name in _names_above(text) if name not in VOID), "")
        if name in _HOLDS_NO_TEXT and not _TEMPLATE_SIGNS.search(_source(text)):
            yield over_all_of(text, f"text directly in `<{name}>`")
    tags = [
        tag_name(tag)
        for tag in map(first_child, root.children)
        if tag is not None and tag.type == "start_tag"
    ]
    for child in root.children if "html" in tags else ():
        if child.type == "text" and not _TEMPLATE_SIGNS.search(_source(child)):
            yield over_all_of(child, "text outside of `<html>`")


def _names_above(node: "Node") -> Iterator[str]:
    """The names of the elements around a node, innermost first; the grammar hangs text below void ones too."""
    above = node.parent
    while above is not None:
        tag = first_child(above)
        if tag is not None and tag.type == "start_tag":
            yield tag_name(tag)
        above = above.parent


def _source(node: "Node") -> str:
    return (node.text or b"").decode("utf-8", errors="replace")
