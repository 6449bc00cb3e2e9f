"""Lays a GGUF file out: the bytes of its header, and where each tensor begins."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from gguf import GGUFWriter
from gguf.constants import GGMLQuantizationType
from gguf.quants import quant_shape_to_byte_shape

from viscodex_model.export.tensors import Exported

_ALIGNMENT = 32


@dataclass(frozen=True)
class FilePlan:
    """One file of an export: its name, what it says of itself, and its tensors in their order."""

    name: str
    architecture: str
    metadata: dict[str, Any]
    tensors: tuple[Exported, ...]

    @property
    def nbytes(self) -> int:
        """Bytes of the tensors."""
        return sum(tensor.nbytes for tensor in self.tensors)


@dataclass(frozen=True)
class Layout:
    """A file to be: `header` bytes at its beginning, and where each tensor's bytes start."""

    header: bytes
    starts: dict[str, int]
    size: int


def lay_out(plan: FilePlan) -> Layout:
    """The header of `plan`, made by the format's own library."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "header"
        writer = GGUFWriter(path, plan.architecture)
        writer.data_alignment = _ALIGNMENT
        for key, value in plan.metadata.items():
            _add(writer, key, value)
        for tensor in plan.tensors:
            _add_info(writer, tensor)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_ti_data_to_file()
        writer.close()
        header = path.read_bytes()
    header += bytes(-len(header) % _ALIGNMENT)
    starts, position = {}, len(header)
    for tensor in plan.tensors:
        starts[tensor.name] = position
        position += -(-tensor.nbytes // _ALIGNMENT) * _ALIGNMENT
    return Layout(header, starts, position)


def _add(writer: GGUFWriter, key: str, value: Any) -> None:
    if isinstance(value, bool):
        writer.add_bool(key, value)
    elif isinstance(value, int):
        writer.add_uint32(key, value)
    elif isinstance(value, float):
        writer.add_float32(key, value)
    elif isinstance(value, str):
        writer.add_string(key, value)
    else:
        writer.add_array(key, value)


def _add_info(writer: GGUFWriter, tensor: Exported) -> None:
    kind = tensor.type
    if kind in (GGMLQuantizationType.F32, GGMLQuantizationType.F16):
        dtype = np.dtype(np.float32 if kind == GGMLQuantizationType.F32 else np.float16)
        writer.add_tensor_info(tensor.name, tensor.shape, dtype, tensor.nbytes)
        return
    shape = quant_shape_to_byte_shape(tensor.shape, kind)
    writer.add_tensor_info(tensor.name, shape, np.dtype(np.uint8), tensor.nbytes, raw_dtype=kind)
