"""Leaves out tables of SQL that a reply creates as the file does, be it that it says `IF NOT EXISTS`."""

import re
from dataclasses import replace

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import quoted

_CREATES = re.compile(
    r"^create[ \t]+(?:table|view|type)\b(?:'(?:[^']|'')*+'|--[^\n]*|[^;'])*+;?", re.MULTILINE | re.IGNORECASE
)
_WORD = re.compile(r"'(?:[^']|'')*+'|[\w\"]+|[^\w\s]")
_IF_NEW = re.compile(r"\bif not exists ")
_MOST_TOLD = 3


def without_own_tables(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment without such statements and the comments right above them, and a note; "" where it has none, or
    nothing else."""
    if place.language.id != "sql" or not place.span.empty:
        return fragment, ""
    known = {_said(found[0]) for found in _CREATES.finditer(place.lines.text)}
    gone: list[int] = []
    told: list[str] = []
    lines = [*fragment.lines]
    for found in _CREATES.finditer(fragment.text):
        if _said(found[0]) not in known:
            continue
        start = fragment.text.count("\n", 0, found.start())
        told.append(found[0].partition("\n")[0].rstrip(" (;"))
        gone += range(start, start + found[0].rstrip().count("\n") + 1)
        behind = fragment.text[found.end() :].partition("\n")[0].strip()
        if found[0].endswith(";") and behind and not behind.startswith("--"):
            lines[gone.pop()] = behind
        while start > 0 and fragment.lines[start - 1].startswith("--"):
            start -= 1
            gone.append(start)
    rest = replace(fragment, lines=tuple(lines)).without(gone)
    if not told or not any(line.strip() and not line.startswith("--") for line in rest.lines):
        return fragment, ""
    return rest, f"left out {quoted(told, _MOST_TOLD)}: the file has the same"


def _said(statement: str) -> str:
    """A statement by its words, in whatever case and on however many lines; strings are what they are."""
    found = _WORD.findall(statement.rstrip("; \n"))
    words = (word if word.startswith("'") else word.casefold() for word in found)
    return _IF_NEW.sub("", " ".join(words))
