"""Takes the members out of a Python class for a place in that class; those that it has are left out."""

import re
from collections.abc import Sequence

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import THERE_ALREADY, left_out
from viscodex_lsp.core.text.style import leading

_CLASS = re.compile(r"(?P<margin>[ \t]*)class\s+(?P<name>\w+)")
_ABOVE = re.compile(r"import\b|from\b|#|@|\s*$")


def without_own_class(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment without the class that the place is in, and a note; "" where it is another or has more beside it."""
    if place.language.id != "python" or not place.depth:
        return fragment, ""
    lines = fragment.lines
    start = next((row for row, line in enumerate(lines) if line.startswith("class ")), None)
    head = _CLASS.match(lines[start]) if start is not None else None
    around = _class_around(place)
    if start is None or head is None or around is None or head["name"] != around["name"]:
        return fragment, ""
    beside = [line for line in lines[start + 1 :] if line.strip() and not line[0].isspace()]
    if beside or not all(_ABOVE.match(line) for line in lines[:start]):
        return fragment, ""
    body = fragment.part(start + 1, len(lines))
    own = _filled(place.lines.text.splitlines())
    members = members_of(body.lines)
    docstring = (
        members[0] if members and body.lines[members[0].start].startswith(('"""', "'''")) else range(0)
    )
    if docstring and place.above.strip() == around.string.strip():
        docstring = range(0)
    there = [row for rows in members if _filled(body.lines[rows.start : rows.stop]) in own for row in rows]
    left = body.without([*there, *docstring])
    if left.blank:
        return fragment, ""
    notes = [f"took the content out of the class {head['name']}, which the place is in"]
    imports = tuple(line for line in lines[:start] if line.strip() and line[0] not in "@#")
    left = left.under((*imports, "")) if imports else left
    beside = [line for line in lines[: start + 1] if line.strip() and line not in imports]
    beside += body.lines[docstring.start : docstring.start + 1]
    lost = [
        line for line in beside if f"\n{line.strip()}\n" not in own and line.rstrip() not in around.string
    ]
    notes += left_out(lost)
    notes += [THERE_ALREADY] if there or len(lost) < len(beside) else []
    return left, "; ".join(notes)


def _class_around(place: Place) -> re.Match[str] | None:
    """The head of the innermost class whose body the place is in; None where a function is nearer."""
    width = len(place.depth)
    for line in reversed(place.lines.text[: place.line.start].splitlines()):
        if line.strip() and len(leading(line)) < width:
            return _CLASS.match(line)
    return None


def members_of(lines: Sequence[str]) -> list[range]:
    """The rows of each member, from its first line at the margin, decorators included."""
    starts = [
        row
        for row, line in enumerate(lines)
        if line.strip()
        and not line[0].isspace()
        and line[0] not in ")]}"
        and not (row and lines[row - 1].startswith("@"))
    ]
    return [range(start, end) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _filled(lines: Sequence[str]) -> str:
    """The lines that are not blank, without what is around them, each between line ends."""
    return "\n".join(["", *(line.strip() for line in lines if line.strip()), ""])
