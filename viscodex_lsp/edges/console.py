"""Standard output and error, made able to print every character."""

import io
import sys


def write_any_text() -> None:
    """Print every character, whatever the terminal's encoding is. On Windows what goes into a file or a pipe would
    otherwise be in an old encoding, and the line ends of a diff would be changed."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
            if sys.platform == "win32":
                stream.reconfigure(encoding="utf-8", newline="\n")
