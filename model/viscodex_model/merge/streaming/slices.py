"""Reads one tensor's values slice by slice from the donors' files: counted, hashed and checked."""

import hashlib
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
import torch
import xxhash
from torch import Tensor

from viscodex_model.checkpoint.header import DTYPE_BYTES
from viscodex_model.checkpoint.reader import TensorReader, area_size
from viscodex_model.core.errors import UserError
from viscodex_model.merge.planning.fates import Fate
from viscodex_model.merge.planning.recipe import MergeRecipe
from viscodex_model.merge.streaming.workspace import Workspace

DTYPES = {"BF16": torch.bfloat16, "F16": torch.float16, "F32": torch.float32}
_BITS: dict[torch.dtype, tuple[type[Any], type[Any], int, int]] = {
    torch.bfloat16: (np.int16, np.uint16, 0x7F80, 0xFF80),
    torch.float16: (np.int16, np.uint16, 0x7C00, 0xFC00),
    torch.float32: (np.int32, np.uint32, 0x7F800000, 0xFF800000),
}
"""Whole numbers of a dtype's width, signed and not, and the bits of infinity, positive and negative."""
HashName = Literal["xxh3_128", "sha256", "none"]


class Hash(Protocol):
    """What hashlib's and xxhash's objects have in common."""

    def update(self, data: memoryview, /) -> None: ...
    def hexdigest(self) -> str: ...


_HASHES: dict[str, Callable[[], Hash]] = {"xxh3_128": xxhash.xxh3_128, "sha256": hashlib.sha256}


class UnfitInput(UserError):
    """A value that cannot be merged: no use in going on, or in resuming."""


class Interrupted(Exception):
    """Another worker failed, or the user gave up: this one stops too."""


@dataclass(frozen=True)
class Tools:
    """What all tensors of a merge share. `advance` is told the bytes that were read; `ahead` reads the next slices."""

    recipe: MergeRecipe
    reader: TensorReader
    advance: Callable[[int], None]
    stop: threading.Event
    hash_name: HashName
    ahead: Executor | None = None


@dataclass(frozen=True)
class _Ahead:
    """A slice that is being read: (beginning, length), in which of two buffers, and its values to come."""

    span: tuple[int, int]
    side: int
    values: Future[Tensor]


class SliceReader:
    """Reads one tensor from each donor. What is read lasts until the next of the same donor is read."""

    def __init__(self, fate: Fate, tools: Tools, roles: tuple[str, ...], workspace: Workspace) -> None:
        self._entries = {role: fate.sources[role] for role in roles}
        self._tools = tools
        self._workspace = workspace
        make = _HASHES.get(tools.hash_name)
        self._ahead: dict[str, _Ahead] = {}
        self._hashes = {role: make() for role in roles} if make else {}

    def digests(self) -> dict[str, str]:
        """The digest of what was read, by role: that of the tensor, as it is read in order. It ends the reading."""
        for ahead in self._ahead.values():
            ahead.values.result()
        return {role: digest.hexdigest() for role, digest in self._hashes.items()}

    def read(self, role: str, begin: int, size: int, *, check: bool = True) -> Tensor:
        """Elements `begin` to `begin + size`, to be read once and in order.

        Without `check`, `check_finite` is the caller's.

        Raises:
            UnfitInput: a value is NaN or infinite, and the recipe does not allow it.
        """
        values = self._read_ahead(role, begin, size)
        raw = raw_bytes(values)
        if role in self._hashes:
            self._hashes[role].update(raw)
        self._tools.advance(len(raw))
        if check:
            self.check_finite(values, role, begin)
        return values

    def _read_ahead(self, role: str, begin: int, size: int) -> Tensor:
        """What `peek` gives. The slice after it is read into another buffer, while this one is computed."""
        ahead, side = self._ahead.pop(role, None), 0
        if ahead is not None and ahead.span == (begin, size):
            values, side = ahead.values.result(), ahead.side
        else:
            if ahead is not None:  # rows beyond those that are shared
                ahead.values.result()
            values = self.peek(role, begin, size)
        entry, after = self._entries[role], begin + size
        following = min(size, entry.numel - after)
        if self._tools.ahead is not None and following > 0 and self._tools.reader.goes_past_cache(entry):
            area = self._workspace.raw(f"{role} {1 - side}", self._area(role, size))
            values_ahead = self._tools.ahead.submit(self._fetch, role, after, following, area)
            self._ahead[role] = _Ahead((after, following), 1 - side, values_ahead)
        return values

    def peek(self, role: str, begin: int, size: int) -> Tensor:
        """The same without counting, hashing and checking, any number of times. An unknown dtype comes as bytes."""
        return self._fetch(role, begin, size, self._workspace.raw(f"{role} 0", self._area(role, size)))

    def _area(self, role: str, size: int) -> int:
        return area_size(size * DTYPE_BYTES[self._entries[role].dtype])

    def _fetch(self, role: str, begin: int, size: int, area: Tensor) -> Tensor:
        if self._tools.stop.is_set():
            raise Interrupted
        entry = self._entries[role]
        width = DTYPE_BYTES[entry.dtype]
        first = self._tools.reader.read_once(raw_bytes(area), entry, begin * width, size * width)
        raw = area[first : first + size * width]
        return raw.view(DTYPES[entry.dtype]) if entry.dtype in DTYPES else raw

    def check_finite(self, values: Tensor, role: str, begin: int) -> None:
        """Look at what was read from element `begin` on.

        Raises:
            UnfitInput: as `read`.
        """
        if self._tools.recipe.allow_nonfinite or not values.is_floating_point() or is_finite(values):
            return
        faulty = (~torch.isfinite(values)).nonzero()
        entry = self._entries[role]
        raise UnfitInput(
            f"{entry.name} of the {role} holds NaN or infinity (first at element {begin + int(faulty[0])}, in "
            f"{entry.file}). Use a sound copy, or accept it with `allow_nonfinite: true`."
        )


def raw_bytes(values: Tensor) -> memoryview:
    """The bytes of a contiguous tensor in the computer's memory, shared with it."""
    return values.view(torch.uint8).numpy().data


def is_finite(values: Tensor) -> bool:
    """Whether all values are finite: of each sign, the bits of what is not are the greatest (IEEE 754).

    Two passes over whole numbers, three times quicker than a sum in half precision.
    """
    signed, unsigned, infinity, negative_infinity = _BITS[values.dtype]
    raw = np.frombuffer(raw_bytes(values), np.uint8)
    return bool(raw.view(signed).max() < infinity and raw.view(unsigned).max() < negative_infinity)
