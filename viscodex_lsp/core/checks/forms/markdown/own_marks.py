"""Writes a numbered list with the bullets of the list that the place is in, and a formula for the middle of a line with
the signs for one there."""

import re

from viscodex_lsp.core.asking.markdown_reply import LANGUAGES
from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place

_BULLET = re.compile(r"[ \t]*(?P<mark>[-*+])[ \t]+")
_FORMULA = re.compile(r"\$\$(?P<inner>[^$]++)\$\$")
_NUMBER = re.compile(r"\d{1,9}[.)][ \t]+")


def with_own_marks(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment so, and a note; "" where it stays. Another mark than the bullet before the place would begin another
    list (CommonMark 0.31, section 5.3)."""
    if place.language.id not in LANGUAGES:
        return fragment, ""
    formula = (
        _FORMULA.fullmatch(fragment.text.strip()) if place.prefix.strip() and place.suffix.strip() else None
    )
    if formula is not None and "\n" not in formula["inner"].strip():
        return Fragment((f"${formula['inner'].strip()}$",)), "wrote the formula for the middle of a line"
    bullet = _BULLET.fullmatch(place.prefix)
    if bullet is None or place.suffix.strip() or fragment.kept:
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
