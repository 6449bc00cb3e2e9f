"""Brings imports that a reply of Python has between its definitions to its top, as its files have them (PEP 8)."""

import re

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place

_IMPORT = re.compile(r"(?:import[ \t]+\w|from[ \t]+[\w.]+[ \t]+import[ \t]+\w)[^()\\;]*$")
_DEFINES = re.compile(r"@|(?:async\s+)?def\s|class\s")
# What an import may have to wait for.
_PREPARES = re.compile(r"sys\.path|os\.environ|\.use\(|\.setup\(|warnings\.")


def with_imports_first(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment with such imports above all else; no line is lost, so that nothing is told of it."""
    lines = fragment.lines
    if place.language.id != "python" or place.depth or fragment.kept & _imports(fragment):
        return fragment, ""
    first = next((row for row, line in enumerate(lines) if _DEFINES.match(line)), len(lines))
    late = {row for row in _imports(fragment) if row > first}
    if not late or any(_PREPARES.search(line) for line in lines):
        return fragment, ""
    gone = set(late)
    for row in sorted(late):
        below = row + 1
        while below < len(lines) and not lines[below].strip():
            gone.add(below)
            below += 1
    return fragment.without(gone).under(tuple(lines[row] for row in sorted(late))), ""


def _imports(fragment: Fragment) -> set[int]:
    return {row for row, line in enumerate(fragment.lines) if _IMPORT.match(line)}
