"""Merges one tensor: the work that one worker does at a time. Memory: a few slices."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from viscodex_model.checkpoint.direct import PAGE
from viscodex_model.checkpoint.header import DTYPE_BYTES
from viscodex_model.merge.planning.fates import Fate
from viscodex_model.merge.streaming.mixing import make_mixer, roles_read
from viscodex_model.merge.streaming.slices import DTYPES, SliceReader, Tools, UnfitInput, is_finite, raw_bytes
from viscodex_model.merge.streaming.workspace import Workspace, spans

Write = Callable[[int, int, memoryview], None]
"""(number of the output, bytes from the tensor's first, data)"""


@dataclass(frozen=True)
class TensorMerge:
    """The merge of one tensor into every output."""

    fate: Fate
    tools: Tools
    workspace: Workspace
    write: Write

    def run(self) -> dict[str, str]:
        """Write the tensor; returns the digest of each input that was read.

        Raises:
            UnfitInput: an input holds NaN or infinity, or a result does not fit its dtype.
            UserError: a file fails.
        """
        roles = roles_read(self.tools.recipe, self.fate)
        reader = SliceReader(self.fate, self.tools, roles, self.workspace)
        combined = 0
        if roles != ("vlm",):
            combined = self._combined_count()
            self._combine(reader, roles, combined)
        if combined < self.fate.vlm.numel:
            self._copy(reader, combined)
        return reader.digests()

    def _combined_count(self) -> int:
        rows, shape = self.fate.rows, self.fate.vlm.shape
        return self.fate.vlm.numel if rows is None else rows * (self.fate.vlm.numel // shape[0])

    def _combine(self, reader: SliceReader, roles: tuple[str, ...], count: int) -> None:
        mixer = make_mixer(self.tools.recipe, self.fate, reader, self.workspace, count)
        dtype = DTYPES[self.fate.dtype]
        outputs = range(len(self.fate.weights))
        for begin, size in spans(0, count, self.workspace.block):
            raw = {role: reader.read(role, begin, size, check=not mixer.is_dense) for role in roles}
            rounded = [self.workspace.typed(f"output {output}", size, dtype) for output in outputs]
            mixer.mix(
                {role: values.to(self.workspace.device) for role, values in raw.items()}, begin, rounded
            )
            for output in outputs:
                merged = self._to_write(rounded[output])
                if mixer.is_dense and not is_finite(merged):
                    for role, values in raw.items():
                        reader.check_finite(values, role, begin)
                self._put(output, begin, merged)

    def _copy(self, reader: SliceReader, first: int) -> None:
        """The VLM's elements from `first` on, byte for byte unless the result has another dtype."""
        for begin, size in spans(first, self.fate.vlm.numel, self.workspace.block):
            values = reader.read("vlm", begin, size)
            values = self._to_write(values, DTYPES.get(self.fate.dtype))
            for output in range(max(1, len(self.fate.weights))):
                self._put(output, begin, values)

    def _to_write(self, values: Tensor, dtype: torch.dtype | None = None) -> Tensor:
        """`values` at the beginning of a page in the computer's memory."""
        if values.device.type == "cpu" and values.data_ptr() % PAGE == 0 and dtype in (None, values.dtype):
            return values
        return self.workspace.host("to write", len(values), dtype or values.dtype).copy_(values)

    def _put(self, output: int, begin: int, values: Tensor) -> None:
        if values.dtype == torch.float16 and not self.tools.recipe.allow_nonfinite:
            self._check_fits(values)
        self.write(output, begin * DTYPE_BYTES[self.fate.dtype], raw_bytes(values))

    def _check_fits(self, values: Tensor) -> None:
        # The inputs were finite, so an infinity is an overflow.
        if not is_finite(values):
            raise UnfitInput(
                f"{self.fate.name} does not fit float16 (a value is above 65504): use `out_dtype: bfloat16`."
            )
