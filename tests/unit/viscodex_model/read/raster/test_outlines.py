"""Outlines traced, measured and drawn."""

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given
from hypothesis.extra.numpy import array_shapes, arrays
from viscodex_model.read.raster.components import components, without_holes
from viscodex_model.read.raster.outlines import area, distances, filled, holds, hull, outline_of

masks = arrays(bool, array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=10))
SQUARE = np.array([[2, 3], [12, 3], [12, 13], [2, 13]], np.int32)


def disc(radius: int) -> npt.NDArray[np.bool_]:
    places = np.arange(-radius - 2, radius + 3)
    return np.asarray(np.hypot(places[:, None], places[None]) <= radius)


@given(masks)
def test_an_outline_goes_around_all_of_a_mask(mask: npt.NDArray[np.bool_]) -> None:
    """Its pixels are the mask's that have the outside beside them, and each lies next to the one before."""
    assume(mask.any())
    part = components(mask, corners=True).labels == 1
    outline = outline_of(part)
    around = np.pad(without_holes(part), 1)
    inner = around[1:-1, 1:-1] & around[:-2, 1:-1] & around[2:, 1:-1] & around[1:-1, :-2] & around[1:-1, 2:]
    edge = {(x, y) for y, x in zip(*np.nonzero(without_holes(part) & ~inner), strict=True)}
    assert {tuple(place) for place in outline.tolist()} == edge
    steps = np.abs(outline - np.roll(outline, 1, axis=0))
    assert steps.max() <= 1


@given(masks)
def test_what_is_drawn_inside_of_an_outline_is_the_mask_without_its_holes(
    mask: npt.NDArray[np.bool_],
) -> None:
    assume(mask.any())
    part = components(mask, corners=True).labels == 1
    outline = outline_of(part)
    assume(len(outline) > 2)
    assert (filled(outline, part.shape) == without_holes(part)).all()


def test_areas_are_those_of_geometry() -> None:
    """Through the middles of the outermost pixels."""
    assert area(SQUARE) == 100
    assert area(outline_of(disc(40))) == pytest.approx(math.pi * 40**2, rel=0.03)


def test_the_hull_of_a_bitten_square_is_the_square() -> None:
    bitten = np.ones((21, 21), bool)
    bitten[:8, 8:14] = False
    around = hull(outline_of(bitten))
    assert sorted(map(tuple, around.tolist())) == [(0, 0), (0, 20), (20, 0), (20, 20)]
    assert area(outline_of(bitten)) < 0.9 * area(around)


def test_inside_outside_and_how_far() -> None:
    assert (
        holds(SQUARE, 7, 7) and holds(SQUARE, 2, 7) and not holds(SQUARE, 1, 7) and not holds(SQUARE, 13, 14)
    )
    assert distances(SQUARE, np.array([[7, 0], [15, 17], [7, 8]])) == pytest.approx([3, 5, 5])
