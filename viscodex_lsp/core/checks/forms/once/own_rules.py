"""Joins the rules of a reply for a style sheet with those that the file has for the same selectors."""

from viscodex_lsp.core.checks.account import Account
from viscodex_lsp.core.checks.indentation import Fragment, read_fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.checks.sheets.items import block_around, has_slashes
from viscodex_lsp.core.checks.sheets.joining import joined
from viscodex_lsp.core.nouns import Replacement

_LANGUAGES = frozenset({"css", "scss", "less", "postcss"})


def with_own_rules(
    fragment: Fragment, place: Place, others: tuple[Replacement, ...], account: Account
) -> tuple[Fragment, tuple[Replacement, ...], Account]:
    """The fragment with what the file lacks, `others` with the edits of the file's rules, and the account of both; as
    it is where it would leave nothing of a selection."""
    text, span = place.lines.text, place.span
    if place.language.id not in _LANGUAGES or "{" not in fragment.text or place.prefix.strip():
        return fragment, others, account
    hidden = "".join(sign if sign == "\n" else " " for sign in text[span.start : span.end])
    there = text[: span.start] + hidden + text[span.end :]
    slashes = has_slashes(place.language.id)
    within = block_around(there, span.start, slashes=slashes)
    rest, edits, notes = joined(
        fragment.text, there, place.style, at=span.start, within=within, slashes=slashes
    )
    if not notes or (not rest and not span.empty):
        return fragment, others, account
    left = read_fragment(rest, place.language, place.style)
    written = (*left.lines, *(line for edit in edits for line in edit.text.split("\n")))
    return left, (*others, *edits), account.step(fragment.lines, written, notes[0]).told(*notes[1:])
