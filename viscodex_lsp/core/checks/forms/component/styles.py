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
from viscodex_lsp.core.nouns import Replacement, Span

# Every style sheet of CSS is one of these.
_WITH_CSS = frozenset({"less", "postcss", "scss"})
_BLANK = re.compile(r"\n[ \t\r]*\n")
_END_OF_RULE = re.compile(r"^[ \t]*\}[ \t]*$", re.MULTILINE)


def style_edit(sheet: Section, place: Place) -> Replacement | None:
    """The edit that brings rules into the file's style sheet, or into a new one at its end; None where they are
    there already."""
    text, language, newline = place.lines.text, place.language.id, place.style.newline
    if words_of(sheet.text) in words_of(text):
        return None
    rows = read_section(sheet, "css", place.style)
    own = _own_sheets(sheet, text, language)
    if own:
        there = text[own[-1].inner.start : own[-1].inner.end]
        lines = rows.at(
            margin_of(there) or (margin_of_new(sheet, text, place.style) if not there.strip() else "")
        )
        end = own[-1].inner.start + len(there.rstrip())
        gap = newline * (2 if _stand_apart(there, sheet.text) else 1)
        return Replacement(Span(end, end), gap + newline.join(lines))
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
