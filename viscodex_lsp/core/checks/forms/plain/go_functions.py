"""Takes further functions out of Go code for a place in a function, which holds no other (Go, "Function declarations").

A model that is asked for a body writes the function around it once more, or the functions that the body calls. Those go
behind the one that the place is in.
"""

import re
from typing import NamedTuple

from viscodex_lsp.core.checks.echo import alike
from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.indentation import read_fragment, without_margin
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import THERE_ALREADY, counted, quoted
from viscodex_lsp.core.nouns import Replacement, Span

_FUNCTION = re.compile(
    r"(?:^//[^\n]*\n)*^func (?P<name>(?:\([^()\n]*\) )?\w+)[^\n]*\{(?:[^\n]*\}$|\n(?P<body>(?:(?!\}).*\n)*)\}$)",
    re.MULTILINE,
)
_PACKAGE = re.compile(r"\A\s*+(?://[^\n]*+\s*+)*+package \w+[ \t]*\n")
_IMPORTS = re.compile(r"^import (?:\([^()]*\)|[^\n(]+)\n?", re.MULTILINE)
_LONE = re.compile(r"\n\}\s*\Z")


class _Parts(NamedTuple):
    """Code by what of it goes to the place, the functions for behind it, and the names of those left out."""

    body: str
    further: tuple[str, ...]
    there: tuple[str, ...]


def with_functions_apart(code: str, place: Place) -> Formed | None:
    """The statements for the place with the functions behind it; None for other code, and for other places."""
    if place.language.id != "go" or not place.span.empty or "func " not in code:
        return None
    text = place.lines.text
    around = next((one for one in _FUNCTION.finditer(text) if _holds(one, place)), None)
    if around is None:
        return None
    head = _PACKAGE.match(code)
    bare = code[head.end() :] if head is not None else code
    imports = tuple(found[0].strip() for found in _IMPORTS.finditer(bare))
    bare = _IMPORTS.sub("", bare).strip("\n")
    # Of a whole file the last bracket may be gone with what the file has below the place.
    parts = _parted(bare, around, text) or _parted(f"{bare}\n}}", around, text)
    if parts is None or not parts.body.strip():
        return None
    package = head[0].split()[-1] if head is not None else ""
    is_same = head is not None and re.search(rf"^package {package}\s*$", text, re.MULTILINE) is not None
    notes = [THERE_ALREADY] if is_same or not (head or parts.further or parts.there) else []
    if head is not None and not is_same:
        notes.append(f"left out `package {package}`: the file has its own")
    if parts.there:
        notes.append(f"left out {quoted(parts.there, 3)}: the file has its own")
    others: tuple[Replacement, ...] = ()
    if parts.further:
        notes.append(f"put {counted(len(parts.further), 'function')} behind the one that the place is in")
        written = read_fragment("\n\n".join(parts.further), place.language, place.style).text
        others = (Replacement(Span(around.end(), around.end()), f"\n\n{written}"),)
    return Formed(parts.body, imports=imports, others=others, notes=tuple(notes))


def _parted(code: str, around: re.Match[str], text: str) -> _Parts | None:
    """The parts of code without package and imports; None where it has no function of its own, or where what it has
    beside functions is not certain to be statements."""
    found = list(_FUNCTION.finditer(code))
    rest = _FUNCTION.sub("", code).strip("\n")
    own = [one for one in found if one["name"] == around["name"]]
    if not found or len(own) > 1 or (own and rest.strip()) or rest.count("func ") > rest.count("func("):
        return None
    body = without_margin((own[0]["body"] or "").strip("\n")) if own else _LONE.sub("", rest)
    if not own and body.count("{") != body.count("}"):
        return None
    known = {one["name"]: one[0] for one in _FUNCTION.finditer(text)}
    others = [one for one in found if one not in own]
    further = tuple(one[0] for one in others if one["name"] not in known)
    there = [one for one in others if one["name"] in known and alike(one[0]) != alike(known[one["name"]])]
    return _Parts(body, further, tuple(f"func {one['name']}" for one in there))


def _holds(function: re.Match[str], place: Place) -> bool:
    return function["body"] is not None and function.start("body") <= place.span.start < function.end()
