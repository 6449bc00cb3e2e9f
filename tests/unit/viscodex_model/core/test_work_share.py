"""`--shard I/N`: the shares of a command's work are all of it, none of it twice."""

import argparse

import pytest
from hypothesis import given
from hypothesis import strategies as st
from viscodex_model.core.work_share import WorkShare, work_share


@given(st.integers(0, 200), st.integers(1, 40))
def test_the_slices_one_after_another_are_the_whole(many: int, total: int) -> None:
    """Every item is in one share, in order, and no two shares differ by more than one item."""
    items = list(range(many))
    slices = [WorkShare(number, total).slice_of(items) for number in range(1, total + 1)]
    assert [item for part in slices for item in part] == items
    assert max(map(len, slices)) - min(map(len, slices)) <= 1


@given(st.integers(0, 1000), st.integers(1, 40))
def test_every_piece_of_a_stream_has_one_owner(index: int, total: int) -> None:
    """Where the length is not known, each piece belongs to one share."""
    assert sum(WorkShare(number, total).owns(index) for number in range(1, total + 1)) == 1


def test_the_form_is_i_of_n() -> None:
    """The share is read from I/N."""
    assert work_share("2/8") == WorkShare(2, 8)
    assert work_share("8/8").is_last


@pytest.mark.parametrize("text", ["", "2", "2/", "/2", "0/4", "5/4", "1/0", "-1/4", "a/b", "1/2/3", "１/２"])
def test_anything_else_is_told(text: str) -> None:
    """A share that does not exist is no silent whole."""
    with pytest.raises(argparse.ArgumentTypeError):
        work_share(text)
