"""The fate of each tensor of an export: what it is called in the GGUF file, its type there, and where it comes from."""

import math
from dataclasses import dataclass
from typing import Literal

from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType

from viscodex_model.checkpoint.header import TensorEntry

# From where on, and how many.
Span = tuple[int, int]
Change = Literal["plus one", "minus exponential"]


@dataclass(frozen=True)
class Taken:
    """A checkpoint's tensor: all of it, or its `rows` and `columns` in this order; of a kernel over time
    [out, in, time, …], one `frame` alone. `change` is what is done to each value.
    """

    entry: TensorEntry
    rows: tuple[Span, ...] = ()
    columns: tuple[Span, ...] = ()
    frame: int | None = None
    change: Change | None = None


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
