"""Heads and ends that a file has once and a reply repeats: a table's header, a row of names, the marks of a diagram.

Also the `;` between two statements of SQL, which the last one of a reply may lack.
"""

import re

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place

_HEADER = re.compile(r"\[[^\[\]]+\]$")
_OF_TABLES = frozenset({"toml", "ini", "properties", "cfg", "dosini", "editorconfig"})
_OF_ROWS = frozenset({"csv", "tsv", "plaintext-csv"})


def once(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment without what the document has at the place already, or with the `;` it lacks; and a note."""
    if not fragment.lines or not place.span.empty:
        return fragment, ""
    text, language = place.lines.text, place.language.id
    above = [line.strip() for line in text[: place.line.start].splitlines() if line.strip()]
    below = [line.strip() for line in text[place.line.end :].splitlines() if line.strip()]
    first, last = fragment.lines[0].strip(), fragment.lines[-1].strip()
    if language == "sql":
        return _ended(fragment, above, below)
    rest, note = fragment.part(1, len(fragment.lines)), "left out lines that are there already"
    header = next((line for line in reversed(above) if _HEADER.match(line)), "")
    if language in _OF_TABLES and _HEADER.match(first) and first == header:
        return rest, note
    if language in _OF_ROWS and above and first == above[0]:
        return rest, note
    around = above and below and (first, last) == (above[-1], below[0]) and len(fragment.lines) > 2
    if around and not place.language.known:
        return fragment.part(1, len(fragment.lines) - 1), note
    return fragment, ""


def _ended(fragment: Fragment, above: list[str], below: list[str]) -> tuple[Fragment, str]:
    """SQL with a `;` behind its last statement where another one follows."""
    begins = not above or above[-1].endswith(";") or above[-1].startswith("--")
    follows = bool(below) and re.match(r"[A-Za-z]", below[0]) is not None
    last = fragment.lines[-1].rstrip()
    if not begins or not follows or last.endswith((";", ",", "(", "*/")) or "--" in last or fragment.kept:
        return fragment, ""
    return Fragment((*fragment.lines[:-1], f"{last};")), "ended the last statement with `;`"
