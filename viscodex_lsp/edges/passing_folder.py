"""A folder for what a process needs for a while. It goes with the process or, where that was killed, with a later one.

What is alive holds a lock on a file in its folder, which the system lets go at the process's end, whatever ended it.
"""

import errno
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from viscodex_lsp.edges import private_files
from viscodex_lsp.edges.private_files import is_own_folder

_PREFIX, _LOCK = "viscodex-", ".in-use"
_TRIES = 9
"""More than others are ever quicker; on Windows a file system without locks is told apart from them by nothing else."""


class PassingFolder:
    """A new, private folder; removed by `close`, at the end of its block, and at the process's end.

    Args:
        kind: What it is for, as a part of its name.

    Raises:
        OSError: it cannot be made.
    """

    def __init__(self, kind: str) -> None:
        clear_stale_folders()
        if not any(self._make(kind) for _ in range(_TRIES)):
            raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    def _make(self, kind: str) -> bool:
        """Make and lock it. Another process that clears folders may be quicker with the lock, and removes it."""
        self._folder = tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{kind}-", ignore_cleanup_errors=True)
        self.path = Path(self._folder.name)
        lock = (self.path / _LOCK).open("w")
        self._lock: IO[str] = lock
        try:
            # One that removes it just now holds the lock until nothing is there any more.
            mine = private_files.try_lock(lock) and (self.path / _LOCK).exists()
        except OSError:
            # A file system without locks: nobody can tell there that a folder is left, so nobody may clear it.
            lock.close()
            (self.path / _LOCK).unlink()
            return True
        if not mine:
            self.close()
        return mine

    def close(self) -> None:
        """Remove it with all that is in it."""
        self._lock.close()  # before it is removed, as Windows wants
        self._folder.cleanup()

    def __enter__(self) -> Path:
        return self.path

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def clear_stale_folders() -> None:
    """Remove the folders of this user's processes that were killed."""
    with suppress(OSError):  # nowhere to put such folders is nowhere to look for them
        for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            with suppress(OSError):
                _clear_if_stale(folder)


def _clear_if_stale(folder: Path) -> None:
    """Remove a folder of this kind and of this user, if it is of no process any more."""
    if not is_own_folder(folder):
        return
    lock = folder / _LOCK
    with lock.open("r+") as file:
        if not private_files.try_lock(file):
            return
        # While it is locked: a process that has just made it takes another one then.
        shutil.rmtree(folder, ignore_errors=True)
    # Windows removes no open file.
    lock.unlink(missing_ok=True)
    folder.rmdir()
