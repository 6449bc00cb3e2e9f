"""Two edits become one that does the same."""

from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.checks.composing import composed
from viscodex_lsp.core.nouns import CheckedPatch, Document, Replacement, Span
from viscodex_lsp.core.text.difference import apply_replacements


@st.composite
def edits(draw: st.DrawFn, length: int) -> tuple[Replacement, ...]:
    """Edits of a text of that length: sorted, apart from one another."""
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=6, unique=True)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return tuple(Replacement(Span(start, end), draw(st.text("xy\n", max_size=4))) for start, end in pairs)


def edit(text: str, replacements: tuple[Replacement, ...], note: str) -> CheckedPatch:
    document = Document("file:///a.txt", "plaintext", 1, text)
    return CheckedPatch(document, replacements, (note,), syntax_checked=False)


@given(st.text("ab\n", max_size=30), st.data())
def test_both_edits_in_one_leave_the_same_text(text: str, data: st.DataObject) -> None:
    """Whatever the second does to what the first wrote, its replacements stay sorted and apart."""
    first = edit(text, data.draw(edits(len(text))), "first")
    middle = apply_replacements(text, first.replacements)
    second = edit(middle, data.draw(edits(len(middle))), "second")
    both = composed(first, second)
    assert apply_replacements(text, both.replacements) == apply_replacements(middle, second.replacements)
    assert both.document == first.document and both.notes == ("first", "second")
    ends = [offset for part in both.replacements for offset in (part.span.start, part.span.end)]
    assert ends == sorted(ends)
