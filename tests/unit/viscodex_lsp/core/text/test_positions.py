"""positions: LSP's line rules, and code-point offsets to and from UTF-8, UTF-16 and UTF-32 units."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viscodex_lsp.core.errors import DocumentError
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.text.positions import Encoding, LineIndex, Position, split_lines

ODD = "ab é€😀𝒳\n\r\u2028\u2029\x0b\x0c\x85\x1c\ud800"
TEXTS = st.text(alphabet=ODD, max_size=40)
ENCODINGS = st.sampled_from(["utf-8", "utf-16", "utf-32"])


@settings(deadline=None)
@given(TEXTS, st.data(), ENCODINGS)
def test_an_offset_survives_the_way_to_a_position_and_back(
    text: str, data: st.DataObject, encoding: Encoding
) -> None:
    """Every offset comes back, but the one inside a CRLF, which becomes the end of its line."""
    index = LineIndex(text)
    offset = data.draw(st.integers(0, len(text)))
    inside_crlf = text[offset - 1 : offset + 1] == "\r\n" if offset else False
    assert index.offset_at(*index.position_at(offset, encoding), encoding) == offset - inside_crlf


@settings(deadline=None)
@given(TEXTS, st.integers(-2, 60), st.integers(-2, 60), ENCODINGS)
def test_any_position_lands_inside_the_document(
    text: str, line: int, character: int, encoding: Encoding
) -> None:
    """Positions beyond lines or the document are clamped, and never into the middle of a line end."""
    offset = LineIndex(text).offset_at(line, character, encoding)
    assert 0 <= offset <= len(text)
    assert offset == 0 or text[offset - 1 : offset + 1] != "\r\n"


@settings(deadline=None)
@given(TEXTS)
def test_lines_end_at_the_three_ends_of_the_specification_only(text: str) -> None:
    """Splitting at \\n, \\r\\n and \\r gives back the text, in as many lines as there are ends, and one."""
    lines = split_lines(text)
    assert "".join(lines) == text
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    assert [line.rstrip("\r\n") for line in lines] == unified.split("\n")


@settings(deadline=None)
@given(TEXTS, ENCODINGS)
def test_positions_grow_with_offsets(text: str, encoding: Encoding) -> None:
    """A later offset never has an earlier position."""
    index = LineIndex(text)
    positions = [index.position_at(offset, encoding) for offset in range(len(text) + 1)]
    assert all(one <= next_one for one, next_one in pairwise(positions))


@pytest.mark.parametrize(
    ("encoding", "character", "offset"),
    [
        ("utf-8", 1, 1),
        ("utf-8", 2, 1),
        ("utf-8", 4, 1),
        ("utf-8", 5, 2),
        ("utf-16", 2, 1),
        ("utf-16", 3, 2),
        ("utf-32", 2, 2),
        ("utf-16", 99, 3),
    ],
)
def test_a_position_inside_a_character_is_its_start(encoding: Encoding, character: int, offset: int) -> None:
    """`a😀b`: the emoji takes 4, 2 and 1 units; a position between them snaps to its start."""
    assert LineIndex("a😀b\nc").offset_at(0, character, encoding) == offset


def test_the_end_of_a_line_is_before_its_crlf() -> None:
    """A character beyond the line's end is the line's end, not the start of the next line."""
    index = LineIndex("ab\r\ncd")
    assert index.offset_at(0, 50, "utf-16") == 2
    assert index.position_at(3, "utf-16") == Position(0, 2)
    assert index.line_span(1) == Span(4, 6)
    assert [index.line_at(offset) for offset in range(7)] == [0, 0, 0, 0, 1, 1, 1]


def test_a_range_beyond_the_document_is_an_error_in_words() -> None:
    """A request's range that names a line which does not exist is refused with both numbers."""
    index = LineIndex("one\ntwo")
    with pytest.raises(DocumentError, match=r"^The range ends at line 90, but the document has 2 lines\."):
        index.span_at(Position(0, 0), Position(89, 0), "utf-16")
    with pytest.raises(DocumentError, match=r"^The range starts at line 4, but the document has 1 line\."):
        LineIndex("").span_at(Position(3, 0), Position(3, 0), "utf-16")
    with pytest.raises(DocumentError, match="ends before it starts"):
        index.span_at(Position(1, 1), Position(0, 0), "utf-16")


def test_the_line_after_the_last_one_ends_a_whole_line_range() -> None:
    """Clients name the end of the last whole line as character 0 of the next line: that is the end."""
    index = LineIndex("one\ntwo")
    assert index.span_at(Position(1, 0), Position(2, 0), "utf-16") == Span(4, 7)
    with pytest.raises(DocumentError):
        index.span_at(Position(1, 0), Position(2, 1), "utf-16")
