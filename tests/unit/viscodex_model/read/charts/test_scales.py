"""Rows and columns of labels become scales, whatever single labels were misread."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from viscodex_model.read.charts.scales.fit import best_scale, category_scale, fit_scale
from viscodex_model.read.charts.scales.labels import Label
from viscodex_model.read.picture.geometry import Box


def label(text: str, x: float, y: float) -> Label:
    return Label(text, Box(x - 10, y - 6, x + 10, y + 6), 0)


def column(*texts: str, step: float = 40) -> list[Label]:
    """Labels from the bottom of the axis, at y = 400, to the top."""
    return [label(text, 50, 400 - index * step) for index, text in enumerate(texts)]


def test_evenly_spaced_numbers_are_a_linear_scale() -> None:
    fit = fit_scale(column("0", "20", "40", "60"), vertical=True)
    assert fit is not None
    assert fit[0].kind == "linear"
    assert fit[0].value(380) == pytest.approx(10)


def test_one_misread_label_spoils_nothing() -> None:
    fit = fit_scale(column("0", "20", "4O0", "60", "80"), vertical=True)
    assert fit is not None
    assert fit[0].value(240) == pytest.approx(80)
    assert len(fit[1]) == 4


def test_minus_signs_that_were_not_seen_are_put_back() -> None:
    fit = fit_scale(column("2", "1", "0", "1", "2"), vertical=True)
    assert fit is not None
    assert fit[0].value(400) == pytest.approx(-2)


def test_powers_of_ten_are_a_logarithmic_scale() -> None:
    fit = fit_scale(column("100", "101", "102", "103"), vertical=True)
    assert fit is not None
    assert fit[0].kind == "log"
    assert fit[0].value(400) == pytest.approx(1)
    assert fit[0].value(280) == pytest.approx(1000)


def test_decades_in_full_are_a_logarithmic_scale() -> None:
    fit = fit_scale(column("1", "10", "100", "1,000"), vertical=True)
    assert fit is not None
    assert fit[0].value(340) == pytest.approx(10**1.5)


def test_numbers_that_lie_nowhere_in_particular_are_no_scale() -> None:
    assert fit_scale(column("7", "31", "12", "55"), vertical=True) is None


def test_values_written_on_bars_are_no_axis() -> None:
    plot = Box(60, 40, 500, 420)
    on_bars = [[label("12", 100, 200), label("19", 200, 200), label("26", 300, 200)]]
    assert best_scale(on_bars, vertical=False, plot=plot) is None


def test_categories_are_numbered_from_nought() -> None:
    scale = category_scale([label("b", 200, 400), label("a", 100, 400), label("c", 300, 400)], vertical=False)
    assert [tick.text for tick in scale.ticks] == ["a", "b", "c"]
    assert scale.value(250) == pytest.approx(1.5)


@given(
    st.integers(-500, 500),
    st.sampled_from([1, 2, 5, 10, 25, 100]),
    st.integers(4, 9),
    st.floats(20, 70),
)
def test_a_scale_gives_each_label_its_number_back(start: int, by: int, count: int, step: float) -> None:
    numbers = [start + by * index for index in range(count)]
    # 100, 101, 102 may be powers of ten whose raised digits were read as plain ones.
    assume(not any(100 <= number <= 109 for number in numbers))
    fit = fit_scale(column(*map(str, numbers), step=step), vertical=True)
    assert fit is not None
    assert fit[0].value(400) == pytest.approx(start, abs=0.05 * by)
    assert fit[0].value(400 - step * (count - 1)) == pytest.approx(numbers[-1], abs=0.05 * by)
