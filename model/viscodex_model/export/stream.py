"""Converts all tensors of an export and writes each into its place. Memory: a few slices per worker, for any model."""

import math
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from viscodex_model.checkpoint.header import DTYPE_BYTES
from viscodex_model.checkpoint.journal import Journal
from viscodex_model.checkpoint.reader import TensorReader
from viscodex_model.core.descriptors import BINARY, sync_data, write_at
from viscodex_model.core.errors import UserError
from viscodex_model.export.container import FilePlan, Layout, lay_out
from viscodex_model.export.plan import ExportPlan, read_bytes
from viscodex_model.export.tensors import Exported, Filled, Taken
from viscodex_model.export.types import convert

# Of elements at once: 16 MB as 32-bit floats, which a processor's cache half holds.
_SLICE = 4 << 20
# After so many bytes a resume need not go back behind this place.
_SYNC_BYTES = 256 << 20


def stream(
    plan: ExportPlan, folder: Path, journal: Journal, *, threads: int | None, report: Callable[[int], None]
) -> None:
    """Write both files of `plan` into `folder`, but for the tensors that `journal` calls finished.

    Raises:
        UserError: what a worker met; `folder` is then unfinished.
    """
    with ExitStack() as stack:
        reader = stack.enter_context(TensorReader(once=True))
        files = [stack.enter_context(_OpenFile(folder, file)) for file in plan.files]
        work = [(file, tensor) for file in files for tensor in file.plan.tensors]
        left = [pair for pair in work if pair[1].name not in journal.finished]
        done = sum(read_bytes(tensor) for _, tensor in work) - sum(read_bytes(tensor) for _, tensor in left)
        stop = threading.Event()
        pool = stack.enter_context(ThreadPoolExecutor(threads or os.cpu_count() or 1))
        # Reached before the pool's own exit: workers end at their next slice.
        stack.callback(stop.set)
        futures = {pool.submit(_export, reader, file, tensor, stop): tensor for file, tensor in left}
        pending: list[Exported] = []
        for future in as_completed(futures):
            future.result()
            pending.append(futures[future])
            done += read_bytes(pending[-1])
            report(done)
            if sum(tensor.nbytes for tensor in pending) >= _SYNC_BYTES:
                pending = _settle(files, journal, pending)
        _settle(files, journal, pending)


def _settle(files: "list[_OpenFile]", journal: Journal, pending: list[Exported]) -> list[Exported]:
    for file in files:
        file.sync()
    journal.record({tensor.name: {} for tensor in pending})
    return []


class _OpenFile:
    """A GGUF file at its full size, whose header is written."""

    def __init__(self, folder: Path, plan: FilePlan) -> None:
        self.plan = plan
        self._layout: Layout = lay_out(plan)
        self._path = folder / plan.name
        try:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | BINARY, 0o644)
            os.ftruncate(self._descriptor, self._layout.size)
            write_at(self._descriptor, self._layout.header, 0)
        except OSError as error:
            raise self._unwritable(error) from error

    def __enter__(self) -> "_OpenFile":
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)

    def write(self, tensor: Exported, offset: int, data: bytes) -> None:
        """Write `data` at `offset` bytes into `tensor`."""
        view, position = memoryview(data), self._layout.starts[tensor.name] + offset
        try:
            while view:
                count = write_at(self._descriptor, view, position)
                view, position = view[count:], position + count
        except OSError as error:
            raise self._unwritable(error) from error

    def sync(self) -> None:
        """Return when everything written so far is on the disk."""
        try:
            sync_data(self._descriptor)
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> UserError:
        return UserError(f"{self._path} cannot be written: {error.strerror}.")


def _export(reader: TensorReader, file: _OpenFile, tensor: Exported, stop: threading.Event) -> None:
    written = 0
    for rows in _slices(reader, tensor):
        if stop.is_set():
            return
        file.write(tensor, written, data := convert(rows, tensor.type, tensor.name))
        written += len(data)


def _slices(reader: TensorReader, tensor: Exported) -> Iterator[NDArray[np.float32]]:
    """The values of `tensor` as rows [count, row length], a few at a time."""
    if isinstance(tensor.origin, Filled):
        yield np.full((tensor.rows, tensor.row_length), tensor.origin.value, np.float32)
        return
    if tensor.origin.frame is not None:
        yield _frame(reader, tensor.origin).reshape(-1, tensor.row_length)
        return
    # Spans count steps of the outermost dimension; a vector has a number in each.
    unit = math.prod(tensor.shape[1:])
    line = tensor.row_length if len(tensor.shape) > 1 else 1
    step = max(1, _SLICE // line) * line
    for start, length in tensor.origin.rows or ((0, tensor.shape[0]),):
        for first in range(start * unit, (start + length) * unit, step):
            count = min(step, (start + length) * unit - first)
            yield _changed(_read(reader, tensor.origin, first, count).reshape(-1, line), tensor.origin)


def _changed(rows: NDArray[np.float32], origin: Taken) -> NDArray[np.float32]:
    """`rows` with their columns in order, and their values as they are written."""
    if origin.columns:
        rows = np.concatenate([rows[:, first : first + count] for first, count in origin.columns], axis=1)
    if origin.change == "plus one":
        return rows + np.float32(1)
    return -np.exp(rows) if origin.change == "minus exponential" else rows


def _frame(reader: TensorReader, origin: Taken) -> NDArray[np.float32]:
    whole = _read(reader, origin, 0, origin.entry.numel).reshape(origin.entry.shape)
    return np.ascontiguousarray(whole[:, :, origin.frame])


def _read(reader: TensorReader, origin: Taken, start: int, count: int) -> NDArray[np.float32]:
    """`count` elements from element `start` on, as 32-bit floats."""
    entry = origin.entry
    width = DTYPE_BYTES[entry.dtype]
    raw = bytearray(count * width)
    reader.read_into(memoryview(raw), entry, start * width)
    if entry.dtype == "BF16":
        # A bfloat16 is the upper half of the float32 of the same value.
        wide = np.frombuffer(raw, np.uint16).astype(np.uint32)
        wide <<= 16
        return wide.view(np.float32)
    return np.frombuffer(raw, np.float16 if entry.dtype == "F16" else np.float32).astype(np.float32)
