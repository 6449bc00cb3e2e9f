"""Says where a style sheet goes in a component file: into the file's own, or into a new one at its end."""

import re

from viscodex_lsp.core.checks.forms.component.section import (
    Section,
    lang_of,
    margin_of,
    margin_of_new,
    read_section,
    words_of,
)
from viscodex_lsp.core.checks.pages.global_rules import has_global_rules
from viscodex_lsp.core.checks.pages.tags import Element, elements, read_tags
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.checks.sheets.items import has_slashes
from viscodex_lsp.core.checks.sheets.joining import joined
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.text.difference import one_edit_a_place

# Every style sheet of CSS is one of these.
_WITH_CSS = frozenset({"less", "postcss", "scss"})
_BLANK = re.compile(r"\n[ \t\r]*\n")
_END_OF_RULE = re.compile(r"^[ \t]*\}[ \t]*$", re.MULTILINE)


def style_edits(sheet: Section, place: Place) -> tuple[tuple[Replacement, ...], tuple[str, ...]]:
    """The edits that bring rules into the file's style sheet, or into a new one at its end, and what the person is
    told; none where they are there already."""
    text = place.lines.text
    if words_of(sheet.text) in words_of(text):
        return (), ("left out rules that are there already",)
    own = _own_sheets(sheet, text, place.language.id)
    if own:
        return _into_own(sheet, own[-1], place)
    return (_new_sheet(sheet, place),), ("put the style sheet at the end of the file",)


def _into_own(sheet: Section, own: Element, place: Place) -> tuple[tuple[Replacement, ...], tuple[str, ...]]:
    text, newline, style = place.lines.text, place.style.newline, place.style
    there = text[own.inner.start : own.inner.end]
    slashes = has_slashes(lang_of(own.tag.attributes))
    rest, edits, notes = joined(sheet.text, there, style, at=len(there), slashes=slashes)
    if rest.strip():
        rows = read_section(sheet._replace(text=rest), "css", style)
        margin = margin_of(there) or (margin_of_new(sheet, text, style) if not there.strip() else "")
        end = len(there.rstrip())
        gap = newline * (2 if _stand_apart(there, sheet.text) else 1)
        edits = (*edits, Replacement(Span(end, end), gap + newline.join(rows.at(margin))))
        notes = ("put the style sheet into the file's own", *notes)
    edits = one_edit_a_place(edit.moved(own.inner.start) for edit in edits)
    return edits, notes


def _new_sheet(sheet: Section, place: Place) -> Replacement:
    text, language, newline = place.lines.text, place.language.id, place.style.newline
    rows = read_section(sheet, "css", place.style)
    lang = f' lang="{sheet.lang}"' if sheet.lang else ""
    scoped = " scoped" if language == "vue" else ""
    inner = newline.join(rows.at(margin_of_new(sheet, text, place.style)))
    element = f"<style{scoped}{lang}>{newline}{inner}{newline}</style>"
    end = len(text.rstrip())
    if place.span.end <= end:
        return Replacement(Span(end, end), f"{newline * 2}{element}")
    # The place is below all that the file has, and so is what comes there: a style sheet stands behind it.
    return Replacement(Span(len(text), len(text)), f"{newline}{element}{newline}")


def _own_sheets(sheet: Section, text: str, language: str) -> list[Element]:
    """The file's style sheets that may take the rules: in their language or one that has all of it, and no wider."""
    # Rules for bare tags would restyle the whole application from a style sheet that is not scoped.
    apart = language == "vue" and has_global_rules(sheet.text)
    return [
        item
        for item in elements(read_tags(text), "style")
        if _takes(lang_of(item.tag.attributes), sheet.lang) and ("scoped" in item.tag.attributes or not apart)
    ]


def _takes(own: str, lang: str) -> bool:
    return own == lang or (not lang and own in _WITH_CSS)


def _stand_apart(there: str, new: str) -> bool:
    """Whether a blank line is between the rules of a style sheet; where it has one rule, whether there is in `new`."""
    if _BLANK.search(there.strip()):
        return True
    return len(_END_OF_RULE.findall(there)) == 1 and bool(_BLANK.search(new.strip()))
