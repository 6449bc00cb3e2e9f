"""Reads the header of a GGUF file: its metadata, and each tensor's type, shape and place. No tensor is read.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md (version 2 and 3, little-endian).
"""

import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType

from viscodex_model.core.errors import UserError

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_STRING, _ARRAY = 8, 9
_NUMBERS = {0: "B", 1: "b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "?", 10: "<Q", 11: "<q", 12: "<d"}
# More than any tokenizer or tensor list holds: a damaged count would otherwise be read for ever.
_MOST_ITEMS = 10_000_000
_LONGEST_STRING = 100_000_000


@dataclass(frozen=True)
class GgufTensor:
    """One tensor: `shape` with the outermost dimension first, `start` in bytes from the file's first byte."""

    name: str
    type: GGMLQuantizationType
    shape: tuple[int, ...]
    start: int
    nbytes: int

    @property
    def numel(self) -> int:
        return math.prod(self.shape)


@dataclass(frozen=True)
class GgufFile:
    """What a GGUF file says of itself."""

    path: Path
    size: int
    metadata: dict[str, Any]
    tensors: dict[str, GgufTensor]

    @property
    def architecture(self) -> str:
        return str(self.metadata.get("general.architecture", ""))

    @property
    def is_projector(self) -> bool:
        """Whether this is the half that sees (an mmproj), and no language model."""
        return self.architecture == "clip"

    def setting(self, key: str) -> Any:
        """The value of `key` under the architecture's own name, such as `qwen2vl.block_count`; None if absent."""
        return self.metadata.get(f"{self.architecture}.{key}")


def read_gguf(path: Path) -> GgufFile:
    """Read and check the header of `path`.

    Raises:
        UserError: it cannot be read, is no GGUF file, is cut off, or holds what is not known here.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            return _read(path, file, size)
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.") from error
    except (struct.error, UnicodeDecodeError) as error:
        raise UserError(_damaged(path, "its header is cut off")) from error


def _read(path: Path, file: BinaryIO, size: int) -> GgufFile:
    magic, version = file.read(4), struct.unpack("<I", file.read(4))[0]
    if magic != _MAGIC:
        raise UserError(f"{path} is not a GGUF file.")
    if version not in _VERSIONS:
        raise UserError(f"{path} is GGUF of version {version}; versions 2 and 3 can be read here.")
    count, keys = struct.unpack("<QQ", file.read(16))
    if max(count, keys) > _MOST_ITEMS:
        raise UserError(_damaged(path, "its header is not sound"))
    metadata = dict(_pair(path, file) for _ in range(keys))
    infos = [_tensor_info(path, file) for _ in range(count)]
    alignment = int(metadata.get("general.alignment", 32)) or 32
    data = -(-file.tell() // alignment) * alignment
    tensors = {name: _tensor(path, name, kind, shape, data + at) for name, kind, shape, at in infos}
    end = max((tensor.start + tensor.nbytes for tensor in tensors.values()), default=data)
    if size < end:
        raise UserError(_damaged(path, f"it is cut off: {size} bytes of {end}"))
    return GgufFile(path, size, metadata, tensors)


def _pair(path: Path, file: BinaryIO) -> tuple[str, Any]:
    key = _string(path, file)
    return key, _value(path, file, struct.unpack("<I", file.read(4))[0])


def _value(path: Path, file: BinaryIO, kind: int) -> Any:
    if kind == _STRING:
        return _string(path, file)
    if kind == _ARRAY:
        inner, length = struct.unpack("<IQ", file.read(12))
        if length > _MOST_ITEMS or inner == _ARRAY:
            raise UserError(_damaged(path, "a list in its header is not sound"))
        if inner == _STRING:
            return [_string(path, file) for _ in range(length)]
        code = _number_code(path, inner)
        width = struct.calcsize(code)
        raw = file.read(width * length)
        return list(struct.unpack(f"<{length}{code[-1]}", raw))
    code = _number_code(path, kind)
    return struct.unpack(code, file.read(struct.calcsize(code)))[0]


def _number_code(path: Path, kind: int) -> str:
    if kind not in _NUMBERS:
        raise UserError(_damaged(path, f"a value has the unknown type {kind}"))
    return _NUMBERS[kind]


def _string(path: Path, file: BinaryIO) -> str:
    length = struct.unpack("<Q", file.read(8))[0]
    if length > _LONGEST_STRING:
        raise UserError(_damaged(path, "a text in its header is not sound"))
    raw = file.read(length)
    if len(raw) < length:
        raise UserError(_damaged(path, "its header is cut off"))
    # Tokens of some vocabularies are no whole characters.
    return raw.decode("utf-8", errors="replace")


def _tensor_info(path: Path, file: BinaryIO) -> tuple[str, int, tuple[int, ...], int]:
    name = _string(path, file)
    dimensions = struct.unpack("<I", file.read(4))[0]
    if dimensions > 8:
        raise UserError(_damaged(path, f"{name} has {dimensions} dimensions"))
    lengths = struct.unpack(f"<{dimensions}Q", file.read(8 * dimensions))
    kind, offset = struct.unpack("<IQ", file.read(12))
    return name, kind, tuple(reversed(lengths)), offset


def _tensor(path: Path, name: str, kind: int, shape: tuple[int, ...], start: int) -> GgufTensor:
    try:
        known = GGMLQuantizationType(kind)
    except ValueError:
        raise UserError(
            f"{path}: {name} has the quantisation type {kind}, which is not known here. Export the model again, or "
            "install a newer viscodex-lsp."
        ) from None
    block, width = GGML_QUANT_SIZES[known]
    if shape and shape[-1] % block:
        raise UserError(_damaged(path, f"the rows of {name} are no whole blocks"))
    return GgufTensor(name, known, shape, start, math.prod(shape) // block * width)


def _damaged(path: Path, what: str) -> str:
    return f"{path} is damaged: {what}. Copy or export it again."
