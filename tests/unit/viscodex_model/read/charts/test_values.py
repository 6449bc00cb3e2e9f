"""A chart's values as a table: in files that hold no programs, with the numbers that the program would draw."""

import io

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from viscodex_model.read import Reading, read_picture
from viscodex_model.read.recognition.engine import OnnxEngine
from viscodex_model.read.rooms import CHART_ELSEWHERE, VALUES_ALONE

mpl.use("Agg")


def reading_of(figure: Figure, language: str | None, engine: OnnxEngine) -> Reading:
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png")
    return read_picture(drawn.getvalue(), kind="chart", language=language, engine=engine)


def bars() -> Figure:
    figure = Figure()
    axes = figure.subplots()
    axes.bar(["north", "east", "south"], [4, 10, 7.5])
    axes.set_ylabel("millimetres")
    return figure


def numbers(row: list[str]) -> list[float]:
    return [float(text) for text in row]


def test_bars_become_a_table_of_their_names_and_values(engine: OnnxEngine) -> None:
    reading = reading_of(bars(), "csv", engine)
    head, *rows = [line.split(",") for line in reading.code.splitlines()]
    assert head == ["Name", "millimetres"]
    assert [row[0] for row in rows] == ["north", "east", "south"]
    assert np.allclose(numbers([row[1] for row in rows]), [4, 10, 7.5], atol=0.1)
    assert reading.language == "csv"
    assert reading.doubts[0] == VALUES_ALONE


def test_a_title_that_the_table_does_not_hold_is_named(engine: OnnxEngine) -> None:
    figure = bars()
    figure.axes[0].set_title("Rainfall by region")
    reading = reading_of(figure, "csv", engine)
    assert "Rainfall" not in reading.code
    assert reading.doubts[1] == "Left out, since it stands beside the table: “Rainfall by region”."


def test_a_page_gets_a_table_in_html(engine: OnnxEngine) -> None:
    reading = reading_of(bars(), "html", engine)
    assert "<table" in reading.code
    assert "north" in reading.code
    assert "matplotlib" not in reading.code


def test_a_python_file_or_an_unknown_one_gets_the_program(engine: OnnxEngine) -> None:
    for language in ("python", None):
        reading = reading_of(bars(), language, engine)
        assert reading.language == "python"
        assert "ax.bar(" in reading.code


def test_grouped_bars_share_the_row_of_their_name(engine: OnnxEngine) -> None:
    figure = Figure()
    axes = figure.subplots()
    axes.bar(np.arange(3) - 0.2, [2, 4, 6], 0.4, label="before")
    axes.bar(np.arange(3) + 0.2, [3, 5, 7], 0.4, label="after")
    axes.set_xticks(range(3), ["red", "green", "blue"])
    axes.legend()
    head, *rows = [line.split(",") for line in reading_of(figure, "csv", engine).code.splitlines()]
    before, after = head.index("before"), head.index("after")
    assert [row[0] for row in rows] == ["red", "green", "blue"]
    assert np.allclose(numbers([row[before] for row in rows]), [2, 4, 6], atol=0.1)
    assert np.allclose(numbers([row[after] for row in rows]), [3, 5, 7], atol=0.1)


def test_lying_bars_are_in_the_order_in_which_one_sees_them(engine: OnnxEngine) -> None:
    figure = Figure()
    figure.subplots().barh(["parse", "plan", "run"], [30, 120, 75])
    _, *rows = [line.split(",") for line in reading_of(figure, "csv", engine).code.splitlines()]
    assert [row[0] for row in rows] == ["run", "plan", "parse"]
    assert np.allclose(numbers([row[1] for row in rows]), [75, 120, 30], atol=1.5)


def test_points_have_a_row_each(engine: OnnxEngine) -> None:
    figure = Figure()
    figure.subplots().scatter([0.5, 1.5, 2, 3.5, 4], [20, 80, 45, 60, 10])
    _, *rows = [line.split(",") for line in reading_of(figure, "csv", engine).code.splitlines()]
    assert np.allclose(numbers([row[0] for row in rows]), [0.5, 1.5, 2, 3.5, 4], atol=0.1)
    assert np.allclose(numbers([row[1] for row in rows]), [20, 80, 45, 60, 10], atol=1)


def test_a_traced_curve_is_no_table(engine: OnnxEngine) -> None:
    figure = Figure()
    x = np.linspace(0, 10, 400)
    figure.subplots().plot(x, np.sin(3 * x))
    reading = reading_of(figure, "csv", engine)
    assert reading.code == ""
    assert reading.refusal == CHART_ELSEWHERE


def test_a_file_that_holds_neither_gets_a_sentence(engine: OnnxEngine) -> None:
    reading = reading_of(bars(), "go", engine)
    assert reading.code == ""
    assert reading.refusal == CHART_ELSEWHERE
