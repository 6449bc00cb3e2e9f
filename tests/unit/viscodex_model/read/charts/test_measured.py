"""What is given as a value was measured at a mark; what was not is left out or said to be guessed."""

import io
from collections.abc import Callable

import cv2
import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from viscodex_model.read.charts import recognize, write_matplotlib
from viscodex_model.read.charts.marks.curves import find_curves
from viscodex_model.read.charts.marks.find import HEAPED, LETTERS, UNLIKE, find_marks, is_grid
from viscodex_model.read.charts.marks.places import with_values_at_names
from viscodex_model.read.charts.marks.points import are_discs, find_markers
from viscodex_model.read.charts.marks.strays import REFERENCE, without_strays
from viscodex_model.read.charts.nouns import Bars, Chart, Curve, Points, Scale, Tick
from viscodex_model.read.charts.plot.frame import Mask
from viscodex_model.read.charts.plot.ink import Ink
from viscodex_model.read.charts.scales.second import SECOND
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.pixels import load_pixels
from viscodex_model.read.recognition.engine import OnnxEngine
from viscodex_model.read.recognition.read_lines import read_lines

mpl.use("Agg")
BLACK, BLUE, WHITE = (0, 0, 0), (31, 119, 180), (255, 255, 255)
Look = Callable[[Figure], Chart]


@pytest.fixture
def look(engine: OnnxEngine) -> Look:
    def looked_at(figure: Figure) -> Chart:
        drawn = io.BytesIO()
        figure.savefig(drawn, format="png", dpi=100)
        pixels = load_pixels(drawn.getvalue())
        chart = recognize(pixels, read_lines(pixels, engine), engine)
        assert chart is not None
        return chart

    return looked_at


def test_bars_that_go_on_beyond_the_last_grid_line_keep_their_length(look: Look) -> None:
    """Libraries of the web draw no frame: the plot ends where its marks end."""
    figure = Figure()
    axes = figure.subplots()
    axes.bar(["a1", "b1", "c1"], [31, 8, 37], zorder=3)
    axes.set_yticks([0, 10, 20, 30])
    axes.grid(axis="y", color="#dddddd")
    axes.spines[["top", "left", "right"]].set_visible(False)
    axes.tick_params(length=0)
    chart = look(figure)
    (bars,) = chart.marks
    assert isinstance(bars, Bars)
    assert chart.y is not None
    assert [chart.y.value(bar.end) for bar in bars.bars] == pytest.approx([31, 8, 37], abs=0.4)


def test_lying_bars_left_of_zero_are_negative(look: Look) -> None:
    figure = Figure()
    figure.subplots().barh(["north", "east", "south", "west"], [40, -25, 60, -35])
    chart = look(figure)
    (bars,) = chart.marks
    assert isinstance(bars, Bars)
    assert chart.x is not None
    assert sorted(chart.x.value(bar.end) for bar in bars.bars) == pytest.approx([-35, -25, 40, 60], abs=0.8)


def test_a_line_before_bars_does_not_divide_them(look: Look) -> None:
    figure = Figure()
    axes = figure.subplots()
    axes.bar(range(5), [80, 90, 70, 95, 85], color="#4e79a7")
    axes.plot(range(5), [30, 60, 20, 70, 40], color="#ff7f0e", marker="o")
    chart = look(figure)
    assert [len(mark.bars) for mark in chart.marks if isinstance(mark, Bars)] == [5]


def test_a_second_axis_on_the_right_makes_values_guesses(look: Look) -> None:
    figure = Figure()
    axes = figure.subplots()
    axes.plot([0, 1, 2, 3], [10, 40, 20, 30])
    axes.twinx().plot([0, 1, 2, 3], [900, 500, 700, 600], color="#ff7f0e")
    chart = look(figure)
    assert chart.marks
    assert all(mark.guess == SECOND for mark in chart.marks)
    assert "# Guessed, not measured: there is a second axis," in write_matplotlib(chart)
    assert any("second axis" in doubt for doubt in chart.doubts)


def test_a_chart_on_a_dark_card_of_a_page_has_its_plot_within_its_labels(look: Look) -> None:
    figure = Figure(facecolor="#f4f4f4")
    card = Rectangle((0.03, 0.03), 0.94, 0.94, transform=figure.transFigure, color="#333333", zorder=-1)
    figure.patches.append(card)
    axes = figure.add_axes((0.2, 0.2, 0.7, 0.65), facecolor="#333333")
    axes.plot([0, 1, 2, 3, 4], [5, 25, 15, 30, 10], color="#4fc3f7")
    axes.tick_params(colors="white")
    axes.spines[:].set_color("white")
    chart = look(figure)
    assert chart.plot.left == pytest.approx(0.2 * 640, abs=4)
    assert [mark.color[2] > 200 for mark in chart.marks] == [True]


def test_a_heap_of_markers_is_a_guess_and_those_apart_are_not(look: Look) -> None:
    figure = Figure()
    axes = figure.subplots()
    axes.scatter([1, 2, 3, 4, 5, 6], [5, 1, 6, 2, 5, 1], color=mpl.colors.to_hex("tab:blue"))
    axes.scatter(3.5 + 0.1 * np.sin(range(40)), 3.5 + 0.1 * np.cos(range(40)), color="tab:blue")
    groups = {mark.guess: len(mark.points) for mark in look(figure).marks if isinstance(mark, Points)}
    assert groups[""] == 6
    assert HEAPED in groups


def _letters() -> Mask:
    letters = np.zeros((40, 200), np.uint8)
    for index, letter in enumerate("LTHXC7S4"):
        cv2.putText(letters, letter, (6 + 22 * index, 28), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 1, 2)
    return letters.astype(bool)


def test_discs_are_no_bars_and_letters_have_no_one_shape() -> None:
    rows, columns = np.mgrid[:60, :200]
    discs = np.logical_or.reduce([(rows - 30) ** 2 + (columns - x) ** 2 <= 30 for x in (20, 60, 100, 140)])
    assert are_discs(discs)
    assert not are_discs((rows > 10) & (columns % 40 < 20))
    found = find_markers(_letters())
    assert found is not None
    assert not found.alike


def test_black_letters_are_no_points_and_are_told_of() -> None:
    """They may be a series whose markers differ; in a colour they are points that are a guess."""
    letters = _letters()
    plot = Box(0, 0, letters.shape[1], letters.shape[0])
    black = find_marks([Ink(BLACK, letters)], plot, x=None, y=None)
    assert (black.marks, black.doubts) == ((), (LETTERS,))
    (points,) = find_marks([Ink(BLUE, letters)], plot, x=None, y=None).marks
    assert points.guess == UNLIKE


def test_a_grid_line_below_a_curve_makes_no_spike() -> None:
    mask = np.zeros((120, 200), bool)
    mask[20:23] = True
    mask[20:110, 90:92] = True
    (trace,) = find_curves(mask)
    assert {y for _, y in trace.points} == {21.5}


def test_grey_lines_along_an_axis_are_no_values() -> None:
    level = Curve(BLACK, ((0.0, 50.0), (40.0, 50.0), (41.0, 53.0), (42.0, 50.0), (90.0, 50.0)))
    series = Curve(BLUE, ((0.0, 10.0), (50.0, 40.0), (90.0, 20.0)))
    assert without_strays([level, series], None, WHITE) == ([series], (REFERENCE,))
    slope = Curve(BLACK, ((0.0, 80.0), (90.0, 10.0)))
    assert without_strays([slope], None, WHITE) == ([slope], ())


def test_a_grey_course_from_tick_to_tick_is_the_grid() -> None:
    y = Scale("linear", -1.0, 100.0, (Tick("40", 60.0, 40), Tick("70", 30.0, 70)))
    steps = Curve((136, 136, 136), ((0.0, 60.0), (40.0, 60.0), (42.0, 30.0), (90.0, 30.0)))
    assert is_grid(steps, x=None, y=y)
    assert not is_grid(Curve(steps.color, ((0.0, 60.0), (90.0, 30.0))), x=None, y=y)


def test_a_line_over_names_has_a_value_at_each() -> None:
    names = Scale("category", 0.02, 0.0, (Tick("Mon", 10.0), Tick("Tue", 60.0), Tick("Wed", 110.0)))
    drawn = Curve(BLUE, ((11.0, 41.0), (58.0, 88.0), (60.0, 87.0), (62.0, 86.0), (109.0, 21.0)))
    told = with_values_at_names(drawn, names)
    assert isinstance(told, Curve)
    assert [x for x, _ in told.points] == [10, 60, 110]
    assert [y for _, y in told.points] == pytest.approx([40, 89, 19], abs=1.5)
    bent = Curve(BLUE, tuple((float(x), 50 + 30 * np.sin(x / 12)) for x in range(10, 111)))
    assert with_values_at_names(bent, names) is bent
