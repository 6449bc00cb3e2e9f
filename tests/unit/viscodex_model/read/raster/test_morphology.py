"""Masks thinned and widened, beside the definition."""

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from viscodex_model.read.raster.morphology import closed, dilated, eroded, opened

masks = arrays(bool, array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=9))
sides = st.integers(1, 6)


def around(mask: npt.NDArray[np.bool_], y: int, x: int, height: int, width: int) -> npt.NDArray[np.bool_]:
    top, left = y - height // 2, x - width // 2
    return mask[max(0, top) : max(0, top + height), max(0, left) : max(0, left + width)]


@given(masks, sides, sides)
def test_each_pixel_is_told_by_the_rectangle_around_it(
    mask: npt.NDArray[np.bool_], height: int, width: int
) -> None:
    """Any set pixel widens, any pixel that is not set thins; outside of the mask there is neither."""
    for y, x in np.ndindex(mask.shape):
        part = around(mask, y, x, height, width)
        assert dilated(mask, height, width)[y, x] == part.any()
        assert eroded(mask, height, width)[y, x] == part.all()


@given(masks, sides, sides)
def test_opening_takes_away_and_closing_adds(mask: npt.NDArray[np.bool_], height: int, width: int) -> None:
    """For rectangles with a middle; done twice they change nothing more."""
    height, width = height | 1, width | 1
    smaller, larger = opened(mask, height, width), closed(mask, height, width)
    assert (smaller <= mask).all() and (mask <= larger).all()
    assert (opened(smaller, height, width) == smaller).all()
    assert (closed(larger, height, width) == larger).all()
