"""Reads the source position of an element of a running page, as tools write it into the page or the clipboard.

data-source="src/Card.tsx:12:5"        in Card (at src/Card.tsx:12:5)        src/Card.tsx:12
"""

import re
from dataclasses import dataclass

_POSITION = re.compile(
    r"(?P<path>(?:[A-Za-z]:)?[^\s:\"'()<>|*?]+\.\w{1,10}):(?P<line>\d{1,7})(?::(?P<column>\d{1,7}))?(?=$|[\s\"')>,;:])"
)
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class SourcePosition:
    """A file as it is written there, a line from 1, and a column as it is counted there, or None."""

    path: str
    line: int
    column: int | None


def read_position(text: str) -> SourcePosition | None:
    """The first position in a text; None where there is none."""
    match = _POSITION.search(text[:_LONGEST])
    if match is None or int(match["line"]) < 1:
        return None
    path = match["path"].replace("\\", "/").removeprefix("webpack-internal:///").removeprefix("./")
    return SourcePosition(path, int(match["line"]), int(match["column"]) if match["column"] else None)
