"""The local server's picture processor beside the stock one."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil
from viscodex_model.serve.generation.pixels import TableImageProcessor

STOCK = {
    "released models": Qwen2VLImageProcessorPil(),
    "white is nought": Qwen2VLImageProcessorPil(
        image_mean=[1.0] * 3, image_std=[0.5] * 3, size={"shortest_edge": 56 * 56, "longest_edge": 200 * 200}
    ),
    "bytes as they are": Qwen2VLImageProcessorPil(do_rescale=False, do_normalize=False),
}


@pytest.mark.parametrize("name", STOCK)
@settings(max_examples=25)
@given(
    sizes=st.lists(st.tuples(st.integers(10, 400), st.integers(10, 400)), min_size=1, max_size=3),
    seed=st.integers(0, 99),
)
def test_the_values_are_those_of_the_stock_processor(
    name: str, sizes: list[tuple[int, int]], seed: int
) -> None:
    """Pictures of any size become the very patches and grids that the stock processor makes, bit for bit."""
    chance = np.random.default_rng(seed)
    pictures = [
        Image.fromarray(chance.integers(0, 256, (height, width, 3), dtype=np.uint8))
        for width, height in sizes
    ]
    stock = STOCK[name]
    wanted, found = stock(images=pictures, return_tensors="pt"), TableImageProcessor(stock)(images=pictures)
    assert found["image_grid_thw"].tolist() == wanted["image_grid_thw"].tolist()
    assert found["pixel_values"].dtype == wanted["pixel_values"].float().dtype
    assert bool((found["pixel_values"] == wanted["pixel_values"]).all())


def test_pictures_of_a_conversation_are_taken_out_of_their_list() -> None:
    """A list for each conversation, as chat templates hand pictures on, gives what the plain pictures give."""
    pictures = [Image.new("RGB", (60, 40), colour) for colour in ("red", "navy")]
    table = TableImageProcessor(STOCK["released models"])
    nested_pictures: Any = [pictures]
    plain, nested = table(images=pictures), table(images=nested_pictures)
    assert nested["image_grid_thw"].tolist() == plain["image_grid_thw"].tolist()
    assert bool((nested["pixel_values"] == plain["pixel_values"]).all())
