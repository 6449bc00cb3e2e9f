"""Index entries in, slices of their bytes out. Reads into the caller's buffer: no file is mapped, nothing is kept."""

import os
import threading
from pathlib import Path
from types import TracebackType

from viscodex_model.checkpoint.header import TensorEntry
from viscodex_model.core.errors import UserError


class TensorReader:
    """Reads slices of tensors, from any thread; each file is opened once and closed at the end."""

    def __init__(self) -> None:
        self._descriptors: dict[Path, int] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> "TensorReader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for descriptor in self._descriptors.values():
            os.close(descriptor)
        self._descriptors.clear()

    def read_into(self, buffer: memoryview, entry: TensorEntry, offset: int) -> None:
        """Fill `buffer` with the bytes of `entry` from `offset` (bytes from the tensor's first byte) on.

        Raises:
            UserError: the file shrank or the disk failed since the index was read.
        """
        descriptor = self._open(entry.file)
        done = 0
        while done < len(buffer):
            try:
                count = os.preadv(descriptor, [buffer[done:]], entry.start + offset + done)
            except OSError as error:
                raise UserError(f"{entry.file} cannot be read: {error.strerror}.") from error
            if count == 0:
                raise UserError(f"{entry.file} became shorter while it was read: {entry.name} is cut off.")
            done += count

    def _open(self, path: Path) -> int:
        with self._lock:
            descriptor = self._descriptors.get(path)
            if descriptor is None:
                try:
                    descriptor = os.open(path, os.O_RDONLY)
                except OSError as error:
                    raise UserError(f"{path} cannot be read: {error.strerror}.") from error
                self._descriptors[path] = descriptor
            return descriptor
