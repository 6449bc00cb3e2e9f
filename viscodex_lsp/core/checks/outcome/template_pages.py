"""Reads the markup of a page of PHP apart from its code, and refuses what HTML never has in its like there."""

import re
from collections.abc import Sequence

from viscodex_lsp.core.checks.pages.nesting import nodes_of, within
from viscodex_lsp.core.nouns import Reason, Refusal, Span

_CODE = re.compile(r"<\?.*?(?:\?>|\Z)", re.DOTALL)
# HTML never has one of these in another of its name, but in what is shown elsewhere.
_NEVER, _SHOWN_ELSEWHERE = frozenset({"form", "a", "button"}), frozenset({"template", "svg"})
_MOST = 100_000


def page_of_php(text: str, places: Sequence[Span]) -> str:
    """The markup of a page, with blanks for its code, so that all stays at its offset; "" where a place is in code."""
    if len(text) > _MOST or "?>" not in text:
        return ""
    code = [Span(found.start(), found.end()) for found in _CODE.finditer(text)]
    if any(part.start < place.start < part.end for part in code for place in places):
        return ""
    return _CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def never_nested(page: str, places: Sequence[Span]) -> Refusal | None:
    """Why a page is refused: a form in a form of the file, a link in a link, a button in a button."""
    for node in nodes_of(page):
        # Where branches of code begin an element twice, where that ends is not known.
        if node.name not in _NEVER or not within(node, places) or not _is_balanced(page, node.name):
            continue
        for holder in node.holders():
            if holder.name in _SHOWN_ELSEWHERE:
                break
            if holder.name == node.name and not within(holder, places):
                name = node.name
                return Refusal(
                    Reason.SYNTAX,
                    f"The reply would put a `<{name}>` into another `<{name}>`, which no browser shows, so nothing was "
                    "changed. Select the outer one to replace it, or ask for its content alone in the instruction.",
                    f"it has a `<{name}>`, but the mark is inside of one. Write only what goes into it.",
                )
    return None


def _is_balanced(text: str, name: str) -> bool:
    return len(re.findall(rf"<{name}\b", text)) == len(re.findall(rf"</{name}\b", text))
