"""Which words of a picture code shows, and which it invents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.truth.parts.tokens import Token, tokens_of
from viscodex_lsp.core.truth.parts.words import WordMatch, match_words


def matched(seen: str, shown: str) -> WordMatch:
    return match_words(tokens_of(seen), tokens_of(shown))


def test_equal_words_in_any_order_are_all_found() -> None:
    """Order is not what words are about."""
    match = matched("Sign up for free", "free for up sign")
    assert (match.recall, match.precision, match.missing, match.invented) == (1.0, 1.0, (), ())


def test_what_one_side_lacks_is_told() -> None:
    """Missing words are those of the picture, invented ones those of the code."""
    seen, shown = tokens_of("Total cost 12.50 today"), tokens_of("Total cost today maybe")
    match = match_words(seen, shown)
    assert [seen[index].text for index in match.missing] == ["12.50"]
    assert [shown[index].text for index in match.invented] == ["maybe"]
    assert (match.recall, match.precision) == (0.75, 0.75)


def test_words_that_are_written_apart_on_one_side_are_the_same() -> None:
    """Blanks and hyphens are what text recognition is least sure of."""
    for seen, shown in (
        ("signup now", "sign up now"),
        ("e-mail", "email"),
        ("log in", "login"),
        ("well known", "well-known"),
    ):
        assert matched(seen, shown).f1 == 1.0, (seen, shown)


def test_a_misread_letter_costs_little_and_is_felt() -> None:
    """Look-alikes nearly count as equal, another letter by its share of the word; neither is missing."""
    assert matched("Pr0ducts", "Products").f1 == pytest.approx(0.95)
    assert matched("Productz", "Products").f1 == 1 - 1 / 8
    assert matched("Productz", "Products").missing == ()


def test_another_number_is_another_word() -> None:
    """A number that differs in one digit is no misreading but another fact."""
    assert matched("Total 1240", "Total 1250").missing == (1,)
    assert matched("FY2024 report", "FY2025 report").missing == (0,)


def test_words_read_without_certainty_count_less() -> None:
    """A doubtful word that is missing takes its confidence from the value, not a whole word."""
    seen = [Token("total", "Total", 1.0), Token("xq", "xq", 0.25)]
    assert match_words(seen, tokens_of("Total")).recall == 0.8


@given(
    st.lists(st.sampled_from(("alpha", "beta", "gamma", "signup", "sign", "up", "12", "3.5")), max_size=30)
)
def test_text_is_wholly_like_itself(words: list[str]) -> None:
    """Whatever repeats, every word meets its like."""
    tokens = tokens_of(" ".join(words))
    assert match_words(tokens, tokens[::-1]).f1 == 1.0


@given(st.text(max_size=80), st.text(max_size=80))
def test_values_stay_within_bounds(seen: str, shown: str) -> None:
    """Every value is between 0 and 1, and no word is both found and missing."""
    match = matched(seen, shown)
    assert 0 <= match.recall <= 1
    assert 0 <= match.precision <= 1
    assert not set(match.missing) & set(match.pairs.credit)
    assert len(match.pairs.credit) + len(match.missing) == len(tokens_of(seen))


def test_texts_beyond_all_use_are_still_paired() -> None:
    """Very many words that differ are told as such, and not searched for misreadings."""
    seen = [Token(f"abcdefghij{number}x", f"abcdefghij{number}x") for number in range(30_000)]
    shown = [Token(f"klmnopqrst{number}y", f"klmnopqrst{number}y") for number in range(30_000)]
    match = match_words(seen, [*shown, seen[0]])
    assert (len(match.missing), len(match.invented)) == (29_999, 30_000)
