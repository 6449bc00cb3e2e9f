"""Measures the memory of a process and all its descendants, from /proc."""

import os
from pathlib import Path

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
