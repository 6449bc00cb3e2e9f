"""Leaves out the options that a shell script begins with, `set -e`, where the file has set its own, and in a block."""

import re

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import quoted

_SETS = re.compile(r"set[ \t]+-[A-Za-z][\w \t-]*$")
_MOST_TOLD = 3


def without_options(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment without such lines above its code, and a note; "" for none."""
    above = place.lines.text[: place.span.start].splitlines()
    if place.language.id != "shellscript" or not (place.depth or any(map(_SETS.match, above))):
        return fragment, ""
    gone: list[int] = []
    for row, line in enumerate(fragment.lines):
        if _SETS.match(line):
            gone.append(row)
        elif line.strip() and not line.startswith("#"):
            break
    rest = fragment.without(gone) if gone else fragment
    if not gone or rest.blank:
        return fragment, ""
    told = quoted([fragment.lines[row] for row in gone], _MOST_TOLD)
    return rest, f"left out {told}: " + (
        "it is for a whole script" if place.depth else "the file has its own"
    )
