"""The text of a proposal to show faintly at the cursor, where it can be shown.

Ghost text stands on the cursor's line (LSP 3.18, InlineCompletionItem: the range begins and ends on one line), so
a proposal that also changes other lines has none, nor one that changes other files: the editor would leave them out.
"""

from dataclasses import replace

from viscodex_lsp.core.nouns import Proposal, Replacement, Span


def ghost_text(proposal: Proposal, offset: int, line: Span) -> Replacement | None:
    """What the proposal inserts at `offset`, which is in `line`; None where the proposal changes another place."""
    if len(proposal.checked.replacements) != 1 or proposal.checked.companions:
        return None
    whole = proposal.checked.replacements[0]
    if not whole.span.start <= offset <= whole.span.end:
        return None
    shown = _least(whole, proposal.checked.document.text, around=offset)
    on_line = line.start <= shown.span.start and shown.span.end <= line.end
    return shown if on_line and shown.text else None


def _least(whole: Replacement, text: str, *, around: int) -> Replacement:
    """The same edit without the beginning and the end that it leaves as they are, its span still around a place."""
    old, new = text[whole.span.start : whole.span.end], whole.text
    most = min(len(old), len(new))
    head = _shared(old, new, most=min(most, around - whole.span.start))
    tail = _shared(old[::-1], new[::-1], most=min(most - head, whole.span.end - around))
    span = Span(whole.span.start + head, whole.span.end - tail)
    return replace(whole, span=span, text=new[head : len(new) - tail])


def _shared(one: str, other: str, *, most: int) -> int:
    """How many characters, up to `most`, are the same before the first that differs."""
    return next((at for at in range(most) if one[at] != other[at]), most)
