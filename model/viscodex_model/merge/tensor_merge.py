"""One tensor's fate in, its merged bytes out: what one worker does at a time. Memory: a few slices."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from viscodex_model.checkpoint.header import DTYPE_BYTES
from viscodex_model.merge.arithmetic import round_once
from viscodex_model.merge.fates import Fate
from viscodex_model.merge.mixing import make_mixer, roles_read
from viscodex_model.merge.slices import DTYPES, SliceReader, Tools, UnfitInput, raw_bytes, slices

Write = Callable[[int, int, memoryview], None]
"""(number of the output, bytes from the tensor's first, data)"""


@dataclass(frozen=True)
class TensorMerge:
    """The merge of one tensor into every output."""

    fate: Fate
    tools: Tools
    write: Write

    def run(self) -> dict[str, str]:
        """Write the tensor; returns the sha256 of each input that was read.

        Raises:
            UnfitInput: an input holds NaN or infinity, or a result does not fit its dtype.
        UserError: a file fails.
        """
        roles = roles_read(self.tools.recipe, self.fate)
        reader = SliceReader(self.fate, self.tools, roles)
        combined = 0
        if roles != ("vlm",):
            combined = self._combined_count()
            self._combine(reader, roles, combined)
        self._copy(reader, combined)
        return reader.digests()

    def _combined_count(self) -> int:
        rows, shape = self.fate.rows, self.fate.vlm.shape
        return self.fate.vlm.numel if rows is None else rows * (self.fate.vlm.numel // shape[0])

    def _combine(self, reader: SliceReader, roles: tuple[str, ...], count: int) -> None:
        device = self.tools.device
        mixer = make_mixer(self.tools.recipe, self.fate, reader, count)
        for number, (begin, size) in enumerate(slices(count)):
            raw = {role: reader.read(role, begin, size).to(device) for role in roles}
            for output, merged in enumerate(mixer.mix(raw, number)):
                self._put(output, begin, round_once(merged, DTYPES[self.fate.dtype]).cpu())

    def _copy(self, reader: SliceReader, first: int) -> None:
        """The VLM's elements from `first` on, byte for byte unless the result has another dtype."""
        for start, size in slices(self.fate.vlm.numel - first):
            values = reader.read("vlm", first + start, size)
            if self.fate.dtype != self.fate.vlm.dtype:
                values = round_once(values, DTYPES[self.fate.dtype])
            for output in range(max(1, len(self.fate.weights))):
                self._put(output, first + start, values)

    def _put(self, output: int, begin: int, values: Tensor) -> None:
        if values.dtype == torch.float16 and not self.tools.recipe.allow_nonfinite:
            self._check_fits(values)
        self.write(output, begin * DTYPE_BYTES[self.fate.dtype], raw_bytes(values))

    def _check_fits(self, values: Tensor) -> None:
        # The inputs were finite, so an infinity is an overflow.
        if not bool(torch.isfinite(values.sum(dtype=torch.float32))):
            raise UnfitInput(
                f"{self.fate.name} does not fit float16 (a value is above 65504): use `out_dtype: bfloat16`."
            )
