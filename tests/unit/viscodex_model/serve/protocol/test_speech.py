"""Token ids become text piece by piece without losing, inventing or leaking anything."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from viscodex_model.serve.protocol.speech import Detokenizer, Piece, StopWatch, speak

from tests.fixtures.models.tiny_checkpoints import tiny_tokenizer, token_id

ids = st.lists(st.integers(0, tiny_tokenizer().get_vocab_size() - 1), max_size=60)
texts = st.text(max_size=60)


def decode(tokens: Sequence[int]) -> str:
    """The tiny tokenizer's decoding, special tokens left out."""
    return str(tiny_tokenizer().decode(list(tokens), skip_special_tokens=True))


@given(ids)
def test_pieces_put_together_are_the_decoding_of_all_ids(tokens: list[int]) -> None:
    """Whatever the ids, the pieces concatenate to what decoding them at once gives."""
    words = Detokenizer(decode)
    assert "".join(words.add(token) for token in tokens) + words.finish() == decode(tokens)


@given(texts)
def test_no_piece_holds_half_a_character(text: str) -> None:
    """The pieces of well-formed text hold no replacement characters that the text itself lacks."""
    tokens = tiny_tokenizer().encode(text).ids
    words = Detokenizer(decode)
    pieces = [words.add(token) for token in tokens]
    whole = decode(tokens)
    assert "".join(pieces) + words.finish() == whole
    assert sum(piece.count("\ufffd") for piece in pieces) <= whole.count("\ufffd")


@given(
    st.lists(st.text("ab`\n", max_size=4), max_size=20),
    st.lists(st.text("ab`\n", min_size=1, max_size=4), max_size=3),
)
def test_a_stop_string_never_shows_even_in_part(chunks: list[str], stops: list[str]) -> None:
    """However the text is cut, what passes is the text before the first stop string, and never a bit more."""
    whole = "".join(chunks)
    # The reply ends where a stop string is first complete; of those complete there, the earliest start counts.
    ends = [place + len(stop) for stop in stops if (place := whole.find(stop)) >= 0]
    read = whole[: min(ends)] if ends else whole
    watch = StopWatch(stops)
    passed = ""
    for character in whole:
        passed += watch.add(character)
        assert read.startswith(passed)
    passed += watch.finish()
    starts = [place for stop in stops if (place := read.find(stop)) >= 0]
    assert passed == (read[: min(starts)] if starts else whole)
    assert watch.stopped == bool(starts)


@given(st.text("ab`", max_size=30), st.text("ab`", min_size=1, max_size=3), st.integers(1, 7))
def test_the_size_of_the_chunks_changes_nothing(text: str, stop: str, size: int) -> None:
    """Text given in chunks of any size passes as it does in one."""
    cut, whole = StopWatch([stop]), StopWatch([stop])
    chunks = [text[start : start + size] for start in range(0, len(text), size)]
    assert "".join(map(cut.add, chunks)) + cut.finish() == whole.add(text) + whole.finish()


def _numbers(tokens: Sequence[int]) -> str:
    return "".join(f"{token} " for token in tokens)


@pytest.mark.parametrize(
    ("options", "pieces"),
    [
        ({"limit": 3}, [Piece("1 ", 1), Piece("2 ", 2), Piece("3 ", 3), Piece("", 3, "length")]),
        ({"limit": 9, "ends": {3}}, [Piece("1 ", 1), Piece("2 ", 2), Piece("", 3, "stop")]),
        ({"limit": 9, "stops": ["2"]}, [Piece("1 ", 1), Piece("", 2, "stop")]),
        ({"limit": 2, "stops": ["2 3"]}, [Piece("1 ", 1), Piece("2 ", 2, "length")]),
        ({"limit": 9, "stops": ["9"]}, [*(Piece(f"{n} ", n) for n in range(1, 6)), Piece("", 5, "length")]),
    ],
)
def test_a_reply_ends_where_it_should(options: dict[str, object], pieces: list[Piece]) -> None:
    """The limit, an end token and a stop string each end a reply, and the last piece says which."""
    tokens = iter(range(1, 6))
    assert list(speak(tokens, _numbers, **options)) == pieces  # type: ignore[arg-type]


def test_no_token_is_taken_that_is_not_said() -> None:
    """A reply of two tokens asks the model for two."""
    tokens = iter(range(10))
    list(speak(tokens, _numbers, limit=2))
    assert next(tokens) == 2


def test_special_tokens_are_not_said() -> None:
    """A control token within a reply leaves no text."""
    tokens = [token_id("<|vision_start|>"), *tiny_tokenizer().encode("é").ids]
    assert "".join(piece.text for piece in speak(tokens, decode, limit=10)) == "é"
