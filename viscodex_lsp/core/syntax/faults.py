"""The faults of one parsed text: what its parser could not read, and what its language forbids all the same.

A text without a grammar never has a fault: what cannot be checked is not refused. Spans are code points.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.mistake import Mistake
from viscodex_lsp.core.syntax.parse_errors import parse_errors
from viscodex_lsp.core.syntax.strictness import mistakes
from viscodex_lsp.core.text.byte_offsets import ByteOffsets

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing a parser cannot accept. `line` counts from 1; `what` is a few words fit for a model; `lacks`
    are the closing brackets and tags that would be needed, innermost last, as far as they are known."""

    span: Span
    line: int
    what: str
    lacks: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Place and fault: "line 3: missing `}`"."""
        return f"line {self.line}: {self.what}"


def find_faults(root: "Node", language: Language, offsets: ByteOffsets) -> tuple[Fault, ...]:
    """What is wrong with a text, by position: what the parser had to skip or to make up, and what the grammar
    lets pass but the language does not."""
    found = [
        _fault(mistake, offsets) for rule in (parse_errors, mistakes) for mistake in rule(root, language)
    ]
    return tuple(sorted(found, key=lambda fault: (fault.span.start, fault.span.end)))


def _fault(mistake: Mistake, offsets: ByteOffsets) -> Fault:
    span = Span(offsets.to_points(mistake.start), offsets.to_points(mistake.end))
    return Fault(span, mistake.row + 1, mistake.what, mistake.lacks)
