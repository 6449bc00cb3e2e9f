"""The small model's tokenizer: round trips, whole pieces of structure, words never seen."""

import random
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from viscodex_model.data.synth.content.look import PALETTE
from viscodex_model.data.synth.content.pages import draw_page
from viscodex_model.data.synth.produce import page_words
from viscodex_model.data.synth.shards import fenced
from viscodex_model.train.scratch.samples.tokenizer import SPECIALS, make_tokenizer, structure, words

PIECES = 400
PAGES = [draw_page(random.Random(seed)) for seed in range(400)]
TOKENIZER = make_tokenizer(PAGES, PIECES)


def spelt(tokenizer: Tokenizer, text: str) -> str:
    """A text through the tokenizer and back."""
    return tokenizer.decode(tokenizer.encode(text).ids, skip_special_tokens=False)


@given(st.text())
def test_any_text_comes_back(text: str) -> None:
    """Whatever is written, words never seen and signs of every script, comes back as it was."""
    assert spelt(TOKENIZER, text) == text


@given(st.integers(0, 2**32), st.booleans())
def test_any_page_comes_back(seed: int, unseen: bool) -> None:
    """A page comes back as it was, also when all its words are new."""
    answer = fenced(draw_page(random.Random(seed), unseen=unseen))
    assert spelt(TOKENIZER, answer) == answer


@given(st.integers(0, 2**32))
def test_spelling_with_dropout_comes_back_too(seed: int) -> None:
    """The dropout of merges changes the tokens, never the text; structure stays whole."""
    loose = Tokenizer.from_str(TOKENIZER.to_str())
    loose.model.dropout = 0.5
    html = draw_page(random.Random(seed))
    assert spelt(loose, html) == html
    first = structure(html)[0]
    assert loose.encode(html).tokens[0] == first


@pytest.mark.parametrize("piece", ["```html\n", "\n```", *PALETTE[:5], *SPECIALS])
def test_structure_is_one_token(piece: str) -> None:
    """Fences, colours and special tokens are one token each."""
    assert TOKENIZER.encode(piece).tokens == [piece]


def test_special_tokens_come_first() -> None:
    """The special tokens have the lowest numbers, in their order."""
    assert [TOKENIZER.token_to_id(name) for name in SPECIALS] == list(range(len(SPECIALS)))


@given(st.integers(0, 2**32))
def test_words_are_found_where_they_stand(seed: int) -> None:
    """The places of a page's words in its HTML are in step with the words that it shows."""
    html = draw_page(random.Random(seed))
    found = [unescape(html[start:end]) for start, end in words(html)]
    assert found == page_words(html)
