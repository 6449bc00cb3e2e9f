"""The faults of one parsed text: what its parser could not read, and what its language forbids all the same.

A text without a grammar never has a fault: what cannot be checked is not refused. Spans are code points.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from viscodex_lsp.core.language.data.templates import BLADE, HANDLEBARS
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.component_code.component_code import component_code
from viscodex_lsp.core.syntax.injected_faults import Content, injected_contents
from viscodex_lsp.core.syntax.mistake import Mistake
from viscodex_lsp.core.syntax.opinions import second_opinion
from viscodex_lsp.core.syntax.opinions.jinja import JINJA_IDS, jinja_opinion
from viscodex_lsp.core.syntax.opinions.opinions import MOST_CHARACTERS
from viscodex_lsp.core.syntax.parse_errors import parse_errors
from viscodex_lsp.core.syntax.parsed import Parsed, parse_text
from viscodex_lsp.core.syntax.rules.blade import blade_mistakes
from viscodex_lsp.core.syntax.rules.curly import curly_mistakes
from viscodex_lsp.core.syntax.rules.marks import has_marks, mark_mistakes, torn_marks
from viscodex_lsp.core.syntax.strictness import mistakes
from viscodex_lsp.core.text.byte_offsets import ByteOffsets

MOST = 2_000
"""Faults of one text that are told apart; with more of them there is nothing left to say about one."""
_LONG = 1_000
"""Characters from which on code in a page is a script or a style sheet, of which a page has few."""


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


def find_faults(parsed: Parsed, text: str, language: Language) -> tuple[Fault, ...]:
    """What is wrong with a text, by position, and with the code that it holds in other languages."""
    found = [fault_of(mistake, parsed.offsets) for mistake in islice(_mistakes(parsed, text, language), MOST)]
    return tuple(sorted(found, key=lambda fault: (fault.span.start, fault.span.end)))


def is_sound(parsed: Parsed, text: str, language: Language) -> bool:
    """Whether a text has no fault: told at the first one."""
    return next(_mistakes(parsed, text, language), None) is None


def _mistakes(parsed: Parsed, text: str, language: Language) -> Iterator[Mistake]:
    contents = list(_contents(parsed, text, language)) if language.markup else []
    if not any(content.whole for content in contents):
        # The reference parser decides whether there is a mistake; the grammar says better where and what it is.
        second = second_opinion(parsed.offsets.text, language)
        if second is None or second:
            yield from _or(_own(parsed, language), second or ())
    if has_marks(language):
        yield from _in_marks(text, parsed, language)
    elif language.id in HANDLEBARS:
        yield from curly_mistakes(text, parsed.offsets)
    elif language.id in BLADE:
        yield from blade_mistakes(text, parsed.offsets)
    for content in contents:
        for mistake in _inside(content):
            yield mistake.moved(content.start, content.row, content.place)


def _own(parsed: Parsed, language: Language) -> Iterator[Mistake]:
    yield from islice(parse_errors(parsed.root), MOST)
    yield from islice(mistakes(parsed.root, language), MOST)


def _or(own: Iterator[Mistake], second: Iterable[Mistake]) -> Iterator[Mistake]:
    """What the grammar says or, where it says nothing, the other."""
    first = next(own, None)
    if first is None:
        yield from second
    else:
        yield first
        yield from own


def _in_marks(text: str, parsed: Parsed, language: Language) -> Iterator[Mistake]:
    said = jinja_opinion(text) if language.id in JINJA_IDS and len(text) <= MOST_CHARACTERS else None
    if said is None:
        yield from mark_mistakes(text, parsed.offsets, language)
    else:
        yield from said
        yield from torn_marks(text, parsed.offsets)


def _contents(parsed: Parsed, text: str, language: Language) -> Iterator[Content]:
    yield from injected_contents(parsed.root, language)
    yield from component_code(parsed, text, language)


def _inside(content: Content) -> tuple[Mistake, ...]:
    """The mistakes of the first reading; none if any reading has none. What is judged for one text is kept for the
    others that are made of it, in which most of it is the same."""
    judged = _judged_long if sum(map(len, content.texts)) > _LONG else _judged
    return judged(content.texts, content.language)


@lru_cache(maxsize=4_096)
def _judged(texts: tuple[str, ...], language: Language) -> tuple[Mistake, ...]:
    first: tuple[Mistake, ...] = ()
    for text in texts:
        parsed = parse_text(text, language)
        found = tuple(_mistakes(parsed, text, language)) if parsed is not None else ()
        if not found:
            return ()
        first = first or found
    return first


_judged_long = lru_cache(maxsize=16)(_judged.__wrapped__)


def fault_of(mistake: Mistake, offsets: ByteOffsets) -> Fault:
    """The fault that a mistake in the text of `offsets` is."""
    span = Span(offsets.to_points(mistake.start), offsets.to_points(mistake.end))
    return Fault(span, mistake.row + 1, mistake.what, mistake.lacks)
