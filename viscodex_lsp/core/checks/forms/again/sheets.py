"""Whole style sheets among the lines that a reply adds to a file elsewhere."""

from collections.abc import Sequence

_MOST_BLANK = 50


def sheets_among(lines: Sequence[str], rows: Sequence[int]) -> list[int]:
    """The rows of whole style sheets among some rows of the reply."""
    found: list[int] = []
    opened: list[int] = []
    for row in rows:
        if lines[row].strip().startswith("<style"):
            opened = [row]
        elif opened:
            opened.append(row)
        if opened and lines[row].rstrip().endswith("</style>"):
            found += opened if opened[-1] - opened[0] < len(opened) + _MOST_BLANK else []
            opened = []
    return found
