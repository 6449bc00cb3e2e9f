"""Buffers that one worker uses again for every slice: allocating them anew costs more than the arithmetic."""

import torch
from torch import Tensor

WORK_DTYPE = torch.float64
"""The dtype of the arithmetic. It costs little beside the reading, and one rounding at the end is then the only one
that counts: where weights nearly cancel, float32 leaves results that are many bfloat16 steps off."""


class Workspace:
    """Named buffers of up to `size` elements; a buffer's content lasts until its name is asked for again."""

    def __init__(self, size: int, device: torch.device) -> None:
        self.size = size
        self.device = device
        self._buffers: dict[tuple[str, torch.dtype, str], Tensor] = {}

    def wide(self, name: str, count: int) -> Tensor:
        """`count` elements in the dtype of the arithmetic, on the device that computes."""
        return self._take(name, count, WORK_DTYPE, self.device)

    def typed(self, name: str, count: int, dtype: torch.dtype) -> Tensor:
        """`count` elements of `dtype`, on the device that computes."""
        return self._take(name, count, dtype, self.device)

    def raw(self, name: str, count: int) -> Tensor:
        """`count` bytes in the computer's memory, for files to be read into."""
        return self._take(name, count, torch.uint8, torch.device("cpu"))

    def _take(self, name: str, count: int, dtype: torch.dtype, device: torch.device) -> Tensor:
        key = (name, dtype, device.type)
        buffer = self._buffers.get(key)
        if buffer is None or len(buffer) < count:
            buffer = self._buffers[key] = torch.empty(max(count, self.size), dtype=dtype, device=device)
        return buffer[:count]
