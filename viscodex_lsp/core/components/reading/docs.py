"""The one line of documentation that stands above a declaration: the first sentence of its JSDoc."""

import re
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.components.nouns import LONGEST_DOC, one_line
from viscodex_lsp.core.language.grammars import text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_MARGIN: Final = re.compile(r"^\s*\*+ ?", re.MULTILINE)
_SENTENCE: Final = re.compile(r"^(.*?[.!?])(?:\s|$)", re.DOTALL)
_TAG: Final = re.compile(r"^\s*@\w+.*\Z", re.DOTALL | re.MULTILINE)


def doc_above(node: "Node") -> str:
    """The first sentence of the block comment right above a statement; "" where there is none."""
    before = node.prev_named_sibling
    if before is None or before.type != "comment" or before.end_point.row + 1 < node.start_point.row:
        return ""
    return first_sentence(text_of(before))


def first_sentence(comment: str) -> str:
    """The first sentence of a `/** … */` comment."""
    if not comment.startswith("/**"):
        return ""
    return sentence_of(_MARGIN.sub("", comment[3:].removesuffix("*/")))


def sentence_of(text: str) -> str:
    """The first sentence of a text, without tags such as `@param`, as one short line."""
    plain = _TAG.sub("", text).strip()
    paragraph = plain.split("\n\n", maxsplit=1)[0]
    found = _SENTENCE.match(paragraph)
    return one_line(found[1] if found else paragraph, LONGEST_DOC)
