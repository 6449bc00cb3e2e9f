"""Leaves out the line that starts a program where the file starts it already: a server listens once."""

import re

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place

_STARTS = re.compile(
    r"[ \t]*(?:await |void )?(?P<call>(?:app|api|application|server|httpServer|http|io|socketio|fastify|bot|mcp|demo|"
    r"root|window|uvicorn)\.(?:listen|run|mainloop|launch)\()"
)
_CLOSES = re.compile(r"[})\]]")
_QUOTED = 60


def without_own_start(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment without it, and a note; "" for none."""
    if place.depth or fragment.kept or not place.span.empty:
        return fragment, ""
    there = {found["call"] for line in place.lines.text.splitlines() if (found := _STARTS.match(line))}
    lines = fragment.lines
    for row, line in enumerate(lines if there else ()):
        found = _STARTS.match(line)
        if found is None or found["call"] not in there or line[:1].isspace():
            continue
        end = next((at for at in range(row, len(lines)) if _is_closed(lines[row : at + 1])), None)
        rest = fragment.without(range(row, end + 1)) if end is not None else fragment
        if end is None or rest.blank:
            continue
        more = " …" if end > row else ""
        return rest, f"left out `{line.strip()[:_QUOTED]}{more}`: the file starts it already"
    return fragment, ""


def _is_closed(lines: tuple[str, ...]) -> bool:
    """Whether a call that begins at the margin ends with these lines."""
    text = "\n".join(lines)
    at_margin = len(lines) == 1 or _CLOSES.match(lines[-1]) is not None
    return at_margin and text.count("(") <= text.count(")")
