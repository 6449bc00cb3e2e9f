"""Leaves out assignments of a script of Python or the shell that stand above the place word for word, and still hold
there, and a last call that is the next line.
"""

import re

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import THERE_ALREADY

_LANGUAGES = frozenset({"python", "shellscript"})
_ASSIGNS = re.compile(
    r"(?:(?:export|readonly)[ \t]+)?(?P<name>[A-Za-z_]\w*)[ \t]*(?::[^=\n]+)?=[ \t]*[^=\s].*$"
)
# Whatever gives a name another value, at any depth.
_GIVES = re.compile(
    r"\s*(?:(?:export|readonly)[ \t]+)?(?P<name>[A-Za-z_]\w*)\b[ \t]*(?::[^=]+)?(?:[-+*/%&|^@]|//|\*\*)?=(?!=)"
)
_CALLS = re.compile(r"[A-Za-z_][\w.]{3,}\([^()]*\)[ \t]*$")


def without_own_values(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment without them and the comments that head them alone, and a note; "" for none."""
    if place.language.id not in _LANGUAGES or place.depth or not place.span.empty:
        return fragment, ""
    above = place.lines.text[: place.line.start].splitlines()
    lines = fragment.lines
    known = {line.rstrip() for line in above}
    gone: set[int] = set()
    last = {match["name"]: match.string.rstrip() for match in map(_GIVES.match, above) if match is not None}
    for row, line in enumerate(lines):
        match = _ASSIGNS.match(line) if line.rstrip() in known else None
        below = lines[row + 1] if row + 1 < len(lines) else ""
        if match is None or not _is_whole(line) or below.startswith((" ", "\t")):
            continue
        if last.get(match["name"]) != line.rstrip():
            continue
        gone.add(row)
        if row and lines[row - 1].startswith("#") and not below.strip():
            gone.add(row - 1)
    if len(lines) > 1 and lines[-1].rstrip() == place.below.rstrip() and _CALLS.match(place.below):
        gone.add(len(lines) - 1)
    rest = fragment.without(gone) if gone else fragment
    return (fragment, "") if not gone or rest.blank else (rest, THERE_ALREADY)


def _is_whole(line: str) -> bool:
    """Whether a statement ends with its line."""
    return line.count("(") == line.count(")") and line.count("[") == line.count("]") and line[-1] not in "\\{"
