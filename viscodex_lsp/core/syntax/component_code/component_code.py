"""The expressions in the markup of components, to be judged as the TypeScript that they are.

The grammar of Svelte takes what is in braces as text, that of HTML what is in attributes; the marks of Vue are
blanked out before it reads the page.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.language.data.templates import BLADE, EJS, ERB
from viscodex_lsp.core.language.grammars import captures
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.syntax.component_code.angular import angular_code
from viscodex_lsp.core.syntax.component_code.astro import astro_code
from viscodex_lsp.core.syntax.component_code.blade import blade_code
from viscodex_lsp.core.syntax.component_code.embedded import embedded_code
from viscodex_lsp.core.syntax.component_code.expressions import (
    Written,
    expression,
    in_attributes,
    in_marks,
    written_in,
)
from viscodex_lsp.core.syntax.injected_faults import Content
from viscodex_lsp.core.syntax.parsed import Parsed
from viscodex_lsp.core.syntax.rules.angular import ANGULAR

if TYPE_CHECKING:
    from tree_sitter import Node

_VALUES: Final = re.compile(r":|v-(?:bind|if|else-if|show|model|html|text)\b")
_HANDLERS: Final = re.compile(r"@|v-on:")
_NO_CODE: Final = re.compile(r"\s*(?:/\*|//|$)")
_MOST_EXPRESSIONS: Final = 2_000
_IN_BRACES: Final = """
(expression (svelte_raw_text) @code) (attribute_name (svelte_raw_text) @whole)
(render_tag (svelte_raw_text) @code) (html_tag (svelte_raw_text) @code) (key_start (svelte_raw_text) @code)
(if_start condition: (svelte_raw_text) @code) (else_if_start condition: (svelte_raw_text) @code)
(each_start identifier: (svelte_raw_text) @code)
(const_tag (svelte_raw_text) @constant)
"""
_OTHER_TEMPLATE: Final = re.compile(r"<template\b(?:(?!<template\b)[^>])*\blang=|\bv-pre\b")


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
    elif language.id in EJS | ERB:
        yield from embedded_code(parsed, text, language.id)
    elif language.id in BLADE:
        yield from blade_code(parsed, text)
    elif language.id == "vue" and not _OTHER_TEMPLATE.search(text):
        yield from _in_vue(parsed, text, language)


def _in_braces(root: "Node", language: Language) -> Iterator[Content]:
    found = captures(language, _IN_BRACES, root)
    for node in found.get("constant", ()):
        yield from _content(written_in(node), "const {}\n;", before=len("const "))
    for node in found.get("code", ()):
        yield from _content(written_in(node), "({}\n)")
    for node in found.get("whole", ()):
        written = written_in(node)
        spread = written.code.lstrip().startswith("...")
        yield from _content(written, "[{}\n]" if spread else "({}\n)")


def _in_vue(parsed: Parsed, text: str, language: Language) -> Iterator[Content]:
    for written in in_marks(parsed, text, language):
        yield from _content(written, "({}\n)")
    for name, written in in_attributes(parsed.root, language):
        if _VALUES.match(name):
            yield from _content(written, "({}\n)")
        elif _HANDLERS.match(name):
            yield from _content(written, "({}\n)", "{{{}\n}}")


def _content(written: Written, *frames: str, before: int = 1) -> Iterator[Content]:
    if not _NO_CODE.match(written.code):
        yield expression(written, *(frame.format(written.code) for frame in frames), before=before)
