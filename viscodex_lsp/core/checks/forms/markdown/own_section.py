"""Takes the section that a place is in out of a whole Markdown file that has it too.

A model that is asked for one section of a README often answers with all of it.
"""

import re
from typing import NamedTuple

from viscodex_lsp.core.asking.markdown_reply import LANGUAGES
from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import quoted

_HEADING = re.compile(r"(?P<level>#{1,6})[ \t]+(?P<words>\S.*)$")
_ELEMENT = re.compile(r"<h(?P<level>[1-6])\b[^<>]*>(?P<words>[^<>]+)</h[1-6]>\s*$", re.IGNORECASE)
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_MOST_NAMED = 6


class Heading(NamedTuple):
    """A heading by its row, its level and its words."""

    row: int
    level: int
    words: str


def without_other_sections(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment's part below the heading that the place is below, where it begins with the file's own title, or with
    another heading above that one in the file; and a note that names the rest."""
    if place.language.id not in LANGUAGES:
        return fragment, ""
    text = place.lines.text
    above = headings(text[: place.line.start].splitlines())
    there = {(one.level, one.words) for one in (*above, *headings(text[place.line.end :].splitlines()))}
    own = headings(fragment.lines)
    section = above[-1] if above else None
    at = next((at for at, one in enumerate(own) if section is not None and one[1:] == section[1:]), 0)
    if not at or own[0][1:] not in there or section is None:
        return fragment, ""
    end = next((one.row for one in own[at + 1 :] if one.level <= section.level), len(fragment.lines))
    content = fragment.part(own[at].row + 1, end)
    if content.blank:
        return fragment, ""
    others = [one.words for one in own if not own[at].row <= one.row < end]
    named = quoted(others, _MOST_NAMED)
    return content, f"took the section `{section.words}` out of a whole file; left out {named}"


def headings(lines: tuple[str, ...] | list[str]) -> list[Heading]:
    """The headings outside of fences: with `#`, or an element of HTML on a line of its own."""
    found: list[Heading] = []
    fenced = False
    for row, line in enumerate(lines):
        if _FENCE.match(line):
            fenced = not fenced
        match = None if fenced else _HEADING.match(line) or _ELEMENT.match(line)
        if match is not None:
            sign = match["level"]
            found.append(
                Heading(
                    row, int(sign) if sign.isdigit() else len(sign), match["words"].rstrip(" \t#").strip()
                )
            )
    return found
