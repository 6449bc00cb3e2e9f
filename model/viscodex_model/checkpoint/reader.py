"""Reads slices of tensors into the caller's buffer; no file is memory-mapped and nothing is cached."""

import os
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from viscodex_model.checkpoint.direct import PAGE, is_cached, is_refusal, open_direct, page_span
from viscodex_model.checkpoint.header import DTYPE_BYTES, TensorEntry
from viscodex_model.core.descriptors import BINARY, read_at
from viscodex_model.core.errors import UserError


def area_size(size: int) -> int:
    """How long the buffer must be into which `TensorReader.read_once` reads `size` bytes."""
    return size + 2 * PAGE


@dataclass(frozen=True)
class _Opened:
    """A file's descriptor, and one that goes past the page cache if the file is to be read so."""

    descriptor: int
    direct: int | None


class TensorReader:
    """Reads slices of tensors, from any thread; each file is opened once and closed at the end.

    With `once`, files that are not in the page cache are read past it: for those who read every byte once.
    """

    def __init__(self, *, once: bool = False) -> None:
        self._once = once
        self._opened: dict[Path, _Opened] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> "TensorReader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for opened in self._opened.values():
            os.close(opened.descriptor)
            if opened.direct is not None:
                os.close(opened.direct)
        self._opened.clear()

    def read_into(self, buffer: memoryview, entry: TensorEntry, offset: int) -> None:
        """Fill `buffer` with the bytes of `entry` from `offset` (bytes from the tensor's first byte) on.

        Raises:
            UserError: the file shrank or the disk failed since the index was read.
        """
        self._fill(self._open(entry.file).descriptor, buffer, entry, entry.start + offset)

    def read_once(self, area: memoryview, entry: TensorEntry, offset: int, size: int) -> int:
        """Read `size` bytes into `area`, which has `area_size(size)`; returns where in it they begin.

        Where they begin is a multiple of the element's width. The quick way is open only if `area` begins at a page.

        Raises:
            UserError: as `read_into`.
        """
        opened, position = self._open(entry.file), entry.start + offset
        if opened.direct is not None and position % DTYPE_BYTES[entry.dtype] == 0:
            first, length = page_span(position, size)
            try:
                if read_at(opened.direct, area[:length], first) >= position - first + size:
                    return position - first
            except OSError as error:
                if not is_refusal(error):
                    raise _unreadable(entry.file, error) from error
        self._fill(opened.descriptor, area[:size], entry, position)
        return 0

    def goes_past_cache(self, entry: TensorEntry) -> bool:
        """Whether `read_once` reads this tensor from the disk, and not from the page cache."""
        return self._open(entry.file).direct is not None

    def _fill(self, descriptor: int, buffer: memoryview, entry: TensorEntry, position: int) -> None:
        done = 0
        while done < len(buffer):
            try:
                count = read_at(descriptor, buffer[done:], position + done)
            except OSError as error:
                raise _unreadable(entry.file, error) from error
            if count == 0:
                raise UserError(f"{entry.file} became shorter while it was read: {entry.name} is cut off.")
            done += count

    def _open(self, path: Path) -> _Opened:
        with self._lock:
            opened = self._opened.get(path)
            if opened is None:
                try:
                    opened = self._opened[path] = self._open_anew(path)
                except OSError as error:
                    raise _unreadable(path, error) from error
            return opened

    def _open_anew(self, path: Path) -> _Opened:
        descriptor = os.open(path, os.O_RDONLY | BINARY)
        past = self._once and not is_cached(path, os.fstat(descriptor).st_size)
        return _Opened(descriptor, open_direct(path, os.O_RDONLY) if past else None)


def _unreadable(path: Path, error: OSError) -> UserError:
    return UserError(f"{path} cannot be read: {error.strerror}.")
