"""account: every line of a reply is placed, or left out with a word."""

from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.checks.account import Account, unaccounted

LINES = st.lists(st.text("abc {}();", max_size=12), max_size=12)


@given(LINES, st.sets(st.integers(0, 11)))
def test_what_a_step_drops_is_in_the_account_or_found_missing(lines: list[str], dropped: set[int]) -> None:
    """However lines are dropped: with a note nothing is missing, without one exactly they are."""
    kept = [line for row, line in enumerate(lines) if row not in dropped]
    code = "\n".join(lines)
    told = Account().step(lines, kept, "left out some")
    assert unaccounted(code, kept, told) == ()
    silent = unaccounted(code, kept, Account().step(lines, kept, ""))
    words = " ".join("".join(c if c.isalnum() else " " for c in " ".join(kept)).split())
    for row in dropped & set(range(len(lines))):
        own = " ".join("".join(c if c.isalnum() else " " for c in lines[row]).split())
        assert not own or own in silent or f" {own} " in f" {words} "


def test_a_line_inside_a_larger_one_is_placed() -> None:
    """A comment that was put in braces and a selector that was put under another are there."""
    placed = ["{/* The days */}\n.new h1 { color: red; }"]
    assert unaccounted("// The days\nh1 { color: red; }", placed, Account()) == ()
    assert unaccounted("// The nights", placed, Account()) == ("The nights",)


def test_a_line_that_comes_twice_is_to_be_placed_twice() -> None:
    """Equal lines are counted."""
    assert unaccounted("a b c\na b c", ["a b c"], Account()) == ()
    assert unaccounted("a b c\nx\nx", ["a b c\ny"], Account()) == ("x",)
