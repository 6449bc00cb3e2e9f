"""Names style sheets and scripts that a reply brings into a loop of a template, where they come with each item."""

import re
from collections.abc import Iterator, Sequence

from viscodex_lsp.core.checks.forms.template.loops import in_loop
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Span

_ONCE = re.compile(r"<(?P<name>style|script)\b", re.IGNORECASE)
_CALLED = {"style": "style sheet", "script": "script"}


def told_of_loops(language: Language, after: str, places: Sequence[Span]) -> Iterator[str]:
    """What the person is told; `places` is where the inserted texts are in the file `after` the edits."""
    for part in places:
        names = {found["name"].lower() for found in _ONCE.finditer(after, part.start, part.end)}
        loop = in_loop(after[: part.start], language.id) if names else ""
        if loop:
            for name in sorted(names, reverse=True):
                yield f"the {_CALLED[name]} stands in the loop `{loop}`, so it comes once for each item"
