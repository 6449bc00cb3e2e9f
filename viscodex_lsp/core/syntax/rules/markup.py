"""What markup and components forbid beyond the grammar of their elements.

A component's script and style sheets stand at its top; a statement between its elements is text that a person
would read; Svelte takes functions for events, no strings; and HTML moves text out of tables and heads.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.language.data.templates import EJS, ERB, HANDLEBARS
from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.elements import INJECTED, VOID, attributes_of, needs_end, tag_name
from viscodex_lsp.core.language.grammars import captures, first_child, last_child, text_of
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.syntax.mistake import Mistake, over_all_of, quote
from viscodex_lsp.core.syntax.rules.angular import ANGULAR, angular_mistakes
from viscodex_lsp.core.syntax.rules.marks import has_marks
from viscodex_lsp.core.syntax.rules.markup_walk import Piece, pieces

if TYPE_CHECKING:
    from tree_sitter import Node

_COMPONENTS: Final = frozenset({"vue", "svelte"})
_WITHOUT_OPTIONAL_ENDS: Final = frozenset({"vue", "vue-html"})
"""Languages in which `<p>` and `<li>` have to be closed, unlike in HTML."""
_STATEMENT: Final = re.compile(
    r"""\s*(?:import\s+(?:[\w$*{][^;'"]*?\sfrom\s*)?['"][^'"\n]+['"]\s*;?\s*$
      | (?:export\s+)?(?:let|const|var)\s+[\w$\[{][^=\n]*=[^=\n]*;\s*$
      | (?:async\s+)?function\s+\w+\s*\([^)]*\)\s*+\{?\s*$)""",
    re.VERBOSE | re.MULTILINE,
)
_OF_SVELTE: Final = nodes(
    "svelte:head svelte:window svelte:document svelte:body svelte:element svelte:component svelte:self svelte:fragment "
    "svelte:options svelte:boundary"
)
_OF_VALUES: Final = re.compile(r"(?:class|bind|on|use|transition|in|out|animate|let):")
_HOLDS_NO_TEXT: Final = frozenset({"html", "head", "table", "thead", "tbody", "tfoot", "tr", "colgroup"})
_TEMPLATE_SIGNS: Final = re.compile(r"\{[^{}]*\}|\{[{%#]|[}%#]\}|(?<!\w)[@%$]\w|<[?%]|[?%]>")
_BLANK: Final = frozenset({b" ", b"\t", b"\r", b"\n", b"\f", b"/"})
_OF_PATH: Final = re.compile(r"\.\w")
_PLAIN_NAME: Final = re.compile(r"[\w:.@-]+\s*(?:=|$)")
_NEEDS_VALUE: Final = re.compile(r"(?:@|v-on:)[\w:-]+|v-(?:if|else-if|for|show|model|html|text)")
_BAD_LOOP: Final = re.compile(r"v-for\s*=\s*(?P<quote>[\"'])(?!(?:(?!(?P=quote)).)*\s(?:in|of)\s)", re.DOTALL)
_NAMES_END_AT_BLANKS: Final = (
    frozenset({"html", "vue", "angular", "astro", "svelte"}) | EJS | ERB | HANDLEBARS
)


def markup_mistakes(root: "Node", language: Language) -> Iterator[Mistake]:
    """What is wrong with the elements of a page or component."""
    found = list[Piece]()
    yield from _unbalanced(_noted(pieces(root), found), language)
    if language.id in _COMPONENTS:
        yield from _nested_parts(found, language)
        yield from _statements_as_text(found)
    if language.id == "svelte":
        yield from _events_as_strings(root, language)
        yield from _unknown_elements(found)
    if language.id == "vue":
        yield from _without_expression(root, language)
        yield from _open_marks(found)
    if language.id in ANGULAR:
        yield from angular_mistakes(root, language)
    yield from _signs_in_names(found, language)
    if language.id == "html" or has_marks(language) or language.id in EJS | ERB | HANDLEBARS:
        yield from _text_between_parts(found)
        yield from _text_beside_page(found)


def _noted(seen: Iterable[Piece], found: list[Piece]) -> Iterator[Piece]:
    """Each piece, put into `found` as it comes: whoever asks for the first mistake alone need not wait for the rest."""
    for piece in seen:
        found.append(piece)
        yield piece


def _unbalanced(found: Iterable[Piece], language: Language) -> Iterator[Mistake]:
    strict = language.id in _WITHOUT_OPTIONAL_ENDS
    for node, around, tag, name in found:
        if node.type == "erroneous_end_tag":
            yield over_all_of(node, f"`{quote(node)}` closes nothing")
        # Svelte lets the end of an element around another one end both.
        by_itself = strict or (language.id == "svelte" and not around.in_element)
        if tag is None or not (needs_end(name) or (by_itself and name not in VOID)):
            continue
        last = last_child(node)
        if last is not None and last.type != "end_tag":
            mistake = over_all_of(tag, f"`<{name}>` is never closed")
            yield mistake._replace(lacks=(f"</{name}>",))


def _nested_parts(found: Sequence[Piece], language: Language) -> Iterator[Mistake]:
    """Scripts and style sheets below another element, and in Vue a `<template>` that is none of a directive."""
    for node, around, _, name in found:
        kind = node.type if around.in_element else ""
        is_code = kind in INJECTED
        # A self-closing tag has no name here.
        is_template = language.id == "vue" and kind == "element" and name in {"", "template"}
        tag = first_child(node) if is_code or is_template else None
        if tag is None:
            continue
        if is_code and not _is_kept(around.parent, attributes_of(tag)):
            yield over_all_of(tag, f"`{quote(tag)}` below another element")
        if is_template and tag_name(tag) == "template" and not attributes_of(tag):
            yield over_all_of(tag, "a `<template>` without a directive below another element")


def _is_kept(parent: str, attributes: dict[str, str]) -> bool:
    """Whether an element with code may stand below another: in `<svelte:head>`, or loaded from elsewhere."""
    return parent != "template" and (
        parent.startswith("svelte:") or "src" in attributes or "type" in attributes
    )


def _statements_as_text(found: Sequence[Piece]) -> Iterator[Mistake]:
    for node, around, *_ in found:
        if node.type == "text" and not around.literal and _STATEMENT.match(text_of(node)):
            yield over_all_of(node, f"the statement `{quote(node)}` between elements")


def _events_as_strings(root: "Node", language: Language) -> Iterator[Mistake]:
    for attribute in captures(language, "(attribute) @attribute", root).get("attribute", ()):
        name, _, value = text_of(attribute).partition("=")
        name, value = name.strip(), value.strip()
        if re.fullmatch(r"on[a-z]+", name) and value[:1] in {'"', "'"} and "{" not in value:
            yield over_all_of(attribute, f"`{name}` takes a function, not a string")
        if value and value[0] not in "{\"'" and _OF_VALUES.match(name):
            yield over_all_of(attribute, f"`{name}` takes an expression in braces")


def _unknown_elements(found: Sequence[Piece]) -> Iterator[Mistake]:
    for node, _, tag, name in found:
        tag = tag or (first_child(node) if node.type == "element" else None)
        name = name or (tag_name(tag) if tag is not None else "")
        if tag is not None and name.startswith("svelte:") and name not in _OF_SVELTE:
            yield over_all_of(tag, f"Svelte has no `<{name}>`")


def _text_between_parts(found: Sequence[Piece]) -> Iterator[Mistake]:
    """Text directly in a table or a head, which browsers move elsewhere; what a template fills in may be rows."""
    for node, around, *_ in found:
        misplaced = node.type == "text" and around.in_element and around.holder in _HOLDS_NO_TEXT
        if misplaced and not _TEMPLATE_SIGNS.search(text_of(node)):
            yield over_all_of(node, f"text directly in `<{around.holder}>`")


def _text_beside_page(found: Sequence[Piece]) -> Iterator[Mistake]:
    """Text before the body begins, or after the page: a browser begins the body with it."""
    body = [piece for piece in found if piece.name == "body"]
    heads = [piece for piece in found if piece.name == "head"]
    start = body[0].node.start_byte if body else heads[0].node.end_byte if heads else 0
    is_page = any(piece.name == "html" for piece in found)
    for node, around, *_ in found:
        beside = node.type == "text" and not around.in_element
        if beside and (is_page or node.start_byte < start) and not _TEMPLATE_SIGNS.search(text_of(node)):
            yield over_all_of(
                node, "text outside of `<html>`" if is_page else "text above the body of the page"
            )


def _signs_in_names(found: Sequence[Piece], language: Language) -> Iterator[Mistake]:
    """A sign right behind the name of a tag, which a browser takes as a part of the name; what a template puts there
    may be an attribute."""
    for node, _, tag, name in found:
        if node.type in INJECTED:
            tag = first_child(node)
            name = tag_name(tag) if tag is not None else ""
        elif language.id not in _NAMES_END_AT_BLANKS and not has_marks(language):
            continue
        if tag is None or not name or tag.named_child_count < 2:
            continue
        attributes = [child for child in tag.named_children if child.type == "attribute"]
        if any(_TEMPLATE_SIGNS.match(text_of(attribute)) for attribute in attributes):
            continue
        if node.type in INJECTED and language.id in _NAMES_END_AT_BLANKS:
            odd = (one for one in attributes if not _PLAIN_NAME.match(text_of(one)))
            yield from (over_all_of(one, f"`{quote(one)}` among the attributes of `<{name}>`") for one in odd)
        attribute = attributes[0] if attributes else None
        if attribute is not None and language.id in HANDLEBARS and _OF_PATH.match(text_of(attribute)):
            continue  # Glimmer calls what a value holds: `<card.title>`
        if attribute is not None and (tag.text or b"")[1 + len(name.encode()) :][:1] not in _BLANK:
            yield over_all_of(tag, f"`{quote(attribute)}` in the name of `<{name}>`")


def _without_expression(root: "Node", language: Language) -> Iterator[Mistake]:
    """Vue's directives that mean nothing without a value; `:a` alone stands for `:a="a"`, `@a.prevent` for itself."""
    for attribute in captures(language, "(attribute) @attribute", root).get("attribute", ()):
        text = text_of(attribute).strip()
        if _NEEDS_VALUE.fullmatch(text):
            yield over_all_of(attribute, f"`{quote(attribute)}` has no value")
        elif _BAD_LOOP.match(text):
            yield over_all_of(attribute, f"`{quote(attribute)}` has neither `in` nor `of`")


def _open_marks(found: Sequence[Piece]) -> Iterator[Mistake]:
    """`{{` that nothing closes: what is closed was blanked out."""
    left = [piece.node for piece in found if piece.node.type == "text" and piece.around.in_element]
    left = [node for node in left if "{{" in text_of(node)]
    if left and not any(tag is not None and "v-pre" in attributes_of(tag) for _, _, tag, _ in found):
        for node in left:
            yield over_all_of(node, "`{{` is never closed")
