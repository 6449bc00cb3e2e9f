"""A Qwen2.5-VL image processor with the stock one's values in a fraction of its time.

The stock one turns a picture into an array and back, and rescales and normalises every colour of every pixel. A colour
is one of 256 bytes: the same arithmetic on those 256, once, makes a table, in which bytes are looked up as patches are
cut.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from transformers.feature_extraction_utils import BatchFeature
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil, smart_resize

Bytes = NDArray[np.uint8]
Values = NDArray[np.float32]


class TableImageProcessor(Qwen2VLImageProcessorPil):
    """The stock processor for a sequence of RGB pictures, with the settings of `stock`."""

    def __init__(self, stock: Qwen2VLImageProcessorPil) -> None:
        super().__init__(**{name: value for name, value in stock.to_dict().items() if name in _SETTINGS})
        self._table = _value_of_each_byte(stock)

    def preprocess(
        self, images: Sequence[Image.Image | list[Image.Image]], *_: Any, **__: Any
    ) -> BatchFeature:
        """The pictures' patches [count, colours * time * size * size] and grids [pictures, 3], as tensors.

        Pictures may come in a list for each conversation, as chat templates hand them on.
        """
        listed = (entry if isinstance(entry, list) else [entry] for entry in images)
        cut = [self._cut(image) for pictures in listed for image in pictures]
        return BatchFeature(
            {
                "pixel_values": torch.from_numpy(np.concatenate([patches for patches, _ in cut])),
                "image_grid_thw": torch.tensor([grid for _, grid in cut]),
            }
        )

    def _cut(self, image: Image.Image) -> tuple[Values, tuple[int, int, int]]:
        size, merged = self.patch_size, self.merge_size
        height, width = smart_resize(
            image.height,
            image.width,
            factor=size * merged,
            min_pixels=self.size["shortest_edge"],
            max_pixels=self.size["longest_edge"],
        )
        pixels: Bytes = np.asarray(image.resize((width, height), self.resample))
        rows, columns, colours = height // size, width // size, pixels.shape[2]
        tiles = pixels.reshape(rows // merged, merged, size, columns // merged, merged, size, colours)
        ordered = tiles.transpose(6, 0, 3, 1, 4, 2, 5).reshape(colours, rows * columns, -1)
        patches = np.empty((rows * columns, colours, self.temporal_patch_size, size * size), np.float32)
        for colour, bytes_of_one in enumerate(ordered):
            patches[:, colour] = np.take(self._table[colour], bytes_of_one)[:, None]
        return patches.reshape(rows * columns, -1), (1, rows, columns)


_SETTINGS = ("size", "resample", "patch_size", "temporal_patch_size", "merge_size")


def _value_of_each_byte(stock: Qwen2VLImageProcessorPil) -> Values:
    """[colours, 256], by the stock processor's own arithmetic."""
    values: NDArray[Any] = np.tile(np.arange(256, dtype=np.uint8), (3, 1, 1))
    if stock.do_rescale:
        values = stock.rescale(values, stock.rescale_factor)
    if stock.do_normalize:
        values = stock.normalize(values, stock.image_mean, stock.image_std)
    table: Values = values[:, 0].astype(np.float32)
    return table
