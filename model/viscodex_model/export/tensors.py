"""The fate of each tensor of an export: what it is called in the GGUF file, its type there, and where it comes from."""

import math
from dataclasses import dataclass

from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType

from viscodex_model.checkpoint.header import TensorEntry


@dataclass(frozen=True)
class Taken:
    """Rows of a checkpoint's tensor from `first` on; of a kernel over time [out, in, time, …], one `frame` alone."""

    entry: TensorEntry
    first: int = 0
    frame: int | None = None


@dataclass(frozen=True)
class Filled:
    """One value everywhere: a tensor of a block that changes nothing."""

    value: float


@dataclass(frozen=True)
class Exported:
    """One tensor of a GGUF file; `shape` with the outermost dimension first."""

    name: str
    shape: tuple[int, ...]
    type: GGMLQuantizationType
    origin: Taken | Filled

    @property
    def row_length(self) -> int:
        """Elements of the innermost dimension, which quantised blocks divide."""
        return self.shape[-1]

    @property
    def rows(self) -> int:
        return math.prod(self.shape[:-1])

    @property
    def row_bytes(self) -> int:
        """Bytes of one row in the file."""
        block, width = GGML_QUANT_SIZES[self.type]
        return self.row_length // block * width

    @property
    def nbytes(self) -> int:
        return self.rows * self.row_bytes
