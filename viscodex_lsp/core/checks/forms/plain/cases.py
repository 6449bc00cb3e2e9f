"""Gives further cases of a `switch` the depth of those above: an editor leaves the cursor in the last one's body."""

import re
from dataclasses import replace

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.text.style import leading

_CASE = re.compile(r"[ \t]*(?:case\b.*|default[ \t]*(?:=>.*|->.*|:.*))$")
_FARTHEST = 400


def beside_cases(fragment: Fragment, place: Place) -> Place:
    """The place at the depth of the case above it, where the fragment begins with one; else as it is."""
    first = next((line for line in fragment.lines if line.strip()), "")
    if (
        place.language.by_indentation
        or place.prefix.strip()
        or not place.span.empty
        or not _CASE.match(first)
    ):
        return place
    deeper: int | None = None
    for line in reversed(place.lines.text[: place.line.start].splitlines()[-_FARTHEST:]):
        if not line.strip():
            continue
        width = len(leading(line))
        if _CASE.match(line) and (deeper is None or width < deeper):
            return replace(place, depth=leading(line))
        deeper = width if deeper is None else min(deeper, width)
    return place
