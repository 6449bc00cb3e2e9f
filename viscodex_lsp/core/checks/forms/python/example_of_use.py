"""Leaves out of a Python reply the lines that only call what it defines, where the file is a module of definitions.

A model likes to end with an example; in a script such lines are what runs, in a module they would run on import.
"""

import re
from collections.abc import Sequence

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import counted

_DEFINES = re.compile(r"(?:async\s+)?(?:def|class)\s+(?P<name>\w+)")
_OF_MODULES = re.compile(
    r"(?:async\s+)?(?:def|class|import|from|@|if\s+__name__\b|if\s+(?:typing\.)?TYPE_CHECKING\b|\"\"\"|'''|#)|[)\]}]"
    r"|_*[A-Z][A-Z\d_]*\b|__\w+__\s*="
)
_NO_EXAMPLE = re.compile(r"(?:async\s+)?(?:def|class)\b|import\b|from\b|@|if\s+__name__\b")


def without_example(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment without such lines at its end, and a note; "" for none."""
    text, span = place.lines.text, place.span
    if place.language.id != "python" or not _is_module(text[: span.start] + text[span.end :]):
        return fragment, ""
    start = _behind_definitions(fragment.lines)
    tail = [line for line in fragment.lines[start:] if line.strip()]
    names = {match["name"] for line in fragment.lines[:start] if (match := _DEFINES.match(line))}
    if not tail or not names or any(_NO_EXAMPLE.match(line) for line in tail):
        return fragment, ""
    if re.search(rf"\b(?:{'|'.join(map(re.escape, names))})\(", "\n".join(tail)) is None:
        return fragment, ""
    return fragment.part(0, start), f"left out an example of use ({counted(len(tail), 'line')})"


def _is_module(text: str) -> bool:
    """Whether a file holds definitions, and nothing that runs beside them."""
    lines = [line for line in text.split("\n") if line.strip() and not line[0].isspace()]
    return any(_DEFINES.match(line) for line in lines) and all(_OF_MODULES.match(line) for line in lines)


def _behind_definitions(lines: Sequence[str]) -> int:
    """The row behind the last definition; that of a comment above what follows it."""
    last = max((row for row, line in enumerate(lines) if _DEFINES.match(line)), default=len(lines))
    rows = range(last + 1, len(lines))
    return next(
        (
            row
            for row in rows
            if lines[row].strip() and not lines[row][0].isspace() and lines[row][0] not in ")]}"
        ),
        len(lines),
    )
