"""How alike two texts are: difflib's numbers."""

from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st
from viscodex_model.evaluate.metrics.text_likeness import are_alike, text_likeness

few = st.text("ab \u00e9\U0001f600", max_size=40)
texts = few | st.builds(lambda text, times: text * times, few, st.integers(1, 12))


@given(texts, texts)
def test_the_ratio_is_that_of_difflib(first: str, second: str) -> None:
    """To the bit, in this order of arguments, also over 200 letters, where difflib passes over frequent ones."""
    assert text_likeness(first, second) == SequenceMatcher(None, first, second).ratio()


@given(texts, texts)
def test_the_bounds_give_the_ratios_verdict(first: str, second: str) -> None:
    """Asking for "at least 0.8" says what the ratio says."""
    assert are_alike(first, second, least=0.8) == (SequenceMatcher(None, first, second).ratio() >= 0.8)
