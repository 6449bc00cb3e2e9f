"""Code brought closer to its picture, round by round: one fix is asked for, and kept only where the measure rises.

The loop knows neither model nor browser: it is given a function that asks and one that compares.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from viscodex_lsp.core.checks.composing import composed
from viscodex_lsp.core.nouns import CheckedPatch, Document, Refusal, Span
from viscodex_lsp.core.text.difference import apply_replacements
from viscodex_lsp.core.truth.nouns.likeness import Likeness, not_compared
from viscodex_lsp.core.truth.nouns.made import Made
from viscodex_lsp.core.truth.rounds import Fix, Tried, is_closer, next_fix

Compare = Callable[[Made], Awaitable[Likeness]]
AskForFix = Callable[["Version", Fix, tuple[Tried, ...]], Awaitable[CheckedPatch | Refusal]]
Tell = Callable[["Version", tuple[Tried, ...]], None]


@dataclass(frozen=True, slots=True)
class Version:
    """Code and how like its picture it is. `document` is the file with the code at `span`; `checked` is the edit that
    leads there, None where the file is like that already."""

    document: Document
    span: Span
    likeness: Likeness
    checked: CheckedPatch | None = None

    @property
    def made(self) -> Made:
        return Made(self.document.language, self.document.text, (self.span,))


UNKNOWN = not_compared("it was not compared yet")


def version_at(document: Document, span: Span) -> Version:
    """Code that stands in a file."""
    return Version(document, _code(document.text, span), UNKNOWN)


def version_of(checked: CheckedPatch, likeness: Likeness = UNKNOWN) -> Version:
    """What an edit leaves behind: its code is all that it wrote, without the imports."""
    text = apply_replacements(checked.document.text, checked.replacements)
    spans = [
        Span(start, start + len(part.text))
        for part, start in zip(checked.replacements, _starts(checked), strict=True)
        if part != checked.imports or len(checked.replacements) == 1
    ]
    span = Span(spans[0].start, spans[-1].end)
    return Version(replace(checked.document, version=None, text=text), _code(text, span), likeness, checked)


async def refine(
    start: Version, *, rounds: int, ask: AskForFix, compare: Compare, tell: Tell = lambda *_: None
) -> tuple[Version, tuple[Tried, ...]]:
    """The best version after `rounds` questions, never one that measures lower than `start`; and what was tried.

    `tell` hears of every round that is over. Errors of `ask` and `compare` end the rounds for their caller.
    """
    best, tried = start, tuple[Tried, ...]()
    for _ in range(rounds):
        fix = next_fix(best.likeness, tried)
        if fix is None:
            break
        newer = await _try(best, fix, tried, ask=ask, compare=compare)
        kept = newer is not None and is_closer(newer.likeness, best.likeness, start.likeness)
        after = None if newer is None else newer.likeness.value
        tried = (*tried, Tried(fix.kind, best.likeness.value or 0.0, after, kept))
        if newer is not None and kept:
            best = newer
        tell(best, tried)
    return best, tried


async def _try(
    best: Version, fix: Fix, tried: tuple[Tried, ...], *, ask: AskForFix, compare: Compare
) -> Version | None:
    checked = await ask(best, fix, tried)
    if isinstance(checked, Refusal) or checked.companions or not _inside(checked, best.span):
        return None
    text = apply_replacements(checked.document.text, checked.replacements)
    span = _after(best.span, checked)
    newer = replace(best, document=replace(best.document, text=text), span=span)
    whole = checked if best.checked is None else composed(best.checked, checked)
    return replace(newer, likeness=await compare(newer.made), checked=whole)


def _inside(checked: CheckedPatch, span: Span) -> bool:
    """Whether an edit stays on the lines where the code was; imports have a place of their own."""
    text = checked.document.text
    return all(
        part == checked.imports
        or not (text[part.span.start : span.start].strip() or text[span.end : part.span.end].strip())
        for part in checked.replacements
    )


def _after(span: Span, checked: CheckedPatch) -> Span:
    """Where the code is after an edit of it."""
    start, end = span.start, span.end
    for part in checked.replacements:
        grown = len(part.text) - (part.span.end - part.span.start)
        elsewhere = part == checked.imports and len(checked.replacements) > 1
        if elsewhere and part.span.end <= span.start:
            start += grown
        if not elsewhere or part.span.end <= span.end:
            end += grown
    return Span(start, max(start, end))


def _starts(checked: CheckedPatch) -> list[int]:
    """Where the text of each replacement begins in the new document."""
    starts, grown = list[int](), 0
    for part in checked.replacements:
        starts.append(part.span.start + grown)
        grown += len(part.text) - (part.span.end - part.span.start)
    return starts


def _code(text: str, span: Span) -> Span:
    """The span without blank lines around the code."""
    code = text[span.start : span.end]
    begin = len(code) - len(code.lstrip("\r\n"))
    return Span(span.start + begin, span.start + max(begin, len(code.rstrip())))
