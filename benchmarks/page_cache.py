"""Loads files into the page cache or drops them from it, and measures how long plain copying takes."""

import os
import time
from pathlib import Path

from benchmarks.stopwatch import Run

BLOCK = 4 << 20


def copy_floor(files: list[Path], out: Path, size: int) -> Run:
    """Read every file once, write `size` bytes, fsync: what no merge can beat."""
    buffer = bytearray(os.urandom(BLOCK))
    begin, cpu_begin = time.perf_counter(), time.process_time()
    for path in files:
        _read_through(path, buffer)
    descriptor = os.open(out, os.O_WRONLY | os.O_CREAT, 0o644)
    for begin_of_block in range(0, size, BLOCK):
        os.write(descriptor, memoryview(buffer)[: min(BLOCK, size - begin_of_block)])
    os.fsync(descriptor)
    os.close(descriptor)
    run = Run(time.perf_counter() - begin, time.process_time() - cpu_begin, BLOCK / 1e6)
    out.unlink()
    return run


def _read_through(path: Path, buffer: bytearray) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    while os.readv(descriptor, [buffer]):
        pass
    os.close(descriptor)


def set_cache(files: list[Path], state: str) -> None:
    """Bring `files` into the page cache, or out of it, and have nothing else waiting to be written."""
    os.sync()
    for path in files:
        if state == "warm":
            _read_through(path, bytearray(BLOCK))
            continue
        descriptor = os.open(path, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)
