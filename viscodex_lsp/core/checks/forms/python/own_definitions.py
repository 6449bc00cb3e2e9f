"""Leaves out functions, classes and values of a Python reply that the file has word for word at its top."""

import re

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import THERE_ALREADY

_DEFINES = re.compile(r"@|(?:async\s+)?def\s|class\s")


def without_own_definitions(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment without such definitions, and a note; as it is where nothing would be left."""
    if place.language.id != "python" or place.depth or not place.span.empty:
        return fragment, ""
    text = place.lines.text
    around = text[: place.line.start].splitlines() + text[place.line.end :].splitlines()
    known = {_words(around, rows) for rows in _definitions(around)}
    lines = list(fragment.lines)
    gone = [row for rows in _definitions(lines) if _words(lines, rows) in known for row in rows]
    rest = fragment.without(gone) if gone else fragment
    return (fragment, "") if not gone or rest.blank else (rest, THERE_ALREADY)


def _definitions(lines: list[str]) -> list[range]:
    """The rows of each definition at the margin, its decorators included."""
    found: list[range] = []
    start = None
    for row, line in enumerate([*lines, "end"]):
        if not line.strip() or line[0].isspace() or line[0] in ")]}":
            continue
        if start is not None and not (row and lines[row - 1].startswith("@")):
            found.append(range(start, row))
            start = None
        if start is None and _DEFINES.match(line):
            start = row
    return found


def _words(lines: list[str], rows: range) -> str:
    return "\n".join(lines[row].rstrip() for row in rows if lines[row].strip())
