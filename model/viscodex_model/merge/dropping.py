"""A seed and a place in a tensor in, which elements stay out: DARE's dropping, the same on every machine.

The noise of a slice depends on the seed, the donor, the tensor's name and the slice's number, so neither threads nor
shards nor the other tensors change it. It is always drawn on the CPU.
"""

import hashlib

import torch
from torch import Tensor


def kept_elements(density: float, count: int, *, seed: int, role: str, name: str, number: int) -> Tensor:
    """`count` booleans, each true with probability `density`; slice `number` of the tensor `name` of donor `role`."""
    label = f"{seed}/{role}/{name}/{number}".encode()
    # 63 bits: torch takes a signed seed.
    state = int.from_bytes(hashlib.sha256(label).digest()[:8], "little") >> 1
    noise = torch.rand(count, generator=torch.Generator().manual_seed(state))
    return noise < density
