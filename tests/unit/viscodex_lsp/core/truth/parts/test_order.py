"""The order in which code shows a picture's words."""

from tests.fixtures.pictures.seen_pictures import seen_line, seen_lines
from viscodex_lsp.core.truth.nouns.likeness import Box
from viscodex_lsp.core.truth.nouns.seen import Seen
from viscodex_lsp.core.truth.parts.order import compare_order
from viscodex_lsp.core.truth.parts.tokens import tokens_of

SEEN = seen_lines(["One two three", "four five six", "seven eight nine"])


def order(shown: str, seen: Seen = SEEN) -> float | None:
    return compare_order(seen, tokens_of(shown)).value


def test_code_in_the_picture_order_is_in_order() -> None:
    """Reading along lines and down is no step back."""
    assert order("One two three four five six seven eight nine") == 1.0


def test_swapped_blocks_cost_a_step_back() -> None:
    """Nine words, one of them follows what it should precede."""
    assert order("four five six One two three seven eight nine") == 1 - 1 / 9


def test_what_is_left_out_is_not_out_of_order() -> None:
    """Missing words are for the words to tell."""
    assert order("One two six nine") == 1.0


def test_columns_may_be_read_one_after_the_other() -> None:
    """Up to a column further right is how people read; up to one on the left is not."""
    left = [
        seen_line(text, Box(0, 30.0 * at, 90, 30.0 * at + 16)) for at, text in enumerate(("ab cd", "ef gh"))
    ]
    right = [
        seen_line(text, Box(200, 30.0 * at, 290, 30.0 * at + 16))
        for at, text in enumerate(("ij kl", "mn op"))
    ]
    seen = Seen(300, 60, "page", (left[0], right[0], left[1], right[1]))
    assert order("ab cd ef gh ij kl mn op", seen) == 1.0
    assert order("ab cd ij kl ef gh mn op", seen) == 1.0
    assert order("ij kl mn op ab cd ef gh", seen) == 1 - 1 / 8


def test_few_words_have_no_order() -> None:
    """Two words do not tell."""
    assert order("One two") is None
