"""Leaves out what a whole script of Python begins with and the file has already: a docstring, calls above the place."""

import re

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import THERE_ALREADY, quoted

_QUOTES = ('"""', "'''")
_IMPORT = re.compile(r"(?:import|from)\s+\w")
_CALL = re.compile(r"[A-Za-z_][\w.]{3,}\(.*\)[ \t]*$")
# What was set up for a figure or window holds no more once that was shown.
_ENDS = re.compile(r"[\w.]*\b(?:show|savefig|close|mainloop)\(")


def without_script_head(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment without the docstring above its imports, and without the calls below them that stand above the place
    word for word where the file has some of those imports too; and a note."""
    text = place.lines.text[: place.line.start]
    if place.language.id != "python" or place.depth or not place.span.empty or not text.strip():
        return fragment, ""
    notes: list[str] = []
    end = _docstring(fragment.lines)
    if end:
        text_of_file = "\n".join(fragment.lines[:end]).strip("\"' \n")
        fragment = fragment.part(end, len(fragment.lines))
        notes.append(f"left out {quoted([text_of_file], 1)}: the docstring of a whole file")
    above = [line.rstrip() for line in text.splitlines()]
    last = max((row for row, line in enumerate(above) if _ENDS.match(line)), default=-1)
    holding = set(above[last + 1 :])
    lines = fragment.lines
    imports = [row for row, line in enumerate(lines) if _IMPORT.match(line)]
    start = imports[-1] + 1 if imports and any(lines[row] in above for row in imports) else len(lines)
    gone: list[int] = []
    for row in range(start, len(lines)):
        if lines[row].strip() and not (lines[row] in holding and _CALL.match(lines[row])):
            break
        gone += [row] if lines[row].strip() else []
    rest = fragment.without(gone)
    if gone and not rest.blank:
        fragment = rest
        notes.append(THERE_ALREADY)
    return fragment, "; ".join(notes)


def _docstring(lines: tuple[str, ...]) -> int:
    """The row behind the docstring that the lines begin with, where imports follow it; 0 for none."""
    first = lines[0] if lines else ""
    quotes = next((quotes for quotes in _QUOTES if first.startswith(quotes)), "")
    if not quotes:
        return 0
    if first.count(quotes) == 1:
        end = next((row for row in range(1, len(lines)) if quotes in lines[row]), 0)
    else:
        end = 0 if first.rstrip().endswith(quotes) else -1
    following = next((line for line in lines[end + 1 :] if line.strip()), "")
    return end + 1 if (end or first.count(quotes) > 1) and _IMPORT.match(following) else 0
