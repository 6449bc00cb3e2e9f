"""Pictures filled up to whole cells."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from viscodex_model.data.pictures import to_whole_cells


@given(st.integers(1, 99), st.integers(1, 99), st.sampled_from([20, 28]))
def test_a_picture_is_filled_up_and_its_pixels_stay(width: int, height: int, side: int) -> None:
    """Both sides become the next multiples; what is added goes on as the last row and column do."""
    pixels = np.random.default_rng(width).integers(0, 256, (height, width, 3), dtype=np.uint8)
    full = np.asarray(to_whole_cells(Image.fromarray(pixels), side))
    assert full.shape == (-(-height // side) * side, -(-width // side) * side, 3)
    rows = np.minimum(np.arange(full.shape[0]), height - 1)
    columns = np.minimum(np.arange(full.shape[1]), width - 1)
    assert (full == pixels[rows][:, columns]).all()
