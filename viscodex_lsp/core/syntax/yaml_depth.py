"""Says how deep the blocks of a YAML text lie inside each other.

The scanner of its grammar keeps the indentation of each open block in a buffer of a fixed size, and writes past its
end: the process would die. A text that comes near it is not parsed.
"""

import re
from typing import Final

MOST_LEVELS: Final = 120
"""Indentations of blocks that are open at once; at each may be a mapping and a list, and the buffer holds 250."""
_LINE_END: Final = re.compile(r"\r\n?|\n")
_INDICATOR: Final = re.compile(r"[?:-][ \t]+")


def is_too_deep(text: str) -> bool:
    """Whether more than `MOST_LEVELS` blocks may be open at some line; each sign of an entry there counts as one."""
    lines = _LINE_END.split(text)
    if max(map(len, lines)) < MOST_LEVELS:
        return False
    columns: list[int] = []
    for line in lines:
        if not line.strip():
            continue
        first = len(line) - len(line.lstrip(" "))
        while columns and columns[-1] >= first:
            columns.pop()
        columns += [first, *(sign.end() for sign in _INDICATOR.finditer(line))]
        if len(columns) > MOST_LEVELS:
            return True
    return False
