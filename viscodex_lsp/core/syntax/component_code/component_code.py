"""The expressions in the markup of components, to be judged as the TypeScript that they are.

The grammar of Svelte takes what is in braces as text, that of HTML what is in attributes; the marks of Vue are
blanked out before it reads the page.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.language.grammars import captures
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.syntax.component_code.angular import angular_code
from viscodex_lsp.core.syntax.component_code.astro import astro_code
from viscodex_lsp.core.syntax.injected_faults import Content
from viscodex_lsp.core.syntax.parsed import Parsed
from viscodex_lsp.core.syntax.respelling import marks_in
from viscodex_lsp.core.syntax.rules.angular import ANGULAR

if TYPE_CHECKING:
    from tree_sitter import Node

_VALUES: Final = re.compile(r":|v-(?:bind|if|else-if|show|model|html|text)\b")
_HANDLERS: Final = re.compile(r"@|v-on:")
_ENTITY: Final = re.compile(r"&#?\w+;")
_NO_CODE: Final = re.compile(r"\s*(?:/\*|//|$)")
_MOST_EXPRESSIONS: Final = 2_000
_IN_BRACES: Final = """
(expression (svelte_raw_text) @code) (attribute_name (svelte_raw_text) @whole)
(render_tag (svelte_raw_text) @code) (html_tag (svelte_raw_text) @code) (key_start (svelte_raw_text) @code)
(if_start condition: (svelte_raw_text) @code) (else_if_start condition: (svelte_raw_text) @code)
(each_start identifier: (svelte_raw_text) @code)
(const_tag (svelte_raw_text) @constant)
"""
_OTHER_TEMPLATE: Final = re.compile(r"<template\b[^>]*\blang=|\bv-pre\b")


def component_code(parsed: Parsed, text: str, language: Language) -> Iterator[Content]:
    """The expressions of a component; `text` is the whole of it, before anything was spelled otherwise."""
    yield from islice(_expressions(parsed, text, language), _MOST_EXPRESSIONS)


def _expressions(parsed: Parsed, text: str, language: Language) -> Iterator[Content]:
    if language.id == "svelte":
        yield from _in_braces(parsed.root, language)
    elif language.id in ANGULAR:
        yield from angular_code(parsed, text, language)
    elif language.id == "astro":
        yield from astro_code(text)
    elif language.id == "vue" and not _OTHER_TEMPLATE.search(text):
        yield from _in_marks(parsed, text, language)
        yield from _in_attributes(parsed.root, language)


def _in_braces(root: "Node", language: Language) -> Iterator[Content]:
    found = captures(language, _IN_BRACES, root)
    for code in found.get("constant", ()):
        yield from _content(_source(code), code.start_byte, code.start_point.row, "const {}\n;")
    for code in found.get("code", ()):
        yield from _content(_source(code), code.start_byte, code.start_point.row, "({}\n)")
    for code in found.get("whole", ()):
        text = _source(code)
        spread = text.lstrip().startswith("...")
        yield from _content(text, code.start_byte, code.start_point.row, "[{}\n]" if spread else "({}\n)")


def _in_marks(parsed: Parsed, text: str, language: Language) -> Iterator[Content]:
    for mark in marks_in(text, language):
        code, start = mark[0][2:-2], mark.start() + 2
        yield from _content(code, parsed.offsets.to_bytes(start), text.count("\n", 0, start), "({}\n)")


def _in_attributes(root: "Node", language: Language) -> Iterator[Content]:
    pattern = "(attribute (attribute_name) (quoted_attribute_value (attribute_value))) @attribute"
    for attribute in captures(language, pattern, root).get("attribute", ()):
        parts = attribute.named_children
        name, value = _source(parts[0]), parts[-1].named_children[0]
        frames = (
            ("({}\n)",) if _VALUES.match(name) else ("({}\n)", "{{{}\n}}") if _HANDLERS.match(name) else ()
        )
        text = _source(value) if frames else ""
        if frames and not _ENTITY.search(text):
            yield from _content(text, value.start_byte, value.start_point.row, *frames)


def _content(text: str, start: int, row: int, *frames: str) -> Iterator[Content]:
    if not _NO_CODE.match(text):
        texts = tuple(frame.format(text) for frame in frames)
        yield Content(texts, start - 1, row, language_of("typescript"), "in an expression")


def _source(node: "Node") -> str:
    return (node.text or b"").decode("utf-8", errors="replace")
