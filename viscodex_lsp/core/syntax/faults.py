"""The faults of one parsed text: what its parser could not read, and what its language forbids all the same.

A text without a grammar never has a fault: what cannot be checked is not refused. Spans are code points.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.injected_faults import injected_contents
from viscodex_lsp.core.syntax.mistake import Mistake
from viscodex_lsp.core.syntax.opinions import second_opinion
from viscodex_lsp.core.syntax.parse_errors import parse_errors
from viscodex_lsp.core.syntax.parsed import Parsed, parse_text
from viscodex_lsp.core.syntax.strictness import mistakes
from viscodex_lsp.core.text.byte_offsets import ByteOffsets


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


def find_faults(parsed: Parsed, language: Language) -> tuple[Fault, ...]:
    """What is wrong with a text, by position, and with the scripts and style sheets in it."""
    found = [_fault(mistake, parsed.offsets) for mistake in _mistakes(parsed, language)]
    return tuple(sorted(found, key=lambda fault: (fault.span.start, fault.span.end)))


def _mistakes(parsed: Parsed, language: Language) -> Iterator[Mistake]:
    root = parsed.root
    own = [*parse_errors(root, language), *mistakes(root, language)]
    # The reference parser decides whether there is a mistake; the grammar says better where and what it is.
    second = second_opinion(parsed.offsets.text, language)
    if second is None:
        yield from own
    elif second:
        yield from own or second
    for content in injected_contents(root, language):
        inner = parse_text(content.text, content.language)
        if inner is not None:
            for mistake in _mistakes(inner, content.language):
                yield mistake.moved(content.start, content.row, content.place)


def _fault(mistake: Mistake, offsets: ByteOffsets) -> Fault:
    span = Span(offsets.to_points(mistake.start), offsets.to_points(mistake.end))
    return Fault(span, mistake.row + 1, mistake.what, mistake.lacks)
