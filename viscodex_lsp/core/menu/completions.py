"""Lists the completions that start a job at a cursor, from state alone.

Two places are meant: where a person asks by hand, or has begun a word such as `picture`; and behind a comment
that asks for code, `# image: a form with two fields` or `<!-- image -->`. What such a comment says is the
instruction, and the code goes below it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.menu.offers import MOST_ATTACHED, Attached
from viscodex_lsp.core.nouns import Document, Span

WORDS = ("image", "picture", "screenshot", "clipboard")
SHORTEST_WORD = 3
REACH = 400

_LAST_WORD = re.compile(r"(?<!\w)\w*+$")


@dataclass(frozen=True, slots=True)
class Completion:
    """One line of the completion list: choosing it takes the word `typed` away and asks for code at `place`.

    `filter` is what a client compares with the typed word; `picture` the source to name in the command.
    """

    label: str
    filter: str
    typed: Span
    place: int
    picture: dict[str, Any]
    instruction: str


def list_completions(
    document: Document, offset: int, line: Span, *, attached: tuple[Attached, ...], by_hand: bool = True
) -> tuple[Completion, ...]:
    """The completions at `offset`, which is in `line`; unless `by_hand`, behind a comment alone."""
    newest = attached[:MOST_ATTACHED]
    sources = [(f"code from {picture.name}", {"kind": "attached", "id": picture.id}) for picture in newest]
    sources.append(("code from the clipboard picture", {"kind": "clipboard"}))
    return tuple(
        Completion(label, word, typed, place, picture, instruction)
        for word, typed, place, instruction in _places(document, offset, line, by_hand=by_hand)
        for label, picture in sources
    )


def _places(
    document: Document, offset: int, line: Span, *, by_hand: bool
) -> Iterator[tuple[str, Span, int, str]]:
    """The filter's word, the word to take away, the place for the code, and the instruction; at most one."""
    text = document.text[line.start : min(line.end, line.start + REACH)]
    cursor = offset - line.start
    comment = _request_comment(language_of(document.language)).fullmatch(text)
    if comment is not None:
        if comment.end("word") <= cursor:
            yield "", Span(offset, offset), line.end, (comment["words"] or "").strip()
        return
    if not by_hand:
        return
    typed = _LAST_WORD.search(text[:cursor])
    word = typed[0].lower() if typed else ""
    known = next((known for known in WORDS if known.startswith(word)), None)
    if cursor <= len(text) and known is not None and (not word or len(word) >= SHORTEST_WORD):
        start = offset - len(word)
        yield known if word else "", Span(start, offset), start, ""


@cache
def _request_comment(language: Language) -> re.Pattern[str]:
    """A whole line that is a comment of `language` and asks for code; what it says more is the group `words`."""
    openings, closing = [], ""
    if language.line_comment:
        openings.append(rf"(?:{re.escape(language.line_comment)})+")
    if language.block_comment:
        opening, end = map(re.escape, language.block_comment)
        # The brace and the stars are those of `{/* image */}` and `/** image */`.
        openings.append(rf"\{{?{opening}\**")
        closing = rf"(?:{end}\}}?\s*)?"
    if not openings:
        return re.compile(r"(?!)")
    asked = r"(?P<word>image|picture|screenshot)\b\s*(?::(?P<words>.*?))?"
    return re.compile(rf"\s*(?:{'|'.join(openings)})\s*{asked}\s*{closing}", re.IGNORECASE)
