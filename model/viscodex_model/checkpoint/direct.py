"""Reads and writes files past the page cache, where the operating system and the file system allow it.

What is read or written once gains nothing from the cache, and filling it can cost more than the disk does. The price
is alignment: places in the file, lengths and addresses in memory are multiples of a page.
See open(2), O_DIRECT, and preadv2(2), RWF_NOWAIT.
"""

import errno
import os
import random
import sys
from pathlib import Path

from viscodex_model.core.descriptors import expect_scattered_reads

PAGE = 4096
"""Bytes that suit every disk: sectors are as long or shorter."""

_DIRECT: int = getattr(os, "O_DIRECT", 0)
_NOWAIT: int = getattr(os, "RWF_NOWAIT", 0)
_PROBES = 24


def open_direct(path: Path, flags: int) -> int | None:
    """A descriptor of `path` that goes past the page cache; None where there is no such thing."""
    if not _DIRECT:
        return None
    try:
        return os.open(path, flags | _DIRECT)
    except OSError:
        return None


def is_refusal(error: OSError) -> bool:
    """Whether the kernel only refuses this place, length or address to go past the cache."""
    return error.errno == errno.EINVAL


def is_cached(path: Path, size: int) -> bool:
    """Whether most of `path` lies in the page cache already, as told by a byte here and there; True if unknown."""
    if not _NOWAIT or not size:
        return True
    descriptor = os.open(path, os.O_RDONLY)
    try:
        # Else a probe that misses has the kernel read ahead.
        expect_scattered_reads(descriptor)
        hits = sum(_hit(descriptor, random.randrange(size)) for _ in range(_PROBES))
    finally:
        os.close(descriptor)
    return hits > _PROBES // 2


def _hit(descriptor: int, place: int) -> bool:
    if sys.platform == "win32":
        return True
    try:
        os.preadv(descriptor, [bytearray(1)], place, _NOWAIT)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def page_span(begin: int, size: int) -> tuple[int, int]:
    """(first byte, length) of the whole pages that hold `size` bytes from `begin` on."""
    first = begin - begin % PAGE
    return first, -(-(begin + size - first) // PAGE) * PAGE
