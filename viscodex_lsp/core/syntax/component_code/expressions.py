"""Finds the expressions in the markup of components: in the marks of a template, and in quoted attributes."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from viscodex_lsp.core.language.grammars import captures, text_of
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.syntax.injected_faults import Content
from viscodex_lsp.core.syntax.parsed import Parsed
from viscodex_lsp.core.syntax.respelling import marks_in

if TYPE_CHECKING:
    from tree_sitter import Node

_ENTITY: Final = re.compile(r"&#?\w+;")
_QUOTED: Final = "(attribute (attribute_name) (quoted_attribute_value (attribute_value))) @attribute"


class Written(NamedTuple):
    """An expression as it is written, and where it begins (bytes, and row from 0)."""

    code: str
    start: int
    row: int


def in_marks(parsed: Parsed, text: str, language: Language) -> Iterator[Written]:
    """What stands in `{{ }}`; `text` is the whole component, before anything was spelled otherwise."""
    for mark in marks_in(text, language):
        start = mark.start() + 2
        yield Written(mark[0][2:-2], parsed.offsets.to_bytes(start), text.count("\n", 0, start))


def in_attributes(root: "Node", language: Language) -> Iterator[tuple[str, Written]]:
    """The names of attributes and what is in their quotes, but for values with entities, which are not code as it is
    written."""
    for attribute in captures(language, _QUOTED, root).get("attribute", ()):
        parts = attribute.named_children
        written = written_in(parts[-1].named_children[0])
        if not _ENTITY.search(written.code):
            yield text_of(parts[0]), written


def written_in(node: "Node") -> Written:
    """The text of a node and its place."""
    return Written(text_of(node), node.start_byte, node.start_point.row)


def expression(written: Written, *texts: str, before: int = 1) -> Content:
    """The expression to be judged as TypeScript; `texts` are what it may be read as, with `before` signs before it."""
    return Content(texts, written.start - before, written.row, language_of("typescript"), "in an expression")
