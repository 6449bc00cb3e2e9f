"""A reply for a place in a template that is written in Pug: markup in tags is none (Vue, "Pre-Processors")."""

import re
from dataclasses import replace

from viscodex_lsp.core.checks.pages.tags import elements, read_tags
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Patch, Reason, Refusal, Span

LABELS = frozenset({"pug", "jade"})
_PUG = re.compile(r"\blang=[\"']?(?:pug|jade)\b")


def in_pug(text: str, span: Span) -> bool:
    """Whether a span is in a template of Pug."""
    if not _PUG.search(text, 0, span.start):
        return False
    found = elements(read_tags(text), "template")
    return any(
        _PUG.search(item.tag.attributes) and item.inner.start <= span.start <= span.end <= item.inner.end
        for item in found
    )


def as_pug(patch: Patch, text: str, span: Span) -> Patch:
    """The patch without the label of Pug where the place is in such a template."""
    return replace(patch, label=None) if patch.label in LABELS and in_pug(text, span) else patch


def tags_in_pug(code: str, place: Place) -> Refusal | None:
    """Why markup in tags is refused for such a template."""
    if (
        place.language.id != "vue"
        or not code.lstrip().startswith("<")
        or not in_pug(place.lines.text, place.span)
    ):
        return None
    return Refusal(
        Reason.WRONG_LANGUAGE,
        "The model answered with markup in tags, but this template is written in Pug, so nothing was changed. Ask for "
        "Pug in the instruction.",
        "it was markup in tags, but the template is written in Pug. Write Pug.",
    )
