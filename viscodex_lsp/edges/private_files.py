"""Files that one user's processes share and nobody else reads, on every operating system: owner, lock and replacement.

On POSIX systems the modes keep others out. On Windows the folders are the user's own by the rights of the profile
that they lie in.
"""

import getpass
import os
import stat
import sys
import time
from pathlib import Path
from typing import IO

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
_TRIES, _TRY_SECONDS = 20, 0.01


def is_own_folder(path: Path) -> bool:
    """Whether `path` is a folder, no link to one, of this user."""
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode):
        return False
    if sys.platform == "win32":
        return True
    return found.st_uid == os.getuid()


def user_mark() -> str:
    """What tells this user's files from others' in a folder that all use."""
    if sys.platform == "win32":
        return getpass.getuser()
    return str(os.getuid())


def try_lock(file: IO[str]) -> bool:
    """Lock an open file for this process alone, without waiting; whether that went well. Closing it unlocks."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def open_descriptor(path: Path, flags: int) -> int:
    """`os.open` for the user alone, and without a change of line ends, which Windows would make."""
    return os.open(path, flags | getattr(os, "O_BINARY", 0), PRIVATE_FILE)


def put_in_place(aside: Path, path: Path) -> None:
    """Give `aside` the name `path`, in place of what was there. On Windows that waits for who reads it just now.

    Raises:
        OSError: it cannot be.
    """
    for tries_left in range(_TRIES, -1, -1):
        try:
            aside.replace(path)
            return
        except PermissionError:
            if sys.platform != "win32" or not tries_left:
                raise
        time.sleep(_TRY_SECONDS)
