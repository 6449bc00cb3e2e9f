"""Writes a numbered list as the list that the place is in has its items: with its bullets."""

import re

from viscodex_lsp.core.asking.markdown_reply import LANGUAGES
from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place

_BULLET = re.compile(r"[ \t]*(?P<mark>[-*+])[ \t]+")
_FORMULA = re.compile(r"\$\$\s*(?P<inner>[^\n$]+?)\s*\$\$")
_NUMBER = re.compile(r"\d{1,9}[.)][ \t]+")


def with_own_marks(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment with bullets where the place is behind one and the code is a numbered list, and a note; another mark
    would begin another list (CommonMark 0.31, section 5.3)."""
    formula = _FORMULA.fullmatch(fragment.text.strip())
    if (
        place.language.id in LANGUAGES
        and place.prefix.strip()
        and place.suffix.strip()
        and formula is not None
    ):
        return Fragment((f"${formula['inner'].strip()}$",)), "wrote the formula for the middle of a line"
    bullet = _BULLET.fullmatch(place.prefix)
    if place.language.id not in LANGUAGES or bullet is None or place.suffix.strip() or fragment.kept:
        return fragment, ""
    top = [line for line in fragment.lines if line.strip() and not line[0].isspace()]
    if not top or not all(_NUMBER.match(line) for line in top):
        return fragment, ""
    width = len(_NUMBER.match(top[0])[0]) - 2  # type: ignore[index]
    lines = [
        _NUMBER.sub(f"{bullet['mark']} ", line, count=1)
        if line[:1].isdigit()
        else line.removeprefix(" " * width)
        for line in fragment.lines
    ]
    return Fragment(tuple(lines)), "wrote the numbered list with the bullets of the file's own"
