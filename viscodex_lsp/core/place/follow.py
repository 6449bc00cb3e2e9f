"""A place followed through the changes that a client reported."""

from collections.abc import Iterable

from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.place.change import Change
from viscodex_lsp.core.place.guard import Guard, guard_of
from viscodex_lsp.core.place.rewritten import rewritten


def follow(span: Span, text: str, changes: Iterable[Change]) -> Span | None:
    """Where the place `span` of `text` is after all changes, in their order; None if one of them touched it."""
    first = guard_of(span, text)
    now: Guard | None = first
    for change in changes:
        if now is None:
            return None
        now = rewritten(now, change.old, change.new) if change.whole else now.after(change)
    if now is None:
        return None
    by = now.start - first.start
    return Span(span.start + by, span.end + by)
