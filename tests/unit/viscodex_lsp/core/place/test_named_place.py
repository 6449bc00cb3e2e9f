"""Places that are named in words: lines, and texts that a file holds once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.errors import UsageError
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.place.named_place import Side, place_of_anchor, place_of_lines

TEXT = "one\ntwo two\nthree\n"


@pytest.mark.parametrize(
    ("anchor", "side", "span"),
    [
        ("three", "replace", Span(12, 17)),
        ("  three\n", "replace", Span(12, 17)),
        ("ne\ntwo t", "replace", Span(0, 11)),
        ("three", "before", Span(12, 12)),
        ("three", "after", Span(18, 18)),
        ("one", "after", Span(4, 4)),
        ("two two", "before", Span(4, 4)),
    ],
)
def test_an_anchor_names_whole_lines(anchor: str, side: Side, span: Span) -> None:
    """They are replaced, or inserted at; blanks around the anchor do not count."""
    assert place_of_anchor(TEXT, anchor, side=side) == span


def test_the_files_line_ends_do_not_matter() -> None:
    """An anchor of several lines is found in a file with other line ends."""
    text = TEXT.replace("\n", "\r\n")
    span = place_of_anchor(text, "one\ntwo two", side="replace")
    assert text[span.start : span.end] == "one\r\ntwo two"


@pytest.mark.parametrize(
    ("anchor", "told"), [("two", "2 times"), ("four", "does not hold"), (" ", "does not hold")]
)
def test_an_anchor_stands_there_once(anchor: str, told: str) -> None:
    """Else the place would be a guess."""
    with pytest.raises(UsageError, match=told):
        place_of_anchor(TEXT, anchor, side="after")


@given(st.text(alphabet="ab\n\r", max_size=30), st.integers(-1, 8), st.integers(-1, 8))
def test_lines_are_inside_or_refused(text: str, first: int, last: int) -> None:
    """Whatever numbers are named."""
    try:
        span = place_of_lines(text, lines=(first, max(first, last)))
    except UsageError:
        return
    assert 0 <= span.start <= span.end <= len(text)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("<html>\n  <body>\n    <p>\n  </body>\n</html>\n", "  </body>\n</html>\n"),
        ("<body>\r\n</BODY >\r\n\r\n</html>", "</BODY >\r\n\r\n</html>"),
        ("<body>\n</body>\n", "</body>\n"),
        ("<body><p>one</p></body>\n", ""),
        ("</body>\n</html>\n<!-- made by hand -->\n", ""),
        ("def body():\n    pass\n", ""),
        ("", ""),
    ],
)
def test_the_end_of_a_page_is_that_of_its_body(text: str, rest: str) -> None:
    """Where no place is named: nothing belongs behind `</html>`. Any other text ends where it ends."""
    assert place_of_lines(text) == Span(len(text) - len(rest), len(text) - len(rest))
