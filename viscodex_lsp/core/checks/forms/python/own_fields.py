"""Puts the fields of a Python class that a reply writes again among those that the class has.

A data class takes its arguments in the order of its fields, those without a default first (Python, "dataclasses").
"""

import re
from typing import NamedTuple

from viscodex_lsp.core.checks.forms.python.own_class import members_of
from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.text.style import leading

_METHOD = re.compile(r"[ \t]*(?:@|(?:async\s+)?def\s|class\s)")
_FIELD = re.compile(r"[ \t]*[A-Za-z_]\w*\s*(?::(?!=)|=(?!=))")


class _Own(NamedTuple):
    """The lines of the file, the rows of the class's fields, and whether a method is above the place."""

    lines: list[str]
    fields: list[range]
    below_method: bool


def with_fields_first(
    members: Fragment, written: Fragment, place: Place
) -> tuple[Fragment, tuple[Replacement, ...]]:
    """The new members of a class without those fields that have a better place than the cursor, and the edits that put
    them there: behind the field that `written`, the reply's whole class, has above them, else behind the last one."""
    own = _own(place)
    new = [rows for rows in members_of(members.lines) if _FIELD.match(members.lines[rows.start])]
    if not own.fields or not new:
        return members, ()
    gone: list[int] = []
    behind: dict[int, list[str]] = {}
    for rows in new:
        block = [line for line in members.part(rows.start, rows.stop).at(place.depth) if line.strip()]
        field = _above(block[0], written, own)
        if not own.below_method and ("=" in block[0] or field in (own.fields[-1], None)):
            continue
        behind.setdefault((field or own.fields[-1]).stop, []).extend(block)
        gone += rows
    edits = []
    for row, block in behind.items():
        end = place.lines.line_span(row - 1).end
        edits.append(Replacement(Span(end, end), "".join(place.style.newline + line for line in block)))
    return members.without(gone), tuple(edits)


def _own(place: Place) -> _Own:
    lines, width = place.lines.text.splitlines(), place.depth
    here = place.lines.line_at(place.span.start)
    above = range(here, -1, -1)
    head = next((row for row in above if lines[row : row + 1] and _is_outside(lines[row], width)), -1)
    body = range(head + 1, len(lines))
    end = next((row for row in body if _is_outside(lines[row], width)), len(lines))
    starts = [row for row in range(head + 1, end) if lines[row].strip() and leading(lines[row]) == width]
    method = next((row for row in starts if _METHOD.match(lines[row])), end)
    starts = [row for row in starts if row <= method and lines[row].strip()[0] not in ")]}"]
    fields = [
        range(row, _filled_end(lines, row, stop))
        for row, stop in zip(starts, [*starts[1:], method], strict=True)
        if row < method and _FIELD.match(lines[row])
    ]
    return _Own(lines, fields, method <= here)


def _is_outside(line: str, depth: str) -> bool:
    return bool(line.strip()) and len(leading(line)) < len(depth)


def _filled_end(lines: list[str], start: int, stop: int) -> int:
    """Where some rows end, without the blank ones and the remarks at their end."""
    while stop > start + 1 and (not lines[stop - 1].strip() or lines[stop - 1].lstrip().startswith("#")):
        stop -= 1
    return stop


def _above(line: str, written: Fragment, own: _Own) -> range | None:
    """The field of the file that the reply has nearest above one of its lines."""
    known = {own.lines[rows.start].strip(): rows for rows in own.fields}
    found = None
    for each in written.lines:
        if each.strip() == line.strip():
            return found
        found = known.get(each.strip(), found)
    return None
