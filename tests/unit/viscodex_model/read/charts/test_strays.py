"""What is no value of a chart is not given as one."""

from viscodex_model.read.charts.marks.strays import without_strays
from viscodex_model.read.charts.nouns import Curve, Legend, Points
from viscodex_model.read.picture.geometry import Box

WHITE, BLUE, BLACK, GRID = (255, 255, 255), (31, 119, 180), (0, 0, 0), (214, 214, 214)
COURSE = ((0.0, 10.0), (50.0, 40.0), (90.0, 20.0))
SERIES = Curve(BLUE, COURSE)


def test_pieces_of_a_faint_grid_are_no_series() -> None:
    assert without_strays([Curve(GRID, COURSE), SERIES], None, WHITE) == ([SERIES], ())


def test_a_faint_series_stays_where_it_is_the_only_one() -> None:
    only = Curve(GRID, COURSE)
    assert without_strays([only], None, WHITE) == ([only], ())


def test_a_black_line_that_the_legend_does_not_name_is_said_to_be_left_out() -> None:
    """It may be the legend's own frame or an arrow beside a remark."""
    legend = Legend(Box(0, 0, 40, 20), (("sales", BLUE),))
    kept, doubts = without_strays([Curve(BLACK, COURSE), SERIES], legend, WHITE)
    assert kept == [SERIES]
    assert "legend does not name" in doubts[0]
    named = Legend(Box(0, 0, 40, 20), (("sales", BLUE), ("limit", BLACK)))
    assert len(without_strays([Curve(BLACK, COURSE), SERIES], named, WHITE)[0]) == 2


def test_the_texture_of_a_picture_is_no_scatter() -> None:
    specks = Points((90, 90, 90), tuple((float(x), float(x % 7)) for x in range(300)), 2.0)
    kept, doubts = without_strays([specks, SERIES], None, WHITE)
    assert kept == [SERIES]
    assert "rather a picture" in doubts[0]
