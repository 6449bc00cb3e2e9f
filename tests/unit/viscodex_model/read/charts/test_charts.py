"""Charts that matplotlib draws are read back: axes, values, names; the program that is written draws them again."""

import io
import sys

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from viscodex_model.core.sandbox.confinement import Limits
from viscodex_model.core.sandbox.interpreter import find_interpreter
from viscodex_model.read import read_picture
from viscodex_model.read.charts.nouns import Bars, Chart, Curve, Points
from viscodex_model.read.recognition.engine import OnnxEngine

mpl.use("Agg")


def chart_of(figure: Figure, engine: OnnxEngine) -> tuple[Chart, str]:
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png")
    reading = read_picture(drawn.getvalue(), kind="chart", engine=engine)
    assert isinstance(reading.found, Chart)
    return reading.found, reading.code


def test_bars_with_names_a_title_and_an_upright_label(engine: OnnxEngine) -> None:
    figure = Figure()
    axes = figure.subplots()
    axes.bar(["north", "east", "south"], [4, 10, 7.5])
    axes.set_title("Rainfall by region")
    axes.set_ylabel("millimetres")
    chart, code = chart_of(figure, engine)
    assert chart.title == "Rainfall by region"
    assert chart.y_label == "millimetres"
    assert chart.x is not None
    assert [tick.text for tick in chart.x.ticks] == ["north", "east", "south"]
    (bars,) = chart.marks
    assert isinstance(bars, Bars)
    assert chart.y is not None
    assert [chart.y.value(bar.end) for bar in bars.bars] == pytest.approx([4, 10, 7.5], abs=0.1)
    assert "ax.bar(" in code


def test_lying_bars_are_measured_along_the_x_axis(engine: OnnxEngine) -> None:
    figure = Figure()
    figure.subplots().barh(["parse", "plan", "run"], [30, 120, 75])
    chart, code = chart_of(figure, engine)
    (bars,) = chart.marks
    assert chart.horizontal
    assert isinstance(bars, Bars)
    assert chart.x is not None
    ends = sorted(chart.x.value(bar.end) for bar in bars.bars)
    assert ends == pytest.approx([30, 75, 120], abs=1.5)
    assert "ax.barh(" in code


def test_two_lines_bear_the_names_of_the_legend(engine: OnnxEngine) -> None:
    figure = Figure()
    axes = figure.subplots()
    axes.plot([0, 1, 2, 3, 4], [1, 4, 2, 8, 5], label="before")
    axes.plot([0, 1, 2, 3, 4], [9, 7, 6, 3, 2], label="after")
    axes.legend()
    chart, _ = chart_of(figure, engine)
    curves = {mark.label: mark for mark in chart.marks if isinstance(mark, Curve)}
    assert set(curves) == {"before", "after"}
    assert chart.x is not None
    assert chart.y is not None
    x, y = np.array([(chart.x.value(x), chart.y.value(y)) for x, y in curves["before"].points]).T
    assert np.interp([0.05, 1, 2, 3, 3.95], x, y) == pytest.approx([1.15, 4, 2, 8, 5.15], abs=0.25)


def test_points_have_both_of_their_values(engine: OnnxEngine) -> None:
    figure = Figure()
    axes = figure.subplots()
    places = [(0.5, 20), (1.5, 80), (2, 45), (3.5, 60), (4, 10)]
    axes.scatter(*zip(*places, strict=True))
    chart, _ = chart_of(figure, engine)
    (points,) = chart.marks
    assert isinstance(points, Points)
    assert chart.x is not None
    assert chart.y is not None
    read = sorted((chart.x.value(x), chart.y.value(y)) for x, y in points.points)
    assert np.array(read) == pytest.approx(np.array(places), rel=0.04)


def test_shares_of_a_pie_are_measured(engine: OnnxEngine) -> None:
    figure = Figure()
    figure.subplots().pie([50, 30, 20], labels=["cats", "dogs", "rats"])
    chart, code = chart_of(figure, engine)
    shares = {sector.label: sector.share for sector in chart.sectors}
    assert shares == pytest.approx({"cats": 0.5, "dogs": 0.3, "rats": 0.2}, abs=0.01)
    assert "ax.pie(" in code


def test_a_power_of_ten_at_the_end_of_an_axis_holds_for_its_values(engine: OnnxEngine) -> None:
    figure = Figure()
    axes = figure.subplots()
    axes.bar(["a", "b", "c"], [2e7, 5e7, 8e7])
    chart, _ = chart_of(figure, engine)
    assert chart.y is not None
    (bars,) = [mark for mark in chart.marks if isinstance(mark, Bars)]
    assert [chart.y.value(bar.end) for bar in bars.bars] == pytest.approx([2e7, 5e7, 8e7], rel=0.02)


def test_without_numbers_beside_the_axis_no_value_is_claimed(engine: OnnxEngine) -> None:
    figure = Figure()
    axes = figure.subplots()
    axes.bar(list("abcdefghij"), [1, 2, 3, 5, 8, 13, 12, 10, 6, 4])
    axes.set_yticks([])
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png")
    reading = read_picture(drawn.getvalue(), engine=engine)
    assert (reading.kind, reading.code) == ("chart", "")
    assert "axes has numbers" in reading.refusal


def test_the_program_that_is_written_runs_in_the_sandbox(engine: OnnxEngine) -> None:
    figure = Figure(figsize=(8, 4))
    axes = figure.subplots()
    axes.plot([1, 10, 100], [3, 1, 2], "o-", label="it's “quoted” \\ text")
    axes.set_xscale("log")
    axes.legend()
    _, code = chart_of(figure, engine)
    outcome = find_interpreter(sys.executable).run(
        ["/input/program.py"], files={"program.py": code.encode()}, limits=Limits(seconds=60)
    )
    assert outcome.ok, outcome.explain()


def test_a_picture_without_a_plot_is_refused_with_what_would_help(engine: OnnxEngine) -> None:
    drawn = io.BytesIO()
    figure = Figure()
    figure.text(0.3, 0.5, "only words here")
    figure.savefig(drawn, format="png")
    reading = read_picture(drawn.getvalue(), kind="chart", engine=engine)
    assert reading.code == ""
    assert "axis labels" in reading.refusal


def test_a_plot_without_any_rule_lies_between_its_numbers_and_its_names(engine: OnnxEngine) -> None:
    """A dark theme's grid may be too faint to be seen."""
    figure = Figure(figsize=(6.4, 4), facecolor="#111111")
    axes = figure.subplots()
    axes.set_facecolor("#111111")
    axes.plot(["Jan", "Feb", "Mar", "Apr", "May"], [20, 32, 27, 41, 24], color="#3388cc", linewidth=2)
    axes.tick_params(colors="#dddddd", length=0)
    axes.spines[:].set_visible(False)
    chart, _ = chart_of(figure, engine)
    assert chart.y is not None
    (curve,) = (mark for mark in chart.marks if isinstance(mark, Curve))
    ends = [chart.y.value(curve.points[at][1]) for at in (0, -1)]
    assert ends == pytest.approx([20, 24], abs=0.7)
