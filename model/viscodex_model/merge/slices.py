"""One tensor's places in the donors' files in, its values slice by slice out: counted, hashed, checked.

A slice has a fixed number of elements, so that DARE's noise is the same however many workers run.
"""

import hashlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from viscodex_model.checkpoint.header import DTYPE_BYTES
from viscodex_model.checkpoint.reader import TensorReader
from viscodex_model.core.errors import UserError
from viscodex_model.merge.fates import Fate
from viscodex_model.merge.recipe import MergeRecipe

SLICE = 1 << 17
DTYPES = {"BF16": torch.bfloat16, "F16": torch.float16, "F32": torch.float32}


class UnfitInput(UserError):
    """A value that cannot be merged: no use in going on, or in resuming."""


class Interrupted(Exception):
    """Another worker failed, or the user gave up: this one stops too."""


@dataclass(frozen=True)
class Tools:
    """What all tensors of a merge share. `advance` is told the bytes that were read."""

    recipe: MergeRecipe
    reader: TensorReader
    advance: Callable[[int], None]
    stop: threading.Event
    device: torch.device
    hashes: bool = True


class SliceReader:
    """Reads one tensor's slices from each donor."""

    def __init__(self, fate: Fate, tools: Tools, roles: tuple[str, ...]) -> None:
        self._entries = {role: fate.sources[role] for role in roles}
        self._tools = tools
        self._hashes = {role: hashlib.sha256() for role in roles} if tools.hashes else {}

    def digests(self) -> dict[str, str]:
        """The sha256 of what was read, by role; of the whole tensor once all slices were read in order."""
        return {role: digest.hexdigest() for role, digest in self._hashes.items()}

    def read(self, role: str, begin: int, size: int) -> Tensor:
        """Elements `begin` to `begin + size`; read once and in order.

        Raises:
            UnfitInput: a value is NaN or infinite, and the recipe does not allow it.
        """
        values = self.peek(role, begin, size)
        raw = raw_bytes(values)
        if role in self._hashes:
            self._hashes[role].update(raw)
        self._tools.advance(len(raw))
        self._check_finite(values, role, begin)
        return values

    def peek(self, role: str, begin: int, size: int) -> Tensor:
        """The same without counting, hashing and checking, any number of times. An unknown dtype comes as bytes."""
        if self._tools.stop.is_set():
            raise Interrupted
        entry = self._entries[role]
        width = DTYPE_BYTES[entry.dtype]
        raw = torch.empty(size * width, dtype=torch.uint8)
        self._tools.reader.read_into(raw_bytes(raw), entry, begin * width)
        return raw.view(DTYPES[entry.dtype]) if entry.dtype in DTYPES else raw

    def _check_finite(self, values: Tensor, role: str, begin: int) -> None:
        if self._tools.recipe.allow_nonfinite or not values.is_floating_point():
            return
        # A sum is finite if its terms are (in float64 no sum of a slice overflows), and costs one pass.
        if bool(torch.isfinite(values.sum(dtype=torch.float64))):
            return
        faulty = (~torch.isfinite(values)).nonzero()
        entry = self._entries[role]
        raise UnfitInput(
            f"{entry.name} of the {role} holds NaN or infinity (first at element {begin + int(faulty[0])}, in "
            f"{entry.file}). Use a sound copy, or accept it with `allow_nonfinite: true`."
        )


def slices(count: int) -> Iterator[tuple[int, int]]:
    """(first element, number of elements) of each slice of `count` elements."""
    for begin in range(0, count, SLICE):
        yield begin, min(SLICE, count - begin)


def raw_bytes(values: Tensor) -> memoryview:
    """The bytes of a contiguous tensor, shared with it."""
    return values.view(torch.uint8).numpy().data
