"""Takes functions of Python that follow statements for a place in a function out of it, where they cannot be meant to
stand: methods beside a method, and what the statements call before it would be defined.

A name that a function gives a value to below its use is unbound there (The Python Language Reference, "Naming and
binding").
"""

import re
from collections.abc import Sequence

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.indentation import read_fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.text.style import leading

_HEAD = re.compile(r"[ \t]*(?:async[ \t]+)?def[ \t]+(?P<name>\w+)\s*\(\s*(?P<first>\w+)?")
_BEGINS = re.compile(r"(?:async[ \t]+)?def\b|@|#")
# Two blank lines between functions of a module (PEP 8, "Blank Lines").
_APART = re.compile(r"\n\n(?=(?:async )?def |@)")
_OF_INSTANCES = frozenset({"self", "cls"})


def with_functions_behind(code: str, place: Place) -> Formed | None:
    """The statements for the place with the functions behind the one around it; None for other code and places."""
    if place.language.id != "python" or not place.depth or not place.span.empty or "def " not in code:
        return None
    if place.prefix.strip() or place.suffix.strip():
        return None
    lines = list(read_fragment(code, place.language, place.style).lines)
    first = next(
        (row for row, line in enumerate(lines) if _BEGINS.match(line) and _leads_to_def(lines, row)), 0
    )
    statements, functions = lines[:first], lines[first:]
    heads = [head for line in functions if line[:1].strip() and (head := _HEAD.match(line)) is not None]
    if not any(map(str.strip, statements)) or not heads or any(map(_HEAD.match, statements)):
        return None
    if any(line[:1].strip() and not _BEGINS.match(line) and not line.startswith(")") for line in functions):
        return None
    around = _around(place)
    if around is None:
        return None
    own, end = around
    is_method = own["first"] in _OF_INSTANCES and bool(leading(own.string))
    if is_method and not all(head["first"] in _OF_INSTANCES for head in heads):
        return None
    said = "\n".join(statements)
    if not is_method and (leading(own.string) or not _are_called(said, heads)):
        return None
    margin = leading(own.string)
    newlines = 2 if is_method else 3
    rows = [f"{margin}{line}" if line.strip() else "" for line in functions]
    written = "\n".join(rows).rstrip("\n")
    written = written if is_method else _APART.sub("\n\n\n", written)
    text = "\n" * (newlines - 1) + written + "\n"
    note = f"put {counted(len(heads), 'function')} behind the one that the place is in"
    return Formed(said.strip("\n"), others=(Replacement(Span(end, end), text),), notes=(note,))


def _leads_to_def(lines: Sequence[str], row: int) -> bool:
    """Whether nothing but decorators and remarks is between a row and a function at column 0."""
    while row < len(lines) and (lines[row].startswith(("@", "#")) or not lines[row].strip()):
        row += 1
    return row < len(lines) and lines[row][:1].strip() != "" and _HEAD.match(lines[row]) is not None


def _are_called(statements: str, heads: Sequence[re.Match[str]]) -> bool:
    return any(re.search(rf"\b{head['name']}\b", statements) is not None for head in heads)


def _around(place: Place) -> tuple[re.Match[str], int] | None:
    """The head of the function around the place, and the offset of the line behind its last one; None for a place in
    none, and where no line ends it."""
    text, width = place.lines.text, len(place.depth)
    row = place.lines.line_at(place.span.start)
    lines = text.split("\n")
    own: re.Match[str] | None = None
    for line in reversed(lines[:row]):
        if line.strip() and len(leading(line)) < width:
            width = len(leading(line))
            own = _HEAD.match(line)
            if own is not None:
                break
    if own is None or "\r" in text:
        return None
    last = row
    for below in range(row + 1, len(lines)):
        if lines[below].strip() and len(leading(lines[below])) <= width:
            break
        last = below if lines[below].strip() else last
    end = sum(len(line) + 1 for line in lines[: last + 1])
    return (own, end) if end <= len(text) else None
