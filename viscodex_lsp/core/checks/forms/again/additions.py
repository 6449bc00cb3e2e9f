"""Which of the lines that a reply adds to a file elsewhere stand by themselves: style sheets, rules, declarations."""

import re
from collections.abc import Collection, Sequence

from viscodex_lsp.core.text.style import leading

_MOST_BLANK = 50
_DECLARES = re.compile(
    r"\s*(?:export\s+)?(?:const|let|var|class|(?:async\s+)?function)\s+(?P<name>\w+|[{\[][^=]*)"
)
_RULE = re.compile(r"\s*+(?P<head>[^{}@;]*[^{}@;\s])\s*+\{[^{}]*\}\s*$")


def declares_new(line: str, file: Sequence[str]) -> bool:
    """Whether a line of a script declares a name that no line of the file declares."""
    made = _DECLARES.match(line)
    names = {found["name"] for row in file if (found := _DECLARES.match(row)) is not None}
    return made is not None and made["name"] not in names


def is_inner(row: int, lines: Sequence[str], new: Collection[int]) -> bool:
    """Whether a row is one of some `new` ones beside each other in a script that begin in a block of it."""
    first = row
    while first - 1 in new or (first and not lines[first - 1].strip() and first - 2 in new):
        first -= 1
    start = max((at for at in range(row) if lines[at].lstrip().startswith("<script")), default=-1)
    own = [line for line in lines[start + 1 : row] if line.strip()]
    return bool(own) and len(leading(lines[first])) > min(map(len, map(leading, own)))


def is_new_rule(line: str, file: Sequence[str]) -> bool:
    """Whether a line is a whole rule of CSS, for a selector that no line of the file begins a rule with."""
    rule = _RULE.match(line)
    return rule is not None and not any(
        row.strip().startswith(rule["head"]) and row.strip()[len(rule["head"]) :].lstrip()[:1] in ("{", ",")
        for row in file
    )


def sheets_among(lines: Sequence[str], rows: Sequence[int]) -> list[int]:
    """The rows of the whole style sheets that some rows of the reply begin and end."""
    found: list[int] = []
    opened: list[int] = []
    for row in rows:
        if lines[row].strip().startswith("<style"):
            opened = [row]
        elif opened:
            opened.append(row)
        if opened and lines[row].rstrip().endswith("</style>"):
            # A line of the sheet may be one that the file has elsewhere: `}`.
            whole = [at for at in range(opened[0], row + 1) if lines[at].strip()]
            found += whole if row - opened[0] < len(opened) + _MOST_BLANK else []
            opened = []
    return found
