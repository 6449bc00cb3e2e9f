"""Puts the style sheet of a reply for a place in a loop above the loop, where it comes once."""

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.forms.template.loops import outermost_loop
from viscodex_lsp.core.checks.indentation import read_fragment
from viscodex_lsp.core.checks.pages.frame.page_sheets import head_above, without_sheets
from viscodex_lsp.core.checks.pages.tags import open_elements
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.text.style import leading

# What holds no style sheet (HTML Standard, 4.2.6): it goes above these.
_HOLD_NONE = frozenset(
    {"ul", "ol", "dl", "menu", "table", "tbody", "thead", "tfoot", "tr", "select", "optgroup"}
)


def out_of_loops(code: str, place: Place) -> Formed | None:
    """The reply without its style sheets, which stand above the outermost loop around the place; None where it has
    none, the place is in no loop, or the page has a head for them."""
    text = place.lines.text
    if not place.language.markup or "<style" not in code or not place.span.empty:
        return None
    start = outermost_loop(text[: place.span.start], place.language.id)
    if start is None or head_above(place) is not None:
        return None
    sheets, rest = without_sheets(code)
    if not sheets:
        return None
    around = [tag for tag in open_elements(text[:start]) if tag.name in _HOLD_NONE]
    start = around[0].span.start if around else start
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip():
        return None
    newline = place.style.newline
    rows = read_fragment(sheets, place.language, place.style).at(leading(text[line:]))
    added = Replacement(Span(line, line), newline.join(rows) + newline)
    return Formed(rest, others=(added,), notes=("put the style sheet above the loop",))
