"""Lines of code beside those of a picture, character by character."""

from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.truth.parts.lines import compare_lines

CODE = ["def total(prices):", "    return sum(prices)", "", "print(total([1, 2]))"]


def share(seen: list[str], shown: list[str]) -> float | None:
    return compare_lines(seen, shown).value


def test_blanks_do_not_count_and_everything_else_does() -> None:
    """Indentation is the document's; case and signs are the code's."""
    assert share(CODE, ["\t" + line.replace(", ", ",") for line in CODE]) == 1.0
    assert share(["abcd"], ["abCd"]) == 6 / 8


def test_a_line_that_is_missing_costs_its_characters() -> None:
    """Two of ten characters on one side."""
    assert share(["abcdefgh", "xy"], ["abcdefgh"]) == 16 / 18


def test_swapped_lines_are_felt() -> None:
    """One of them is out of order."""
    swapped = share(["abcd", "efghij"], ["efghij", "abcd"])
    assert swapped is not None
    assert swapped < 1


def test_nothing_is_compared_with_nothing() -> None:
    """Blank sides have no lines."""
    assert share([" "], CODE) is None


def test_code_beyond_all_use_still_has_an_answer() -> None:
    """Tens of thousands of equal lines are compared as wholes."""
    assert share(["a"] * 30_000, ["a"] * 15_000) == 30_000 / 45_000


@given(
    st.lists(st.text("ab (\n", max_size=12), max_size=8), st.lists(st.text("ab (\n", max_size=12), max_size=8)
)
def test_the_value_is_a_share(seen: list[str], shown: list[str]) -> None:
    """Whatever the lines are; of a text with itself it is 1."""
    value = share(seen, shown)
    assert value is None or 0 <= value <= 1
    assert share(seen, seen) in (None, 1.0)
