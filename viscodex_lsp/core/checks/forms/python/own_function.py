"""Takes the body out of a Python function for a place that is the empty body of another one with its parameters."""

import re

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import left_out
from viscodex_lsp.core.text.style import leading

_HEAD = re.compile(r"[ \t]*(?:async[ \t]+)?def[ \t]+(?P<name>\w+)\((?P<given>[^()]*)\)[^:]*:[ \t]*$")
_IMPORT = re.compile(r"(?:import|from)\b|#|\s*$")
_PARAMETER = re.compile(r"\s*\*{0,2}(?P<name>\w+)")
_QUOTES = ('"""', "'''", '"', "'")


def without_function(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment without the function around all of it but imports, and a note; "" where it has more, or other
    parameters."""
    if place.language.id != "python" or not place.depth or (place.prefix + place.suffix).strip():
        return fragment, ""
    if not place.span.empty:
        return fragment, ""
    around, has_docstring = _function_around(place)
    lines = fragment.lines
    start = next((row for row, line in enumerate(lines) if _HEAD.match(line)), None)
    head = _HEAD.match(lines[start]) if start is not None else None
    if around is None or start is None or head is None or not all(map(_IMPORT.match, lines[:start])):
        return fragment, ""
    if lines[start].strip() == around[0].strip():
        return fragment, ""  # an echo, which is left out by itself
    if any(line.strip() and not line[0].isspace() for line in lines[start + 1 :]):
        return fragment, ""
    if not _parameters(head["given"]) <= _parameters(around["given"]):
        return fragment, ""
    body = fragment.part(start + 1, len(lines))
    docstring = body.lines[:1] if has_docstring and _is_docstring(body) else ()
    body = body.part(len(docstring), len(body.lines))
    if body.blank:
        return fragment, ""
    imports = tuple(line for line in lines[:start] if line.strip() and not line.startswith("#"))
    remarks = [line for line in lines[:start] if line.startswith("#")]
    notes = [f"took the content out of the function {head['name']}", *left_out((*remarks, *docstring))]
    return body.under((*imports, "")) if imports else body, "; ".join(notes)


def _is_docstring(body: Fragment) -> bool:
    """Whether the first line of a body is a docstring, and all of it."""
    first = body.lines[0] if body.lines else ""
    return first.startswith(_QUOTES) and first.count(first[:3]) == 2


def _function_around(place: Place) -> tuple[re.Match[str] | None, bool]:
    """The head of the function that has nothing but a docstring and the place, and whether it has that."""
    if len(leading(place.below)) >= len(place.depth):
        return None, False
    docstring = False
    for line in reversed(place.lines.text[: place.line.start].splitlines()):
        bare = line.strip()
        if bare and len(leading(line)) < len(place.depth):
            return _HEAD.match(line), docstring
        if bare.startswith(_QUOTES) and not docstring:
            docstring = True
        elif bare and not bare.startswith("#"):
            return None, False
    return None, False


def _parameters(given: str) -> set[str]:
    found = (_PARAMETER.match(part) for part in given.split(","))
    return {match["name"] for match in found if match is not None}
