"""Whether another process is alive."""

import os
import sys
from pathlib import Path


def is_alive(pid: int) -> bool:
    """Whether a process `pid` runs. One that has ended and was not yet asked for its status is not alive."""
    if pid <= 0:
        return False
    if sys.platform == "win32":
        # There, signal 0 would end it.
        import psutil

        return bool(psutil.pid_exists(pid))
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return True
    return state[:1] != ["Z"]
