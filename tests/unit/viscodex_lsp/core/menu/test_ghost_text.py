"""What of a proposal is shown faintly at the cursor."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.menu.ghost_text import ghost_text
from viscodex_lsp.core.nouns import CheckedPatch, Document, Proposal, Replacement, Span
from viscodex_lsp.core.text.difference import apply_replacements
from viscodex_lsp.core.text.positions import LineIndex

TEXT = "<main>\n    \n</main>\n"
CODE = "    <h1>Hello</h1>\n    <p>World</p>\n"
BLANK = Span(TEXT.index("    "), TEXT.index("</main>"))


def proposal(text: str, *replacements: Replacement) -> Proposal:
    checked = CheckedPatch(Document("file:///a.html", "html", 1, text), replacements, (), True)
    return Proposal("p", "mock.png", "2 lines of HTML", checked)


def shown(waiting: Proposal, offset: int) -> Replacement | None:
    lines = LineIndex(waiting.checked.document.text)
    return ghost_text(waiting, offset, lines.line_span(lines.line_at(offset)))


@pytest.mark.parametrize("column", [0, 2, 4])
def test_code_for_a_blank_line_is_shown_on_it(column: int) -> None:
    """Wherever the cursor stands on the line, what is there already is not shown again."""
    at = BLANK.start + column
    expected = Replacement(Span(at, BLANK.start + 4), CODE[column:-1])
    assert shown(proposal(TEXT, Replacement(BLANK, CODE)), at) == expected


def test_another_line_shows_nothing() -> None:
    """The ghost is at the place of the edit alone."""
    waiting = proposal(TEXT, Replacement(BLANK, CODE))
    assert shown(waiting, 0) is None
    assert shown(waiting, len(TEXT) - 2) is None


def test_an_edit_of_two_places_has_no_ghost() -> None:
    """Half of an edit would be worse than none."""
    imports = Replacement(Span(0, 0), "<!-- a -->\n")
    assert shown(proposal(TEXT, imports, Replacement(BLANK, CODE)), BLANK.start) is None


def test_an_edit_of_two_files_has_no_ghost() -> None:
    """The editor would write the code alone, without the stylesheet that it imports."""
    waiting = proposal(TEXT, Replacement(BLANK, CODE))
    styles = CheckedPatch(Document("file:///a.css", "css", None, ""), (), (), True, creates=True)
    both = replace(waiting, checked=replace(waiting.checked, companions=(styles,)))
    assert shown(waiting, BLANK.start) is not None
    assert shown(both, BLANK.start) is None


def test_an_edit_of_several_lines_has_no_ghost() -> None:
    """The range of ghost text may not leave its line."""
    assert shown(proposal(TEXT, Replacement(Span(0, len(TEXT)), "<p>new</p>\n")), 3) is None


@given(st.text("ab\n ", max_size=12), st.text("ab\n ", max_size=12), st.data())
def test_taking_the_ghost_is_taking_the_proposal(text: str, code: str, data: st.DataObject) -> None:
    """Where there is a ghost, inserting it gives the same text as applying the proposal."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    offset = data.draw(st.integers(0, len(text)))
    waiting = proposal(text, Replacement(Span(start, end), code))
    ghost = shown(waiting, offset)
    if ghost is not None:
        assert apply_replacements(text, [ghost]) == apply_replacements(text, waiting.checked.replacements)
        assert ghost.span.start <= offset <= ghost.span.end
        assert "\n" not in text[ghost.span.start : ghost.span.end]
