"""Leaves out the part of a Python reply that runs it as a program, where the file has one or goes on."""

import re

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place

_GUARD = re.compile(r"^if\s+__name__\s*==\s*[\"']__main__[\"']\s*:", re.MULTILINE)
_DEFINES = re.compile(r"^(?:@|(?:async\s+)?def\s|class\s)", re.MULTILINE)
# The block's lines, its `else`, and the ends of brackets and literals at the margin.
_GOES_ON = re.compile(r"\s|else\s*+:|elif\b[^\n]*:|[)\]}\"']")


def without_main_guard(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment without its last block, `if __name__ == "__main__":`, and a note; "" where it has none, is nothing
    else, or is for the end of a file without one: above other definitions it would run before they are there."""
    text, span = place.lines.text, place.span
    around = text[: span.start] + text[span.end :]
    has_one = _GUARD.search(around) is not None
    if place.language.id != "python" or not (has_one or _DEFINES.search(text, span.end)):
        return fragment, ""
    code = [
        (row, line) for row, line in enumerate(fragment.lines) if line.strip() and row not in fragment.kept
    ]
    start = next((row for row, line in code if _GUARD.match(line)), None)
    if not start or any(row > start and not _GOES_ON.match(line) for row, line in code):
        return fragment, ""
    rest = fragment.part(0, start)
    if rest.blank:
        return fragment, ""
    why = "the file has its own" if has_one else "the file defines more below the place"
    return rest, f'left out `if __name__ == "__main__":`: {why}'
