"""Loads files into the page cache or drops them from it, and measures how long plain copying takes."""

import mmap
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.measuring.stopwatch import Run

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


def disk_limit(files: list[Path], out: Path, size: int, *, depth: int = 2) -> Run | None:
    """Read every file and write `size` bytes past the page cache, `depth` blocks at once: what the disk itself allows.

    None on systems that have no way past the cache.
    """
    if not hasattr(os, "O_DIRECT"):
        return None
    target = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_DIRECT, 0o644)
    os.posix_fallocate(target, 0, size)
    sources = [(os.open(path, os.O_RDONLY | os.O_DIRECT), path.stat().st_size) for path in files]
    work = [(source, place) for source, length in sources for place in range(0, length, BLOCK)]
    local = threading.local()

    def move(number: int) -> None:
        if not hasattr(local, "page"):
            local.page = mmap.mmap(-1, BLOCK)
        source, place = work[number]
        os.preadv(source, [local.page], place)
        # As many writes as the size has blocks, spread evenly over the reads.
        part, before = number * size // len(work) // BLOCK, (number - 1) * size // len(work) // BLOCK
        if part != before and (part + 1) * BLOCK <= size:
            os.pwrite(target, local.page, part * BLOCK)

    begin, cpu_begin = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(depth) as pool:
        list(pool.map(move, range(len(work))))
    os.fsync(target)
    run = Run(time.perf_counter() - begin, time.process_time() - cpu_begin, depth * BLOCK / 1e6)
    for descriptor in (target, *(source for source, _ in sources)):
        os.close(descriptor)
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
