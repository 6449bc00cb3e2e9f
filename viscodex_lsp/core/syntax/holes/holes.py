"""What an empty place lacks for the file around it to be sound: a word, the head of the lines below it, or an end.

A fault that is there only because the place is empty excuses nothing that is put into it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.faults import Fault
from viscodex_lsp.core.syntax.holes.heads import HEADS, INDENTED_HEADS, ends_of
from viscodex_lsp.core.syntax.holes.near_misses import is_nearly, is_torn_tag
from viscodex_lsp.core.syntax.syntax import Tree, reparse
from viscodex_lsp.core.text.style import leading

_WORD: Final = "x0"
_MOST_CHARACTERS: Final = 20_000
"""The longest text that is parsed with one head after the other."""
_TRIPLE: Final = ('"""', "'''")
_LONE_END: Final = re.compile(r"`</([\w:.-]+)\s*>?` closes nothing|unexpected `</([\w:.-]+)")
_DEEPER: Final = 4
"""Columns by which a body stands right of a line that does not open it, in files of two columns a step."""


def left_open(before: Tree, after: Tree, code: Replacement) -> tuple[Fault, ...]:
    """The faults that are left in a place that was only empty: they are those of the code that was put there."""
    now = after.faults
    had = before.faults if now else ()
    if not had:
        return ()
    for filler in _fillers(before, code):
        filled = reparse(before, [Replacement(code.span, filler)]).faults
        if len(filled) < len(had) and len(now) > len(filled):
            return now
    torn = before.language.markup and is_torn_tag(code.text, before.text)
    nearly = torn or is_nearly(code.text, ends_of(before, had), _without_comments(before))
    return now if nearly or _lacks_its_head(before, code, had) else ()


def _fillers(before: Tree, code: Replacement) -> Iterator[str]:
    """What could be all that the place of the code lacks."""
    yield _WORD
    heads = INDENTED_HEADS.get(before.language.id, ())
    if not heads or len(before.text) > _MOST_CHARACTERS or code.text.startswith("\n"):
        return
    above, below = _beside(before, code)
    under = leading(below)
    margins = dict.fromkeys((leading(code.text), leading(above), under[:-4], under[:-2], under))
    yield from (margin + head for margin in margins for head in heads)
    if before.language.by_indentation and before.language.opens_block(above):
        yield from (leading(above) + step + _WORD for step in ("    ", "  ", "\t"))


def _lacks_its_head(before: Tree, code: Replacement, had: tuple[Fault, ...]) -> bool:
    """Whether the lines below stand deeper than those above, and with a head for them the whole file is sound."""
    odd_quotes = before.language.id == "python" and any(before.text.count(sign) % 2 for sign in _TRIPLE)
    if len(before.text) > _MOST_CHARACTERS or not (odd_quotes or _stands_deeper(before, code)):
        return False
    elements = tuple(dict.fromkeys(name for fault in had for name in _lone_ends(fault)))
    margin = leading(_beside(before, code)[0]) if before.language.by_indentation else " "
    return _is_headless(before, code.span, margin, elements)


@lru_cache(maxsize=16)
def _is_headless(tree: Tree, place: Span, margin: str, elements: tuple[str, ...]) -> bool:
    """A reply may be tried in several ways at one place, whose want is the same for all."""
    tags = (tag for name in elements for tag in (f"<{name}>", f"<{name}"))
    return any(
        not reparse(tree, [Replacement(place, margin + head)]).faults
        for head in (*tags, *HEADS.get(tree.language.id, ()))
    )


def _without_comments(tree: Tree) -> str:
    mark = tree.language.line_comment
    return re.sub(rf"{re.escape(mark)}.*", "", tree.text) if mark else tree.text


def _lone_ends(fault: Fault) -> Iterator[str]:
    found = _LONE_END.search(fault.what)
    if found is not None:
        yield found[1] or found[2]


def _stands_deeper(before: Tree, code: Replacement) -> bool:
    above, below = _beside(before, code)
    deeper = len(leading(below).expandtabs(4)) - len(leading(above).expandtabs(4))
    return deeper > (_DEEPER - 1 if before.language.opens_block(above) else 0)


def _beside(before: Tree, code: Replacement) -> tuple[str, str]:
    """The lines with something in them that are nearest to the place."""
    above = next((one for one in reversed(before.text[: code.span.start].split("\n")) if one.strip()), "")
    below = next((one for one in before.text[code.span.end :].split("\n") if one.strip()), "")
    return above, below
