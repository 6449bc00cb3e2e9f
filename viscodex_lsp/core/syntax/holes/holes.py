"""What an empty place lacks for the file around it to be sound: a word, the head of the lines below it, or an end.

A fault that is there only because the place is empty excuses nothing that is put into it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from viscodex_lsp.core.language.patience import found_within
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.faults import Fault
from viscodex_lsp.core.syntax.holes.heads import HEADS, INDENTED_HEADS, ends_of
from viscodex_lsp.core.syntax.holes.near_misses import is_nearly, is_torn_tag
from viscodex_lsp.core.syntax.holes.slips import has_slip
from viscodex_lsp.core.syntax.syntax import Tree, reparse
from viscodex_lsp.core.text.style import leading

_WORD: Final = "x0"
_MOST_CHARACTERS: Final = 60_000
"""The longest text that is parsed with one head after the other."""
_MOST_STEPS: Final = 15_000
"""Of a parser, for one of these searches: about a quarter of a second."""
_ARROWS: Final = re.compile("[=-]>")
_HEADS_BEFORE: Final = {"do": ("while x0", "for x0 in x0"), "then": ("if x0",)}
"""What stands on the line above such a word of a shell."""
_TRIPLE: Final = ('"""', "'''")
_LONE_END: Final = re.compile(r"`</([\w:.-]+)\s*>?` closes nothing|unexpected `</([\w:.-]+)")
_LETTER: Final = re.compile(r"\w")
_MARKS: Final = re.compile(r"(?P<opens>\{\{|\{%|<%=)|\}\}|%\}|%>")
_DEEPER: Final = 4
"""Columns by which a body stands right of a line that does not open it, in files of two columns a step."""


def left_open(before: Tree, after: Tree, code: Replacement) -> tuple[Fault, ...]:
    """The faults that are left in a place that was only empty: they are those of the code that was put there."""
    now = after.faults
    had = before.faults if now else ()
    if not had:
        return ()
    if found_within(_MOST_STEPS, lambda: _is_filled(before, code, had, now)):
        return now
    for lacks in (_leaves_it_open, _is_nearly_an_end, _lacks_its_head):
        if lacks(before, code, had, now):
            return now
    return now if has_slip(before, code.span, code.text) else ()


def _is_filled(before: Tree, code: Replacement, had: tuple[Fault, ...], now: tuple[Fault, ...]) -> bool:
    """Whether the file has fewer faults with something else at the place than it had, or has with the code."""
    filled = (reparse(before, [Replacement(code.span, filler)]).faults for filler in _fillers(before, code))
    return any(len(faults) < min(len(had), len(now)) for faults in filled)


def _fillers(before: Tree, code: Replacement) -> Iterator[str]:
    """What could be all that the place of the code lacks."""
    yield _WORD
    if before.language.markup or before.language.markup_stand_ins:
        yield from _end_of_markup(before.text[: code.span.start])
    if before.language.id == "shellscript":
        yield from _HEADS_BEFORE.get(_beside(before, code)[1].strip(), ())
    heads = INDENTED_HEADS.get(before.language.id, ())
    if not heads or len(before.text) > _MOST_CHARACTERS or code.text.startswith("\n"):
        return
    above, below = _beside(before, code)
    under = leading(below)
    margins = dict.fromkeys((leading(code.text), leading(above), under[:-4], under[:-2], under))
    yield from (margin + head for margin in margins for head in heads)
    if before.language.by_indentation and before.language.opens_block(above):
        yield from (leading(above) + step + _WORD for step in ("    ", "  ", "\t"))


def _end_of_markup(above: str) -> Iterator[str]:
    """What a tag or a comment lacks that a place may be in."""
    if above.rfind("<!--") > above.rfind("-->"):
        yield "-->"
    elif above.rfind("<") > _ARROWS.sub("  ", above).rfind(">"):
        yield ">"


def _leaves_it_open(before: Tree, code: Replacement, had: tuple[Fault, ...], now: tuple[Fault, ...]) -> bool:
    """Whether nothing is mended by signs without a word, by what stands in a tag that is open still, or by uneven
    brackets in the mark of a template."""
    if len(now) < len(had):
        return False
    if not _LETTER.search(code.text):
        return True
    end = code.span.start + len(code.text)
    if not before.language.markup:
        return False
    uneven = any(code.text.count(one) != code.text.count(other) for one, other in ("()", "[]", "{}"))
    start = _start_of_mark(before, code.span) if uneven else None
    if start is not None and any(start <= fault.span.start <= end for fault in now):
        return True
    in_tag = any(_is_lack_of_angle(fault, code.span.start) for fault in had)
    return in_tag and any(_is_lack_of_angle(fault, end) for fault in now)


def _start_of_mark(before: Tree, place: Span) -> int | None:
    """Where the mark of a template begins that a place is in."""
    if not before.language.template:
        return None
    *_, last = (None, *_MARKS.finditer(before.text, 0, place.start))
    return last.start() if last is not None and last["opens"] else None


def _is_lack_of_angle(fault: Fault, end: int) -> bool:
    """Whether a tag lacks its `>` right before a place."""
    return fault.lacks == (">",) and 0 <= end - fault.span.start <= 1


def _is_nearly_an_end(
    before: Tree, code: Replacement, had: tuple[Fault, ...], _now: tuple[Fault, ...]
) -> bool:
    torn = before.language.markup and is_torn_tag(code.text, before.text)
    by_line = before.language.id == "shellscript"
    return torn or is_nearly(code.text, ends_of(before, had), _without_comments(before), begins_lines=by_line)


def _lacks_its_head(before: Tree, code: Replacement, had: tuple[Fault, ...], _now: tuple[Fault, ...]) -> bool:
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
    heads = (*tags, *HEADS.get(tree.language.id, ()))
    return found_within(
        _MOST_STEPS,
        lambda: any(reparse(tree, [Replacement(place, margin + head)]).is_sound for head in heads),
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
