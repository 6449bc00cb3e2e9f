"""Heads and ends that a file has once and a reply repeats: a table's header, a row of names, the marks of a diagram.

Also the `;` between two statements of SQL, which the last one of a reply may lack.
"""

import re

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import THERE_ALREADY

_HEADER = re.compile(r"\[[^\[\]]+\]$")
_OF_TABLES = frozenset({"toml", "ini", "properties", "cfg", "dosini", "editorconfig"})
_OF_ROWS = frozenset({"csv", "tsv", "plaintext-csv"})


def once(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment without what the document has at the place already, or with the `;` it lacks; and a note."""
    if not fragment.lines or not place.span.empty:
        return fragment, ""
    end = len(fragment.lines)
    if place.language.id == "sql":
        return _ended(fragment, place)
    first, last = fragment.lines[0].strip(), fragment.lines[-1].strip()
    if first and first == _head(place):
        return fragment.part(1, end), THERE_ALREADY
    above, below = place.above.strip(), place.below.strip()
    if above and below and (first, last) == (above, below) and end > 2 and not place.language.known:
        return fragment.part(1, end - 1), THERE_ALREADY
    return fragment, ""


def _head(place: Place) -> str:
    """What heads the table or the rows that the place is in; "" for none, and in other languages."""
    if place.language.id not in _OF_TABLES | _OF_ROWS:
        return ""
    lines = [line.strip() for line in place.lines.text[: place.line.start].splitlines()]
    if place.language.id in _OF_ROWS:
        return next(filter(None, lines), "")
    return next(filter(_HEADER.match, reversed(lines)), "")


def _ended(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """SQL with a `;` behind its last statement where another one follows."""
    above = place.above.strip()
    begins = not above or above.endswith(";") or above.startswith("--")
    follows = re.match(r"[A-Za-z]", place.below.strip()) is not None
    last = fragment.lines[-1].rstrip()
    if not begins or not follows or last.endswith((";", ",", "(", "*/")) or "--" in last or fragment.kept:
        return fragment, ""
    return Fragment((*fragment.lines[:-1], f"{last};")), "ended the last statement with `;`"
