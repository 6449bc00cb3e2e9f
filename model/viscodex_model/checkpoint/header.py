"""Reads the header of a safetensors file: each tensor's dtype, shape and position. No tensor is read.

Format: https://github.com/huggingface/safetensors#format (8 bytes length, JSON, then the tensors' bytes).
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viscodex_model.core.errors import UserError

DTYPE_BYTES: dict[str, int] = {
    "BOOL": 1, "U8": 1, "I8": 1, "F8_E5M2": 1, "F8_E4M3": 1,
    "I16": 2, "U16": 2, "F16": 2, "BF16": 2,
    "I32": 4, "U32": 4, "F32": 4, "F64": 8, "I64": 8, "U64": 8,
}  # fmt: skip

_HEADER_LIMIT = 100_000_000
_LENGTH_BYTES = 8


@dataclass(frozen=True)
class TensorEntry:
    """One tensor in one file: `start` and `nbytes` are bytes from the file's first byte."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    file: Path
    start: int
    nbytes: int

    @property
    def numel(self) -> int:
        return math.prod(self.shape)


@dataclass(frozen=True)
class ShardHeader:
    """What one safetensors file says of itself; `size` is the whole file in bytes."""

    path: Path
    size: int
    entries: tuple[TensorEntry, ...]
    metadata: dict[str, str]


def read_header(path: Path) -> ShardHeader:
    """Read and check the header of `path`.

    Raises:
        UserError: the file cannot be read, is cut off, is longer than its header says, or its header is damaged.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            length = int.from_bytes(file.read(_LENGTH_BYTES), "little")
            if size < _LENGTH_BYTES or length > min(size - _LENGTH_BYTES, _HEADER_LIMIT):
                raise UserError(_damaged(path, "its header is cut off or is not a safetensors header"))
            raw = file.read(length)
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.") from error
    content = _parse(path, raw)
    metadata = content.pop("__metadata__", {})
    data_start = _LENGTH_BYTES + length
    entries = tuple(_entry(path, name, item, data_start) for name, item in content.items())
    _check_extent(path, entries, data_start=data_start, size=size)
    return ShardHeader(path=path, size=size, entries=entries, metadata=metadata)


def encode_header(
    places: dict[str, tuple[str, tuple[int, ...], int, int]], *, multiple: int = _LENGTH_BYTES
) -> bytes:
    """Length and header for tensors given as name → (dtype, shape, begin, end).

    Padded, so that the tensors' bytes start at a `multiple`.
    """
    content: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    for name, (dtype, shape, begin, end) in places.items():
        content[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [begin, end]}
    raw = json.dumps(content, separators=(",", ":")).encode()
    raw += b" " * (-(_LENGTH_BYTES + len(raw)) % multiple)
    return len(raw).to_bytes(_LENGTH_BYTES, "little") + raw


def _parse(path: Path, raw: bytes) -> dict[str, Any]:
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise UserError(_damaged(path, "its header is not JSON")) from error
    if not isinstance(content, dict):
        raise UserError(_damaged(path, "its header is not a table of tensors"))
    return content


def _entry(path: Path, name: str, item: Any, data_start: int) -> TensorEntry:
    try:
        dtype, shape = str(item["dtype"]), tuple(int(length) for length in item["shape"])
        begin, end = (int(offset) for offset in item["data_offsets"])
    except (TypeError, KeyError, ValueError) as error:
        raise UserError(_damaged(path, f"the entry of {name} cannot be understood")) from error
    if dtype not in DTYPE_BYTES:
        raise UserError(
            f"{path}: {name} has the dtype {dtype}, which is not one of {', '.join(DTYPE_BYTES)}."
        )
    expected = math.prod(shape) * DTYPE_BYTES[dtype]
    if min((begin, *shape), default=0) < 0 or end - begin != expected:
        raise UserError(_damaged(path, f"{name} takes {end - begin} bytes where its shape needs {expected}"))
    return TensorEntry(name, dtype, shape, path, data_start + begin, expected)


def _check_extent(path: Path, entries: tuple[TensorEntry, ...], *, data_start: int, size: int) -> None:
    position = data_start
    for entry in sorted(entries, key=lambda entry: (entry.start, entry.nbytes)):
        if entry.start != position:
            raise UserError(_damaged(path, f"{entry.name} overlaps another tensor or leaves a gap"))
        position += entry.nbytes
    if size < position:
        raise UserError(_damaged(path, f"it is cut off: {size} bytes of {position}"))
    if size > position:
        raise UserError(_damaged(path, f"it has {size - position} bytes after its last tensor"))


def _damaged(path: Path, what: str) -> str:
    return f"{path} is damaged: {what}. Download it again."
