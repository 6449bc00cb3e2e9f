"""Files by their descriptors on every operating system: read and written at a place, reserved, synced and locked.

What Windows or macOS does otherwise than Linux stands here, and nowhere else in the package.
"""

import errno
import os
import sys
import threading
from pathlib import Path

BINARY: int = getattr(os, "O_BINARY", 0)
"""For `os.open`: without it Windows changes line ends."""

# Windows has no read or write at a place: there a descriptor's own place is moved, by one thread at a time.
_moving = threading.Lock()


def read_at(descriptor: int, buffer: memoryview, position: int) -> int:
    """Read into `buffer` from the byte `position` on; how many bytes that were, 0 at the end."""
    if sys.platform != "win32":
        return os.preadv(descriptor, [buffer], position)
    with _moving:
        os.lseek(descriptor, position, os.SEEK_SET)
        data = os.read(descriptor, len(buffer))
    buffer[: len(data)] = data
    return len(data)


def write_at(descriptor: int, data: bytes | memoryview, position: int) -> int:
    """Write `data` from the byte `position` on; how many bytes that were."""
    if sys.platform != "win32":
        return os.pwrite(descriptor, data, position)
    with _moving:
        os.lseek(descriptor, position, os.SEEK_SET)
        return os.write(descriptor, data)


def sync_data(descriptor: int) -> None:
    """Return when what was written is on the disk."""
    if sys.platform == "linux":
        os.fdatasync(descriptor)
    else:
        os.fsync(descriptor)


def sync_path(path: Path) -> None:
    """The same for a file, or the entries of a folder; Windows cannot be asked to sync a folder."""
    if sys.platform == "win32" and path.is_dir():
        return
    # Windows syncs only what is open for writing.
    descriptor = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def reserve(descriptor: int, size: int) -> None:
    """Take the room now, where that can be had, so that a full disk is met before the work and not in its middle."""
    if sys.platform == "linux":
        try:
            os.posix_fallocate(descriptor, 0, size)
            return
        except OSError as error:
            if error.errno not in (errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS):
                raise
    os.ftruncate(descriptor, size)


def expect_scattered_reads(descriptor: int) -> None:
    """Tell the system not to read ahead, where it can be told."""
    if sys.platform == "linux":
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_RANDOM)


def lock(descriptor: int, *, wait: bool) -> bool:
    """Lock a file for this process alone; closing it unlocks. Without `wait`, whether that went well."""
    if sys.platform == "win32":
        return _lock_on_windows(descriptor, wait=wait)
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def _lock_on_windows(descriptor: int, *, wait: bool) -> bool:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        while True:
            try:
                # This way of locking gives up after ten seconds.
                msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
                return True
            except OSError:
                if not wait:
                    return False
    return False


# Beyond every file's end: what is locked on Windows cannot be read by others.
_LOCKED_BYTE = 2**31 - 2


def bytes_on_disk(path: Path) -> int:
    """What a file takes of the disk; where only its length is known, that."""
    found = path.stat()
    if sys.platform == "win32":
        return found.st_size
    return found.st_blocks * 512
