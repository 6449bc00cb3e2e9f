"""Reads one regular file of a workspace, within a bound."""

import os
from pathlib import Path


def read_text(place: Path, *, most: int) -> str:
    """The text of a regular file, "" of anything else and of one that is too long or cannot be read."""
    try:
        handle = os.open(place, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError):
        return ""
    return data.decode("utf-8", errors="replace") if len(data) <= most else ""
