"""Buffers that one worker uses again and again: allocating them anew costs more than the arithmetic."""

from collections.abc import Iterator

import torch
from torch import Tensor

from viscodex_model.checkpoint.direct import PAGE

WORK_DTYPE = torch.float64
"""The dtype of the arithmetic. It costs little beside the reading, and one rounding at the end is then the only one
that counts: where weights nearly cancel, float32 leaves results that are many bfloat16 steps off."""


# What is read at a time, and the slice of it that is computed at a time: a slice and all that is made of it fit into a
# core's cache; a GPU wants more. Multiples, or a part, of DARE's block of noise.
_BLOCK_ELEMENTS = {"cpu": 1 << 19, "cuda": 1 << 23}
_SLICE_ELEMENTS = {"cpu": 1 << 15, "cuda": 1 << 23}


class Workspace:
    """Named buffers; a buffer's content lasts until its name is asked for again. `block` and `slice` are elements."""

    def __init__(self, device: torch.device) -> None:
        self.device = device
        self.block = _BLOCK_ELEMENTS[device.type]
        self.slice = _SLICE_ELEMENTS[device.type]
        self._buffers: dict[tuple[str, torch.dtype, str], Tensor] = {}

    def wide(self, name: str, count: int) -> Tensor:
        """`count` elements in the dtype of the arithmetic, on the device that computes."""
        return self._take(name, count, WORK_DTYPE, self.device)

    def typed(self, name: str, count: int, dtype: torch.dtype) -> Tensor:
        """`count` elements of `dtype`, on the device that computes."""
        return self._take(name, count, dtype, self.device)

    def raw(self, name: str, count: int) -> Tensor:
        """`count` bytes in the computer's memory, for files to be read into."""
        return self.host(name, count, torch.uint8)

    def host(self, name: str, count: int, dtype: torch.dtype) -> Tensor:
        """`count` elements of `dtype` in the computer's memory, from the beginning of a page on."""
        return self._take(name, count, dtype, torch.device("cpu"))

    def _take(self, name: str, count: int, dtype: torch.dtype, device: torch.device) -> Tensor:
        key = (name, dtype, device.type)
        buffer = self._buffers.get(key)
        if buffer is None or len(buffer) < count:
            buffer = self._buffers[key] = _at_page(torch.empty(count + PAGE, dtype=dtype, device=device))
        return buffer[:count]


def _at_page(buffer: Tensor) -> Tensor:
    """`buffer` from its first whole page on: only from there can files be read and written past the page cache."""
    return buffer[(-buffer.data_ptr() % PAGE) // buffer.element_size() :]


def spans(first: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    """(beginning, length) of each piece of at most `size` from `first` to `end`."""
    for begin in range(first, end, size):
        yield begin, min(size, end - begin)
