"""Pitch and advance are measured, not guessed."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from viscodex_model.read.code.grid import measure_advance, measure_rows
from viscodex_model.read.picture.geometry import Box


@given(pitch=st.floats(14, 60), first=st.floats(20, 200), missing=st.sets(st.integers(1, 8), max_size=4))
def test_rows_are_found_although_some_are_blank(pitch: float, first: float, missing: set[int]) -> None:
    """The grid of ten rows is the same with up to four of them empty."""
    height = pitch * 0.8
    middles = [first + row * pitch for row in range(10) if row not in missing]
    rows = measure_rows([Box(10, y - height / 2, 200, y + height / 2) for y in middles])
    assert rows is not None
    assert rows.count == 10
    assert abs(rows.pitch - pitch) < 0.01 * pitch
    assert abs(rows.first - first) < 0.05 * pitch


def test_lines_with_wide_gaps_between_are_not_taken_for_a_wider_grid() -> None:
    """Quotes alone in their rows were overlooked: twelve lines of twenty-eight rows are left."""
    middles = [200 + 54.4 * row for row in (0, 2, 5, 7, 8, 13, 15, 18, 20, 22, 23, 27)]
    rows = measure_rows([Box(100, y - 20, 900, y + 20) for y in middles])
    assert rows is not None
    assert rows.count == 28


def test_the_grid_of_a_long_text_is_found_through_some_of_its_lines() -> None:
    """Every other line stands a little lower, and fifty of the first are titles of another grid."""
    middles = [7.0 + 31 * row for row in range(50)] + [1600.0 + 20 * row + row % 2 for row in range(250)]
    rows = measure_rows([Box(10, y - 7, 200, y + 7) for y in middles])
    assert rows is not None
    assert abs(rows.pitch - 20) < 0.01
    assert abs(rows.middle(rows.nearest(6580.0)) - 6580.5) < 1


@given(advance=st.floats(6, 20), left=st.floats(0, 30))
def test_the_advance_is_found_from_ink_to_a_hundredth(advance: float, left: float) -> None:
    """Sixty letters with ink in the middle of their cells."""
    columns = np.arange(int(left + 60 * advance) + 2) + 0.5
    place = (columns - left) / advance
    profile = np.where((place > 0) & (place < 60) & (np.abs(place % 1 - 0.5) < 0.3), 10.0, 0.0)
    found, phase = measure_advance(profile, advance * 1.03)
    assert abs(found - advance) < 0.01 * advance
    off = (phase - left) / advance
    assert abs(off - round(off)) < 0.12
