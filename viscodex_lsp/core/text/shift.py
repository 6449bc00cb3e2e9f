"""Where the spans of a text lie after replacements in it."""

from collections.abc import Sequence
from itertools import accumulate

from viscodex_lsp.core.nouns import Replacement, Span


class Shift:
    """What `replacements` (sorted, not overlapping) do to the places around them.

    A place that only touches a replacement may end before or behind the new text: both are answered.
    """

    def __init__(self, replacements: Sequence[Replacement]) -> None:
        self._old = [replacement.span for replacement in replacements]
        self._grown = [len(r.text) - (r.span.end - r.span.start) for r in replacements]
        before = [0, *accumulate(self._grown)]
        self._new = [
            Span(r.span.start + shift, r.span.start + shift + len(r.text))
            for r, shift in zip(replacements, before, strict=False)
        ]

    def moved(self, span: Span) -> set[Span]:
        """Where an old span may lie now; nowhere if it begins or ends inside replaced text."""
        return {
            Span(start, end)
            for start in self._places(span.start)
            for end in self._places(span.end)
            if start <= end
        }

    def holds_an_edit(self, span: Span) -> bool:
        """Whether an old span reaches beyond a replacement on both sides."""
        return any(span.start < edit.start and edit.end < span.end for edit in self._old)

    def precedes(self, span: Span) -> bool:
        """Whether an old span ends before a replacement begins."""
        return any(span.end <= edit.start for edit in self._old)

    def touches_new(self, span: Span) -> bool:
        """Whether a new span and an inserted text have a place in common, be it only an end."""
        return any(span.start <= edit.end and edit.start <= span.end for edit in self._new)

    def _places(self, place: int) -> set[int]:
        if any(edit.start < place < edit.end for edit in self._old):
            return set()
        edits = list(zip(self._old, self._grown, strict=True))
        behind = sum(grown for edit, grown in edits if edit.end <= place)
        ahead = sum(grown for edit, grown in edits if edit.end <= place and edit.start < place)
        return {place + ahead, place + behind}
