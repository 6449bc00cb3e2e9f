"""Makes markup of a whole page of HTML for a place in JSX: the content of its body, with its style sheets."""

import re

from viscodex_lsp.core.checks.indentation import read_fragment, without_margin
from viscodex_lsp.core.checks.pages.frame.whole_page import is_page, without_page
from viscodex_lsp.core.checks.pages.parts import without_elements
from viscodex_lsp.core.checks.pages.tags import elements, read_tags
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Document, Replacement
from viscodex_lsp.core.text.difference import apply_replacements

_EMPTY_ROWS = re.compile(r"\n(?:[ \t]*\n)+(?P<end>[ \t]*</)?")


def out_of_page(code: str, place: Place) -> tuple[str, tuple[str, ...]]:
    """The content of a page, its style sheets as texts in braces, and notes; scripts have no place in JSX.

    Style sheets of HTML that is no page are written so, too.
    """
    notes: tuple[str, ...] = ()
    if is_page(code):
        unframed = without_page(code, Document("", place.language.id, 0, place.lines.text), place)
        code = "\n".join(
            filter(None, (without_margin(unframed.styles), without_margin(unframed.content.strip("\n"))))
        )
        notes = unframed.notes
    scripts = elements(read_tags(code), "script")
    if scripts:
        code = _EMPTY_ROWS.sub(_without_before_end, without_elements(code, scripts).strip("\n"))
        notes = (*notes, "left out a script of the page: it has no place in JSX")
    sheets = [
        item for item in elements(read_tags(code), "style") if code[item.inner.start :].lstrip()[:1] != "{"
    ]
    rules = [code[item.inner.start : item.inner.end] for item in sheets]
    if any("`" in each or "${" in each for each in rules):
        return code, notes
    edits = [
        Replacement(item.inner, _in_braces(each, place)) for item, each in zip(sheets, rules, strict=True)
    ]
    return apply_replacements(code, edits), notes


def _without_before_end(rows: re.Match[str]) -> str:
    """Empty rows, of which none stays above an end tag."""
    return f"\n{rows['end']}" if rows["end"] is not None else rows[0]


def _in_braces(rules: str, place: Place) -> str:
    """Rules as a text in JSX; its lines stay where they are put, so that they are written as deep as the place is."""
    if "\n" not in rules.strip():
        return f"{{`{rules.strip()}`}}"
    depth = place.depth
    rows = read_fragment(without_margin(rules.strip("\n")).rstrip(), language_of("css"), place.style)
    return "\n".join(("{`", *rows.at(depth + place.style.indent), f"{depth}`}}"))
