"""Bars, curves and points are measured in masks to the pixel."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from viscodex_model.read.charts.marks.bars import find_bars, standing
from viscodex_model.read.charts.marks.curves import find_curves, simplify
from viscodex_model.read.charts.marks.find import find_marks
from viscodex_model.read.charts.marks.points import find_markers
from viscodex_model.read.charts.nouns import Bars
from viscodex_model.read.charts.plot.ink import Ink
from viscodex_model.read.picture.geometry import Box


def blank() -> "np.ndarray[tuple[int, int], np.dtype[np.uint8]]":
    return np.zeros((200, 300), np.uint8)


def test_bars_are_found_with_both_ends() -> None:
    mask = blank()
    mask[100:180, 20:50] = mask[40:180, 80:110] = mask[170:180, 140:170] = 1
    bars = find_bars(mask.astype(bool))
    assert [(bar.near, bar.far, bar.base, bar.end) for bar in bars] == [
        (20, 50, 180, 100),
        (80, 110, 180, 40),
        (140, 170, 180, 170),
    ]
    assert standing([bars]) == 1


def test_touching_bars_of_one_height_are_told_apart_by_the_width_of_the_others() -> None:
    mask = blank()
    for index, height in enumerate([20, 60, 100, 100, 60, 20]):
        mask[180 - height : 180, 30 + 20 * index : 50 + 20 * index] = 1
    bars = find_bars(mask.astype(bool))
    assert [bar.near for bar in bars] == [30, 50, 70, 90, 110, 130]


def test_a_slope_is_no_row_of_bars() -> None:
    mask = blank()
    cv2.line(mask, (10, 180), (290, 20), 1, 3)
    assert find_bars(mask.astype(bool)) == ()


def test_a_curve_is_followed_through_its_dashes() -> None:
    mask = blank()
    for start in range(10, 280, 18):
        cv2.line(mask, (start, 150 - start // 3), (start + 10, 150 - (start + 10) // 3), 1, 2)
    (trace,) = find_curves(mask.astype(bool))
    assert trace.dashed
    assert trace.points[0][1] == pytest.approx(147, abs=2)
    assert trace.points[-1][1] == pytest.approx(60, abs=2)


def test_curves_that_cross_go_on_straight() -> None:
    mask = blank()
    cv2.line(mask, (10, 20), (290, 180), 1, 2)
    cv2.line(mask, (10, 180), (290, 20), 1, 2)
    first, second = find_curves(mask.astype(bool))[:2]
    ends = sorted(
        (round(trace.points[0][1], -1), round(trace.points[-1][1], -1)) for trace in (first, second)
    )
    assert ends == [(20, 180), (180, 20)]


@given(st.lists(st.floats(20, 180), min_size=3, max_size=7))
def test_corners_of_a_line_are_found(heights: list[float]) -> None:
    mask = blank()
    xs = np.linspace(10, 290, len(heights))
    cv2.polylines(mask, [np.column_stack([xs, heights]).round().astype(np.int32)], False, 1, 2)
    course = np.array(find_curves(mask.astype(bool))[0].points)
    for x, y in list(zip(xs, heights, strict=True))[1:-1]:
        near = course[np.abs(course[:, 0] - x) <= 4]
        assert len(near) == 0 or np.abs(near[:, 1] - y).min() <= 8


def test_simplifying_keeps_the_corners_only() -> None:
    course = [(float(x), float(abs(x - 50))) for x in range(101)]
    assert simplify(course, 0.5) == ((0, 50), (50, 0), (100, 50))


def test_markers_are_found_where_they_touch_too() -> None:
    mask = blank()
    places = [(40, 40), (90, 120), (150, 60), (200, 100), (207, 103), (250, 150)]
    for place in places:
        cv2.circle(mask, place, 5, 1, -1)
    found = find_markers(mask.astype(bool))
    assert found is not None
    assert len(found.points) == len(places)
    for x, y in places:
        assert min(np.hypot(x + 0.5 - a, y + 0.5 - b) for a, b in found.points) < 2.5


def test_a_part_of_a_bar_beside_a_legend_is_no_bar_of_its_own() -> None:
    """What lies over a bar's corner leaves a narrow part of it lower; bars of a histogram may have any width."""
    mask = blank()
    mask[100:180, 20:50] = mask[90:180, 80:110] = mask[40:180, 140:164] = mask[90:180, 164:170] = 1
    mask[60:180, 200:230] = 1
    bars = find_bars(mask.astype(bool))
    assert [(bar.near, bar.end) for bar in bars] == [(20, 100), (80, 90), (140, 40), (200, 60)]


def test_a_bar_of_a_stack_that_ends_where_another_begins_is_no_negative_one() -> None:
    """The upper colour has no base of its own."""
    lower, upper = np.zeros((200, 300), bool), np.zeros((200, 300), bool)
    for place, (end, top) in enumerate([(120, 60), (80, 40), (140, 80), (110, 50)]):
        column = slice(20 + 60 * place, 60 + 60 * place)
        lower[end:180, column] = upper[top:end, column] = True
    inks = [Ink((200, 60, 60), lower), Ink((60, 60, 200), upper)]
    found = find_marks(inks, Box(0, 0, 300, 180), x=None, y=None)
    bars = [bar for mark in found.marks if isinstance(mark, Bars) for bar in mark.bars]
    assert len(bars) == 8
    assert all(bar.end < bar.base for bar in bars)
