"""DARE's random dropping: which elements of a tensor are dropped depends on the seed alone, on every machine.

The noise comes in blocks that depend on the seed, the donor, the tensor's name and the block's number, so neither
threads nor slices nor shards nor the other tensors change it. It is always drawn on the CPU.
"""

import hashlib

import torch
from torch import Tensor

BLOCK = 1 << 16


def kept_elements(density: float, begin: int, count: int, *, seed: int, role: str, name: str) -> Tensor:
    """`count` booleans, each true with probability `density`, for the elements of `name` from `begin` on.

    `begin` must be a multiple of BLOCK.
    """
    noise = torch.empty(count)
    for start in range(0, count, BLOCK):
        label = f"{seed}/{role}/{name}/{(begin + start) // BLOCK}".encode()
        # 63 bits: torch takes a signed seed.
        state = int.from_bytes(hashlib.sha256(label).digest()[:8], "little") >> 1
        noise[start : start + BLOCK].uniform_(generator=torch.Generator().manual_seed(state))
    return noise < density
