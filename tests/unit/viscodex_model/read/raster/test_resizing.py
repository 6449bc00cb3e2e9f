"""Values in another size, the nearest labels, and where a shape fits."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from viscodex_model.read.raster.differences import apart, largest_channel, range_of_four
from viscodex_model.read.raster.fitting import fits
from viscodex_model.read.raster.nearest import nearest_labels
from viscodex_model.read.raster.resizing import reduced, sampled, stretched

labelled = arrays(
    np.uint8,
    array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=8),
    elements=st.sampled_from([0, 0, 1, 2]),
)
RNG = np.random.default_rng(3)
PIXELS = RNG.integers(0, 256, (7, 9, 3), np.uint8)


def test_a_slope_stays_a_slope() -> None:
    """Twice as wide: values lie between their neighbours, at the edges they are the outermost ones."""
    slope = np.arange(4, dtype=np.float32)[None].repeat(2, axis=0) * 10
    assert stretched(slope, 8, 2)[0] == pytest.approx([0, 2.5, 7.5, 12.5, 17.5, 22.5, 27.5, 30])
    assert (stretched(PIXELS, 9, 7) == PIXELS).all()


def test_a_reduced_pixel_is_the_mean_of_what_it_covers() -> None:
    checks = (np.indices((8, 8)).sum(axis=0) % 2 * 200).astype(np.uint8)[..., None].repeat(3, axis=2)
    assert reduced(checks, 4, 4).astype(int) == pytest.approx(100, abs=2)


def test_outside_of_what_is_sampled_there_is_nothing() -> None:
    values = np.full((3, 3), 8.0)
    found = sampled(values, np.array([-2.0, -0.5, 1.0, 2.5, 9.0]), np.array([1.0]))
    assert found[0] == pytest.approx([0, 4, 8, 4, 0])


@given(labelled)
def test_the_nearest_label_is_fewest_steps_away(labels: npt.NDArray[np.uint8]) -> None:
    """Where none is farther than another either may be told; where there is none at all, none is."""
    found = nearest_labels(labels)
    rows, columns = np.nonzero(labels)
    if not len(rows):
        assert not found.any()
        return
    for y, x in np.ndindex(labels.shape):
        steps = np.abs(rows - y) + np.abs(columns - x)
        assert found[y, x] in labels[rows, columns][steps == steps.min()]


def test_a_shape_fits_best_where_it_is() -> None:
    values, shape = RNG.random((9, 11), np.float32), RNG.random((3, 4), np.float32)
    expected = [[float((values[y : y + 3, x : x + 4] * shape).sum()) for x in range(8)] for y in range(7)]
    assert fits(values, shape) == pytest.approx(np.array(expected), rel=1e-4)


def test_differences_have_no_sign() -> None:
    one, other = np.array([[[3, 250, 7]]], np.uint8), np.array([[[250, 3, 9]]], np.uint8)
    assert apart(one, other).tolist() == apart(other, one).tolist() == [[[247, 247, 2]]]
    assert largest_channel(one).tolist() == [[250]]


def test_the_range_of_four_is_that_of_a_pixel_and_three_before_it() -> None:
    for y, x in np.ndindex(7, 9):
        part = PIXELS[max(0, y - 1) : y + 1, max(0, x - 1) : x + 1].astype(int)
        assert (range_of_four(PIXELS)[y, x] == np.ptp(part, axis=(0, 1))).all()
