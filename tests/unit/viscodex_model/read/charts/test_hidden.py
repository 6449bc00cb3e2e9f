"""Bars that a legend lies over."""

import numpy as np
import pytest
from viscodex_model.read.charts.marks.bars import find_bars, without_samples
from viscodex_model.read.charts.marks.hidden import HIDDEN, without_hidden
from viscodex_model.read.charts.nouns import Bar, Bars, Curve
from viscodex_model.read.picture.geometry import Box

BLUE = (31, 119, 180)
LEGEND = Box(200, 20, 300, 60)
FREE = Bar(20, 50, 180, 30)


@pytest.mark.parametrize(
    ("bars", "kept"),
    [
        ([FREE, Bar(220, 250, 180, 60)], [FREE]),
        ([FREE, Bar(190, 200, 180, 40), Bar(200, 220, 180, 60)], [FREE, Bar(190, 220, 180, 40)]),
        ([FREE, Bar(220, 250, 180, 90)], [FREE, Bar(220, 250, 180, 90)]),
        ([FREE, Bar(320, 350, 180, 60)], [FREE, Bar(320, 350, 180, 60)]),
        ([FREE, Bar(210, 240, 20, 5)], [FREE]),
    ],
)
def test_a_bar_that_ends_at_the_legend_is_said_not_to_be_read(bars: list[Bar], kept: list[Bar]) -> None:
    """One beside which the rest goes on has its value from there; those that end before the legend keep theirs."""
    line = Curve(BLUE, ((0.0, 60.0), (300.0, 60.0)))
    marks, doubts = without_hidden([Bars(BLUE, tuple(bars)), line], LEGEND, horizontal=False)
    assert marks == [Bars(BLUE, tuple(kept)), line]
    assert doubts == ((HIDDEN,) if len(kept) < len(bars) and kept == [FREE] else ())


def test_a_lying_bar_that_ends_at_the_legend_is_not_read() -> None:
    marks, doubts = without_hidden([Bars(BLUE, (Bar(30, 50, 10, 200),))], LEGEND, horizontal=True)
    assert (marks, doubts) == ([], (HIDDEN,))


def test_two_parts_of_one_bar_are_one() -> None:
    """Beside three bars of 30 pixels one of which a corner is covered; in a histogram neighbours stay two."""
    mask = np.zeros((200, 260), bool)
    for left, top in ((10, 100), (60, 60), (110, 120)):
        mask[top:190, left : left + 30] = True
    mask[30:190, 160:174] = mask[50:190, 174:190] = True
    assert [(bar.near, bar.far, bar.end) for bar in find_bars(mask)] == [
        (10, 40, 100),
        (60, 90, 60),
        (110, 140, 120),
        (160, 190, 30),
    ]


def test_a_small_bar_that_floats_beside_standing_ones_is_the_sample_of_a_legend() -> None:
    """Low ones on the base are values, and where many float they are."""
    standing = [Bar(near, near + 30, 180, end) for near, end in ((10, 90), (50, 60), (90, 40), (130, 176))]
    sample = Bar(60, 70, 40, 30)
    assert without_samples({0: [*standing, sample], 1: [sample]}) == {0: standing}
    ranges = [Bar(10, 40, 120, 100), sample, Bar(65, 75, 90, 80)]
    assert without_samples({0: ranges}) == {0: ranges}
