"""Whether an edit is in a text that a client reported, where typing may have come along with it in one change."""

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from viscodex_lsp.core.nouns import CheckedPatch
from viscodex_lsp.core.place.change import Change
from viscodex_lsp.core.place.follow import follow
from viscodex_lsp.core.text.positions import split_lines

ALIKE = 0.75
"""How much of a line must be left of it, as `difflib` counts, for a line that was typed into."""
MOST_PAIRS = 20_000
"""Pairs of lines up to which they are compared letter by letter."""
LONGEST_LINE = 500


def has_landed(now: str, *, before: str, written: str) -> bool:
    """Whether `now` has at least half of the lines that an edit of `before` has `written`.

    That the lines that the edit replaces are gone says nothing: a person may have deleted them.
    """
    code = [line.strip() for line in split_lines(written) if line.strip()]
    new = _beyond(now, before)
    close = len(code) * len(new) <= MOST_PAIRS
    found = sum(any(line in other or (close and _alike(line, other)) for other in new) for line in code)
    return bool(code) and 2 * found >= len(code)


def came_along(checked: CheckedPatch, changes: Sequence[Change], now: str) -> bool:
    """Whether `changes`, which made `now` of the text that `checked` is for, hold that edit: its place was touched, and
    most of what it writes is there. The same code elsewhere is a copy that the person made."""
    parts = [part for part in checked.replacements if part != checked.imports] or checked.replacements
    written = "\n".join(part.text for part in parts)
    longest = max((line.strip() for line in split_lines(written)), key=len)
    before = checked.document.text
    # A keystroke waits for this: to follow the place takes time with every change since the proposal was made.
    return (
        any(longest in change.new for change in changes)
        and has_landed(now, before=before, written=written)
        and any(follow(part.span, before, changes) is None for part in parts)
    )


def _beyond(text: str, before: str) -> list[str]:
    """The lines of `text`, without blank ones, that `before` does not have, or not so often."""
    lines, known = (Counter(line.strip() for line in split_lines(part)) for part in (text, before))
    return [line for line in (lines - known).elements() if line]


def _alike(one: str, other: str) -> bool:
    if max(len(one), len(other)) > LONGEST_LINE:
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
