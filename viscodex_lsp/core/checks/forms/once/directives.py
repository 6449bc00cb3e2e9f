"""Directives of a module (`'use client'`), which count only as the first statement of a file.

Anywhere else such a line is a string that does nothing, and keeps the imports below it from being seen as such.
"""

import re

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.language.languages import SCRIPTS

_DIRECTIVE = re.compile(r"(?P<quote>[\"'])use (?P<name>client|server|strict)(?P=quote)\s*+;?\s*+")


def without_directive(fragment: Fragment, language: Language, *, depth: str) -> tuple[Fragment, str]:
    """The fragment without a directive at its top, and a note; "" for none. In a function, at a `depth`, only
    `'use client'` means nothing."""
    first = next((row for row, line in enumerate(fragment.lines) if line.strip()), None)
    if language.id not in SCRIPTS or first is None:
        return fragment, ""
    found = _DIRECTIVE.fullmatch(fragment.lines[first].strip())
    if found is None or (depth and found["name"] != "client"):
        return fragment, ""
    note = f"left out `'use {found['name']}'`: it counts only as the first line of a file"
    return fragment.part(first + 1, len(fragment.lines)), note
