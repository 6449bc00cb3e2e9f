"""Pictures filled up to whole cells, and moved."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from viscodex_model.data.pictures import shifted, to_whole_cells


@given(st.integers(1, 99), st.integers(1, 99), st.sampled_from([20, 28]))
def test_a_picture_is_filled_up_and_its_pixels_stay(width: int, height: int, side: int) -> None:
    """Both sides become the next multiples; what is added goes on as the last row and column do."""
    pixels = np.random.default_rng(width).integers(0, 256, (height, width, 3), dtype=np.uint8)
    full = np.asarray(to_whole_cells(Image.fromarray(pixels), side))
    assert full.shape == (-(-height // side) * side, -(-width // side) * side, 3)
    rows = np.minimum(np.arange(full.shape[0]), height - 1)
    columns = np.minimum(np.arange(full.shape[1]), width - 1)
    assert (full == pixels[rows][:, columns]).all()


@given(st.integers(1, 40), st.integers(1, 40), st.integers(-9, 9), st.integers(-9, 9))
def test_a_picture_is_moved_and_its_edges_are_repeated(
    width: int, height: int, right: int, down: int
) -> None:
    """Each pixel shows what was so far to its left and above it, or the nearest one of the edge."""
    pixels = np.random.default_rng(width).integers(0, 256, (height, width, 3), dtype=np.uint8)
    moved = shifted(pixels, right, down)
    assert moved.shape == pixels.shape
    for row in range(height):
        for column in range(width):
            from_row = min(max(row - down, 0), height - 1)
            from_column = min(max(column - right, 0), width - 1)
            assert (moved[row, column] == pixels[from_row, from_column]).all()
