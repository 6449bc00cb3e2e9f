"""Connected parts of masks, beside a flood fill."""

from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from viscodex_model.read.raster.components import components, without_holes

masks = arrays(bool, array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=9))


def flooded(mask: npt.NDArray[Any], corners: bool) -> npt.NDArray[np.int64]:
    """Numbers of parts in the order of their first pixels."""
    labels, count = np.zeros(mask.shape, int), 0
    around = [(y, x) for y in (-1, 0, 1) for x in (-1, 0, 1) if (y or x) and (corners or not (y and x))]
    for start in zip(*np.nonzero(mask), strict=True):
        if labels[start]:
            continue
        count += 1
        left = [start]
        while left:
            y, x = left.pop()
            inside = 0 <= y < mask.shape[0] and 0 <= x < mask.shape[1]
            if inside and mask[y, x] and not labels[y, x]:
                labels[y, x] = count
                left += [(y + down, x + across) for down, across in around]
    return labels


@given(masks, st.booleans())
def test_parts_are_those_that_a_flood_fills(mask: npt.NDArray[np.bool_], corners: bool) -> None:
    """With the same numbers, boxes, areas and mean rows."""
    found, true = components(mask, corners=corners), flooded(mask, corners)
    assert (found.labels == true).all()
    assert found.count == true.max(initial=0) == len(found.boxes) - 1
    for number in range(1, found.count + 1):
        rows, columns = np.nonzero(true == number)
        box = [
            columns.min(),
            rows.min(),
            np.ptp(columns) + 1,
            np.ptp(rows) + 1,
            len(rows),
        ]
        assert found.boxes[number] == box
        assert np.isclose(found.middle_rows[number], rows.mean())


@given(masks)
def test_holes_are_what_the_outside_does_not_reach(mask: npt.NDArray[np.bool_]) -> None:
    """The outside goes along rows and columns, and around the mask."""
    outside = flooded(np.pad(~mask, 1, constant_values=True), corners=False)
    assert (without_holes(mask) == (outside != outside[0, 0])[1:-1, 1:-1]).all()


def test_a_comb_is_one_part() -> None:
    """Many runs that meet only at the far end."""
    comb = np.zeros((400, 801), bool)
    comb[:, ::2] = True
    comb[-1] = True
    assert components(comb, corners=False).boxes[1:] == [[0, 0, 801, 400, int(comb.sum())]]
