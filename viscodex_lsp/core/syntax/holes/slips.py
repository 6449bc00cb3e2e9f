"""Whether a reply is what a broken file lacks with a slip of the pen in it: one sign too few, too many, or another."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Final

from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.language.patience import found_within
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.opinions.opinions import has_opinion
from viscodex_lsp.core.syntax.syntax import Tree, reparse

_LONGEST: Final = 160
_MOST_READ: Final = 800_000
"""Characters that are parsed in search of a slip, which take about a quarter of a second."""
_MOST_STEPS: Final = 15_000
"""The same in steps of the parser, of which some broken texts need many."""
_DEARER: Final = 4
"""How many times as long as the grammar's parse it takes to look through a page, or to ask a second parser."""
_SIGN: Final = re.compile(r"[^\w\s]")
_STRAY: Final = re.compile(r"(?!<\w)[^\w\s]")
"""A sign that may be one too many: with the `<` of a tag, its end lower in the file would be taken for this one's."""
_OTHER: Final = {"(": "[{", ")": "]}", "[": "({", "]": ")}", "{": "([", "}": ")]", '"': "'", "'": '"'}
_AT_THE_END: Final = ")]>:([,;"
_LAST_WORDS: Final = {"shellscript": ("; then", "; do")}
_WITHIN: Final = "<([)]>:"
"""No braces: what ends or begins a block elsewhere says nothing of a line that one more of them would mend."""
_WITH_BRACES: Final = frozenset({"javascriptreact", "typescriptreact", "astro", "svelte"})
"""Where they stand in markup, around one expression."""
_QUOTES: Final = "\"'`"


@lru_cache(maxsize=32)
def has_slip(before: Tree, place: Span, text: str) -> bool:
    """Whether the file is sound with one sign of `text` other than it is, but not with no more than that sign there:
    what ends a block that is open anyway says nothing of a line that is put into it."""
    line = text.strip()
    if not line or "\n" in line or len(line) > _LONGEST:
        return False
    start = text.index(line)
    dear = before.language.markup or has_opinion(before.language)
    most = max(_MOST_READ // (_DEARER if dear else 1) // (len(before.text) + 1), 1)

    def is_found() -> bool:
        for piece, sign in islice(_corrected(line, before.language), most):
            if _is_sound(before, place, text[:start] + piece):
                return not sign or not _is_sound(before, place, sign)
        return False

    return found_within(_MOST_STEPS, is_found)


def _is_sound(before: Tree, place: Span, text: str) -> bool:
    return reparse(before, [Replacement(place, text)]).is_sound


def _corrected(line: str, language: Language) -> Iterator[tuple[str, str]]:
    """The line with one sign less, another, or one more, and what that is where it is more."""
    at = [match.start() for match in _SIGN.finditer(line)]
    yield from ((line[: one.start()] + line[one.end() :], "") for one in _STRAY.finditer(line))
    yield from (
        (line[:here] + sign + line[here + 1 :], "") for here in at for sign in _OTHER.get(line[here], "")
    )
    odd = "".join(sign for sign in _QUOTES if line.count(sign) % 2)
    yield from ((line + end, end) for end in (*_AT_THE_END, *odd, *_LAST_WORDS.get(language.id, ())))
    within = _WITHIN + odd + ("{}" if language.id in _WITH_BRACES else "")
    yield from ((line[:here] + sign + line[here:], sign) for here in (*at, 0) for sign in within)
