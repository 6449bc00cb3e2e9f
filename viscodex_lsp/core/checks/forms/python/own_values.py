"""Leaves out assignments of a Python script that stand above the place word for word, and still hold there, and a last
call that is the next line.
"""

import re

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place

_ASSIGNS = re.compile(r"(?P<name>[A-Za-z_]\w*)[ \t]*(?::[^=\n]+)?=[ \t]*[^=\s].*$")


_CALLS = re.compile(r"[A-Za-z_][\w.]{3,}\([^()]*\)[ \t]*$")


def without_own_values(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment without them and the comments that head them alone, and a note; "" for none."""
    if place.language.id != "python" or place.depth or not place.span.empty:
        return fragment, ""
    above = place.lines.text[: place.line.start].splitlines()
    lines = fragment.lines
    known = {line.rstrip() for line in above}
    gone: set[int] = set()
    for row, line in enumerate(lines):
        match = _ASSIGNS.match(line) if line.rstrip() in known else None
        if match is None:
            continue
        below = lines[row + 1] if row + 1 < len(lines) else ""
        whole = (
            line.count("(") == line.count(")")
            and line.count("[") == line.count("]")
            and line[-1] not in "\\{"
        )
        if (
            match is None
            or not whole
            or below.startswith((" ", "\t"))
            or not _holds(line, match["name"], above)
        ):
            continue
        gone.add(row)
        if row and lines[row - 1].startswith("#") and not below.strip():
            gone.add(row - 1)
    below_place = next((line for line in place.lines.text[place.line.end :].splitlines() if line.strip()), "")
    if len(lines) > 1 and lines[-1].rstrip() == below_place.rstrip() and _CALLS.match(below_place):
        gone.add(len(lines) - 1)
    rest = fragment.without(gone) if gone else fragment
    return (fragment, "") if not gone or rest.blank else (rest, "left out lines that are there already")


def _holds(line: str, name: str, above: list[str]) -> bool:
    """Whether the last assignment of a name is this line."""
    assigns = re.compile(rf"\s*{re.escape(name)}\b[ \t]*(?::[^=]+)?(?:[-+*/%&|^@]|//|\*\*)?=(?!=)")
    last = next((other for other in reversed(above) if assigns.match(other)), None)
    return last is not None and last.rstrip() == line.rstrip()
