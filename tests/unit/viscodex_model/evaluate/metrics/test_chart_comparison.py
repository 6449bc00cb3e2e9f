"""ChartMimic's comparison: hand-made charts, the original's lists and scores, and its speed class."""

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from viscodex_model.evaluate.metrics.chart_comparison import Drawn, compare_charts, compare_colors, thin_out
from viscodex_model.evaluate.metrics.color_difference import color_similarity

from tests.fixtures.judges.golden_numbers import load, needs_golden

CHART = Drawn(
    texts=("Year", "Sales", "Sales"),
    layout=((1, 2, 0, 0, 0, 0), (1, 2, 0, 0, 1, 1)),
    calls={"axes-bar": 2},
    colors=("bar--#FF0000", "bar--#0000FF", "imshow--viridis"),
)
hexes = st.lists(st.from_regex(r"#[0-9A-F]{6}", fullmatch=True), min_size=1, max_size=4, unique=True)


def test_a_chart_against_itself() -> None:
    """Equal charts score 1 in everything."""
    assert compare_charts(CHART, CHART).low_level == pytest.approx(1.0)


def test_texts_count_as_often_as_they_are_drawn() -> None:
    """One of two equal labels is half of the recall, not all of it."""
    found = compare_charts(Drawn(texts=("Sales",)), Drawn(texts=("Sales", "Sales"))).text
    assert (found.precision, found.recall, found.f1) == (1.0, 0.5, pytest.approx(2 / 3))  # type: ignore[comparison-overlap]


def test_an_aspect_that_is_missing_scores_zero() -> None:
    """A chart without text scores 0 in text, also against itself; no colour of the reference divides by nothing."""
    empty = compare_charts(Drawn(), Drawn())
    assert (empty.text.f1, empty.layout.f1, empty.type.f1, empty.color.f1) == (0.0, 0.0, 0.0, 0.0)


def test_colors_of_different_functions_do_not_compare() -> None:
    """Red bars are nothing to red lines, and a colour map counts by its name."""
    assert compare_colors(["bar--#FF0000"], ["line--#FF0000"]).f1 == 0.0
    assert compare_colors(["imshow--viridis"], ["imshow--viridis"]).f1 == 1.0
    assert compare_colors(["imshow--viridis"], ["imshow--jet"]).f1 == 0.0


@settings(max_examples=60)
@given(hexes, hexes)
def test_the_assignment_is_the_best_of_all(given_colors: Any, wanted: Any) -> None:
    """The Hungarian method finds what trying every permutation finds."""

    def rgb(color: Any) -> Any:
        return [int(color[i : i + 2], 16) for i in (1, 3, 5)]

    short, long = sorted((given_colors, wanted), key=len)
    best = max(
        sum(float(color_similarity(rgb(one), rgb(two))) for one, two in zip(short, order, strict=True))
        for order in itertools.permutations(long, len(short))
    )
    found = compare_colors([f"f--{c}" for c in given_colors], [f"f--{c}" for c in wanted])
    assert found.precision * len(given_colors) == pytest.approx(best, abs=1e-9)


def test_over_ten_colors_are_thinned_in_a_fixed_order() -> None:
    """Of many like colours one stays, whatever their order; ten or fewer stay as they are."""
    greys = [f"bar--#{level:02X}{level:02X}{level:02X}" for level in range(0, 40, 2)]
    assert thin_out(greys) == thin_out(reversed(greys)) == ["bar--#000000"]
    assert thin_out(greys[:10]) == greys[:10]


@needs_golden
def test_scores_on_the_original_lists() -> None:
    """On the original's lists, precision, recall and F1 of all 23 pairs agree to 1e-9."""
    pairs = load("chartmimic/scores.json")["pairs"]
    assert len(pairs) == 23
    for name, pair in pairs.items():
        found = compare_charts(_drawn(pair["compared"], "generated"), _drawn(pair["compared"], "golden"))
        assert found.low_level == pytest.approx(pair["low_level_raw"], abs=1e-9), name
        for aspect, measure in itertools.product(
            ("text", "layout", "type", "color"), ("precision", "recall", "f1")
        ):
            value = getattr(getattr(found, aspect), measure)
            assert value == pytest.approx(pair[aspect][measure], abs=1e-9), (name, aspect, measure)


def _drawn(compared: Any, side: str) -> Any:
    return Drawn(
        tuple(compared["text"][side]),
        tuple(tuple(place.values()) for place in compared["layout"][side]),
        compared["type"][side],
        tuple(compared["color"][side]),
    )
