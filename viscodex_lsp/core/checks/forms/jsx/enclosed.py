"""Takes a reply in JSX out of the lines around its place, which it repeats: the whole component, the `map` around an
item.

It is done before anything else is made of the reply, as its parts would else be taken for new ones.
"""

import re
from dataclasses import replace

from viscodex_lsp.core.checks.echo import read_surroundings, without_echo
from viscodex_lsp.core.checks.indentation import Fragment, read_fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import THERE_ALREADY
from viscodex_lsp.core.language.languages import SCRIPTS
from viscodex_lsp.core.nouns import Patch

_ALONE = re.compile(r"\s*(?:import\b|[\"']use (?:client|server)[\"']|$)")


def without_enclosing(patch: Patch, place: Place) -> tuple[Patch, str]:
    """The patch without lines that it has in common with those above and below its place, and a note; as it is where
    they are not on both sides of what is new."""
    if place.language.id not in SCRIPTS:
        return patch, ""
    lines = [line.strip() for line in patch.code.split("\n") if line.strip() and not _ALONE.match(line)]
    known = place.lines.text
    if not lines or lines[0] not in known or lines[-1] not in known:
        return patch, ""
    whole = read_fragment(patch.code, place.language, place.style)
    above = _imports(whole)
    rest = whole.part(above, len(whole.lines))
    if not rest.lines:
        return patch, ""
    shorter = without_echo(rest, read_surroundings(place.lines, place.span), depth=place.depth)
    first, last = rest.lines[0], rest.lines[-1]
    inside = shorter.lines and len(shorter.lines) < len(rest.lines)
    if not inside or shorter.lines[0].strip() == first.strip() or shorter.lines[-1].strip() == last.strip():
        return patch, ""
    code = "\n".join((*whole.lines[:above], *shorter.lines)).strip("\n")
    return replace(patch, code=code), THERE_ALREADY


def _imports(fragment: Fragment) -> int:
    """How many lines at the top are imports and directives, each on one line, or blank."""
    return next(
        (row for row, line in enumerate(fragment.lines) if not _ALONE.match(line)), len(fragment.lines)
    )
