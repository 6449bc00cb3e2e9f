"""Standard output and error, made able to print every character."""

import io
import os
import sys


def write_any_text() -> None:
    """Print every character, whatever the terminal's encoding is, also where a shell closed the output. On Windows what
    goes into a file or a pipe would otherwise be in an old encoding, and the line ends of a diff would be changed."""
    # Python gives None for what was closed before it began.
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
            if sys.platform == "win32":
                stream.reconfigure(encoding="utf-8", newline="\n")


def discard_output() -> None:
    """Send what is still to be written to nobody: Python would complain once more about it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _nowhere() -> io.TextIOWrapper:
    return open(os.devnull, "w", encoding="utf-8")
