"""Writes a `<` that begins no tag as `&lt;`, and leaves out what only XML begins with: browsers call both an error.

A page of a template engine is left as it is, as its marks hold comparisons.
"""

import re

from viscodex_lsp.core.syntax.respelling import IN_PAGES, MOST_CHARACTERS

_LONE = re.compile(r"<(?![A-Za-z/!?])")
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>[ \t]*\n?")
_TORN = re.compile(r"\s*</?\s*\Z|.*<[^\w\s/!?<>]/[A-Za-z][\w-]*\s*>", re.DOTALL)
"""What is left of a tag, or an end tag with a sign too many: no text."""
_MARKS = re.compile(r"\{\{|\{%|<%|<\?|\{#|@(?:if|for|switch|while)\b")


def without_declaration(code: str) -> tuple[str, str]:
    """The code without an XML declaration, which is none in HTML and shown as a comment, and a note; "" for none."""
    found = _DECLARATION.match(code)
    return (code[found.end() :], "left out the XML declaration") if found is not None else (code, "")


def with_lone_signs_written(code: str) -> tuple[str, str]:
    """The code (HTML Standard, 13.2.5.6, "invalid-first-character-of-tag-name"), and a note; "" where nothing was."""
    if len(code) > MOST_CHARACTERS or not _LONE.search(code) or _MARKS.search(code) or _TORN.match(code):
        return code, ""
    written = IN_PAGES.sub(lambda found: "&lt;" if found["sign"] == "<" else found[0], code)
    return written, "wrote `<` in text as `&lt;`" if written != code else ""
