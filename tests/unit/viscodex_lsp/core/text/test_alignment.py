"""The lines that two texts have in common."""

from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.text.alignment import common_lines

LINES = st.lists(st.sampled_from(["a", "b", "", "c"]), max_size=12)


def by_the_book(one: list[str], other: list[str]) -> int:
    """The table of the textbook, which fills every cell."""
    row = [0] * (len(other) + 1)
    for line in one:
        above, row = row, [0]
        for place, against in enumerate(other, 1):
            row.append(above[place - 1] + 1 if line == against else max(above[place], row[-1]))
    return row[-1]


@given(LINES, LINES)
def test_the_number_is_that_of_the_textbook(one: list[str], other: list[str]) -> None:
    """Cutting off what is shared and counting in bits change nothing about it."""
    assert common_lines(one, other) == by_the_book(one, other)
    assert common_lines(other, one) == by_the_book(one, other)
