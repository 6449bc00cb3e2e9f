"""Puts blocks for a place in a paragraph behind it: HTML ends a paragraph where a block begins in it (HTML Standard,
4.4.1 "The p element"), and makes an empty one of its end tag."""

import re

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.indentation import read_fragment
from viscodex_lsp.core.checks.pages.nesting import ENDS_PARAGRAPHS, nodes_of
from viscodex_lsp.core.checks.pages.tags import open_elements
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.text.style import leading

_END = re.compile(r"\s*</p\s*>", re.IGNORECASE)
_MOST = 200_000


def behind_paragraph(code: str, place: Place) -> Formed | None:
    """The reply as an edit behind the paragraph that the place is at the end of; None where it has no block, or the
    paragraph goes on."""
    text, span = place.lines.text, place.span
    if not place.language.markup or not span.empty or len(text) + len(code) > _MOST or "<p" not in text:
        return None
    opened = open_elements(text[: span.start])
    end = _END.match(text, span.end)
    if not opened or opened[-1].name != "p" or end is None:
        return None
    roots = [node.name for node in nodes_of(code) if node.around is None]
    if roots == ["p"] or not ENDS_PARAGRAPHS.intersection(roots):  # of one paragraph its content is taken
        return None
    start = opened[-1].span.start
    margin = leading(text[text.rfind("\n", 0, start) + 1 :])
    rows = read_fragment(code.strip("\n"), place.language, place.style).at(margin)
    newline = place.style.newline
    written = Replacement(Span(end.end(), end.end()), newline + newline.join(rows))
    return Formed("", others=(written,), notes=("put it behind the paragraph, which cannot hold it",))
