"""Brings the style sheet of a reply for a page into the page's head: into the sheet that it has there, or as one.

A style sheet in the body works as well, but is no place for it (HTML Standard, 4.2.6: in the head alone).
"""

import re
from collections.abc import Sequence

from viscodex_lsp.core.checks.indentation import read_fragment, without_margin
from viscodex_lsp.core.checks.pages.nesting import nodes_of
from viscodex_lsp.core.checks.pages.parts import without_elements
from viscodex_lsp.core.checks.pages.tags import Element, elements, read_tags
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.checks.sheets.joining import joined
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.text.positions import with_line
from viscodex_lsp.core.text.style import leading

_APART = frozenset({"vue", "svelte", "astro", "markdown", "mdx", "rmd", "quarto"})
_INTO_HEAD = "put the style sheet into the page's head"
_BLANK = re.compile(r"\n[ \t\r]*\n")
_PLAIN = re.compile(r"(?:\s+type=[\"']text/css[\"'])?\s*")


def head_above(place: Place) -> Element | None:
    """The head of the file, where it ends above the place and style sheets belong there."""
    text = place.lines.text
    if place.language.id in _APART or "<head" not in text[: place.span.start].lower():
        return None
    head = next(iter(elements(read_tags(text), "head")), None)
    return head if head is not None and head.span.end <= place.span.start else None


def without_sheets(content: str) -> tuple[str, str]:
    """The style sheets that stand in no other element of a page's content, and the content without them; as it is
    where it has nothing else."""
    roots = {node.tag.span.start for node in nodes_of(content) if node.around is None}
    found = [
        item
        for item in elements(read_tags(content), "style")
        if item.span.start in roots and _PLAIN.fullmatch(item.tag.attributes)
    ]
    rest = without_elements(content, [item._replace(span=with_line(content, item.span)) for item in found])
    if not found or not rest.strip():
        return "", content
    sheets = "\n".join(content[item.span.start : item.span.end] for item in found)
    return sheets, rest.strip("\n")


def into_head(sheets: str, head: Element, place: Place) -> tuple[tuple[Replacement, ...], tuple[str, ...]]:
    """The edits that bring style sheets into the head, and what the person is told."""
    text, newline = place.lines.text, place.style.newline
    rules = "\n".join(_rules(sheets))
    within = [item for item in elements(read_tags(text), "style") if _is_within(item, head)]
    own = [item for item in within if _PLAIN.fullmatch(item.tag.attributes)]
    if own:
        return _into_own(rules, own[-1], place)
    fragment = read_fragment(rules, language_of("css"), place.style)
    line = _line_of(text, head.inner.end)
    written = "\n".join(f"{place.style.indent}{row}" if row.strip() else "" for row in fragment.lines)
    element = f"<style>\n{written}\n</style>"
    if text[line : head.inner.end].strip():
        end = head.inner.end
        added = newline + newline.join(element.split("\n")) + newline
        return (Replacement(Span(end, end), added),), (_INTO_HEAD,)
    inside = [row for row in text[head.inner.start : line].split("\n") if row.strip()]
    margin = min(map(leading, inside), key=len) if inside else leading(text[line:]) + place.style.indent
    rows = "".join(f"{margin}{row}{newline}" if row.strip() else newline for row in element.split("\n"))
    return (Replacement(Span(line, line), rows),), (_INTO_HEAD,)


def _into_own(rules: str, sheet: Element, place: Place) -> tuple[tuple[Replacement, ...], tuple[str, ...]]:
    text, newline = place.lines.text, place.style.newline
    there = text[sheet.inner.start : sheet.inner.end]
    rest, edits, notes = joined(rules, there, place.style, at=len(there))
    if rest:
        fragment = read_fragment(rest, language_of("css"), place.style)
        first = next((row for row in there.split("\n") if row.strip()), "")
        margin = leading(first) or (leading(text[_line_of(text, sheet.span.start) :]) + place.style.indent)
        end = len(there.rstrip())
        gap = newline * (2 if _BLANK.search(there.strip()) else 1)
        closing = "" if "\n" in there[end:] else newline
        added = Replacement(Span(end, end), gap + newline.join(fragment.at(margin)) + closing)
        edits, notes = (*edits, added), ("put the style sheet into the page's own", *notes)
    return tuple(edit.moved(sheet.inner.start) for edit in edits), notes


def _rules(sheets: str) -> Sequence[str]:
    return [
        without_margin(sheets[item.inner.start : item.inner.end].strip("\n").rstrip())
        for item in elements(read_tags(sheets), "style")
    ]


def _is_within(item: Element, head: Element) -> bool:
    return head.inner.start <= item.span.start and item.span.end <= head.inner.end


def _line_of(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1
