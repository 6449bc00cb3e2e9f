"""Moves statements that count only above all other code of a file to its top: `@import` of style sheets.

A rule before an `@import` makes it invalid (CSS Cascading and Inheritance, "Importing Style Sheets"), as one before
`@use` does in Sass. What the file has already is left out.
"""

import re

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.text.difference import one_edit_a_place
from viscodex_lsp.core.text.style import leading

_CHARSET = re.compile(r"@charset\s+[\"'][\w-]+[\"'];\s*$")
_LANGUAGES = frozenset({"css", "scss", "less", "postcss"})
_IMPORT = re.compile(r"@(?:import|use|forward)\b[^{};]*(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\))[^{};]*;\s*$")
# What may stand above it: itself, its like, and comments.
_MAY_LEAD = re.compile(
    r"(?:\s+|/\*(?:[^*]|\*(?!/))*\*/|//[^\n]*\n|@(?:charset|import|use|forward|layer)\b[^{};]*;)*"
)
_MAY_LEAD_ALL = re.compile(r"(?:\s+|/\*(?:[^*]|\*(?!/))*\*/|//[^\n]*\n|@(?:charset|use|forward)\b[^{};]*;)*")


def imports_on_top(fragment: Fragment, place: Place) -> tuple[Fragment, tuple[Replacement, ...], str]:
    """The fragment without its imports, the edit that brings them to the top of the style sheet, and a note; as it is
    where the place is at the top."""
    text = place.lines.text
    if place.language.id not in _LANGUAGES or fragment.kept or not text.strip():
        return fragment, (), ""
    fragment, first, told = _charset_first(fragment, text)
    rows = [row for row, line in enumerate(fragment.lines) if _IMPORT.match(line)]
    # Sass has `@use` and `@forward` above all else (Sass, "@use").
    above_all = any(fragment.lines[row].lstrip().startswith(("@use", "@forward")) for row in rows)
    lead = (_MAY_LEAD_ALL if above_all else _MAY_LEAD).match(text)
    end = lead.end() if lead is not None else 0
    if not rows or end >= place.span.start:
        return fragment, first, told
    imports = [fragment.lines[row].strip() for row in rows]
    known = {" ".join(line.split()) for line in text.split("\n")}
    missing = [line for line in imports if " ".join(line.split()) not in known]
    newline = place.style.newline
    if text[:end].strip():
        start = len(text[:end].rstrip())
        margin = leading(text[:start].rpartition("\n")[2])
        written = "".join(f"{newline}{margin}{line}" for line in missing)
    else:
        # In a page the style sheet begins on the line below its tag.
        start = text.find("\n", 0, end) + 1
        margin = text[start:end].rpartition("\n")[2] if start else ""
        written = "".join(f"{margin}{line}{newline}" for line in missing) + ("" if start else newline)
    added = (Replacement(Span(start, start), written),) if missing else ()
    notes = [f"moved {counted(len(missing), 'import')} to the top of the style sheet"] if missing else []
    if len(missing) < len(imports):
        notes.append(
            f"left out {counted(len(imports) - len(missing), 'import')} that the document has already"
        )
    notes += [told] if told else []
    return fragment.without(rows), one_edit_a_place((*first, *added)), "; ".join(notes)


def _charset_first(fragment: Fragment, text: str) -> tuple[Fragment, tuple[Replacement, ...], str]:
    """The fragment without `@charset`, which counts as the first thing in a file alone (CSS Syntax, 3.2)."""
    rows = [row for row, line in enumerate(fragment.lines) if _CHARSET.match(line)]
    if not rows or len(rows) == len(fragment.lines) or not text[:1].strip():
        return fragment, (), ""
    line = fragment.lines[rows[0]].strip()
    rest = fragment.without(rows)
    if text.startswith("@charset"):
        return rest, (), f"left out `{line}`: the file says its character set already"
    newline = "\r\n" if "\r\n" in text else "\n"
    return rest, (Replacement(Span(0, 0), f"{line}{newline}"),), f"put `{line}` first in the file"
