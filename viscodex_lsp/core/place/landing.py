"""Whether an edit is in a text that a client reported, where typing may have come along with it."""

from viscodex_lsp.core.place.change import Change
from viscodex_lsp.core.text.difference import smallest_edits


def has_landed(now: str, *, before: str, after: str) -> bool:
    """Whether `now` is nearer to the text `after` the edit than to the one `before` it.

    What was typed besides weighs the same on both sides, so only the edit itself tips the balance.
    """
    return now == after or _distance(after, now) < _distance(before, now)


def _distance(one: str, other: str) -> int:
    """How many characters differ, those that any of the line edits between both leaves as they are not counted."""
    edits = smallest_edits(one, other)
    changes = (Change(edit.span.start, one[edit.span.start : edit.span.end], edit.text) for edit in edits)
    least = (next(change.trimmed()) for change in changes)
    return sum(len(change.old) + len(change.new) for change in least)
