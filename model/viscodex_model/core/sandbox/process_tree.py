"""A process with all that it started: how much memory they hold (from /proc, on Linux), and how they are ended."""

import contextlib
import os
import signal
import sys
from pathlib import Path

_PAGE = 4096
if sys.platform == "linux":
    _PAGE = os.sysconf("SC_PAGE_SIZE")


def memory_of_tree(pid: int) -> int:
    """Resident bytes of `pid` and its descendants; pages that they share count once each."""
    total, waiting = 0, [pid]
    while waiting:
        current = waiting.pop()
        total += _resident(current)
        waiting += _children(current)
    return total


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0  # it has ended since its parent was read


def _children(pid: int) -> list[int]:
    found: list[int] = []
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    except OSError:
        return found
    return found


def kill_session(pid: int) -> None:
    """End a process that was started in a session of its own, and what it started; on Windows it alone."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            os.kill(pid, signal.SIGTERM)
        else:
            os.killpg(pid, signal.SIGKILL)


def is_root() -> bool:
    """Whether this process is root's; there is no such user on Windows."""
    return sys.platform != "win32" and os.geteuid() == 0
