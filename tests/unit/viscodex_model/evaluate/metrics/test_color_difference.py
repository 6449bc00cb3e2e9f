"""CIEDE2000 against values published for it, and as a similarity."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from viscodex_model.evaluate.metrics.color_difference import ciede2000, color_similarity, lab_from_rgb

colors = st.tuples(*(st.integers(0, 255) for _ in range(3)))


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_published_pairs(one: Any, two: Any, expected: Any) -> None:
    """The differences are those of Sharma, Wu and Dalal's table, to its four digits."""
    assert float(ciede2000(one, two)) == pytest.approx(expected, abs=1e-4)


def test_known_colors_in_lab() -> None:
    """White and black and red stand where CIE L*a*b* puts them."""
    found = lab_from_rgb([[255, 255, 255], [0, 0, 0], [255, 0, 0]])
    np.testing.assert_allclose(found, np.array([[100, 0, 0], [0, 0, 0], [53.24, 80.09, 67.2]]), atol=0.02)


@given(colors, colors)
def test_similarity_is_a_share_and_one_for_equals(one: Any, two: Any) -> None:
    """A similarity lies in 0..1 and is 1 for a colour with itself."""
    assert 0.0 <= float(color_similarity(one, two)) <= 1.0
    assert float(color_similarity(one, one)) == 1.0


def test_black_and_white_have_nothing_in_common() -> None:
    """Black and white are a hundred units apart: similarity 0."""
    assert float(color_similarity((0, 0, 0), (255, 255, 255))) == pytest.approx(0.0, abs=1e-4)
