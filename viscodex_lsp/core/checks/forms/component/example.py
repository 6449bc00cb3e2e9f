"""A component that needs values, for a place in another one: what the reply shows as an example of its use is meant.

With the component's own markup and props in it, the file would be asked for values that nobody gives.
"""

import re
from dataclasses import replace

from viscodex_lsp.core.checks.account import without_notes
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Patch

_LANGUAGES = frozenset({"vue", "svelte"})
_NEEDS = re.compile(
    r"\bdefineProps\b|^[ \t]*+props\s*:|\bexport\s+let\s+\w+[ \t]*+(?::[^=\n]*)?;?[ \t\r]*$|\$props\(\)",
    re.MULTILINE,
)
_ELEMENT = re.compile(r"<([A-Z]\w*|[a-z]+(?:-[a-z]+)+)[\s/>]")


def as_shown_in_use(patch: Patch, place: Place) -> tuple[Patch, str]:
    """The example of use in the place of the component, and what the person is told; the patch as it is where it shows
    none."""
    text = place.lines.text
    around = text[: place.span.start] + text[place.span.end :]
    if place.language.id not in _LANGUAGES or not around.strip() or not _NEEDS.search(patch.code):
        return patch, ""
    for code, note in patch.examples:
        used = _ELEMENT.search(code)
        if used is not None:
            notes = without_notes(patch.notes, (note,))
            told = f"took the example of use; left out the component `<{used[1]}>` itself: it is for a file of its own"
            return replace(patch, code=code, notes=notes, examples=()), told
    return patch, ""
