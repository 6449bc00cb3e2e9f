"""Names that a template of Angular in its component's file shows or calls, and the file does not have.

A name counts as there where it is a word of the script, or of what a loop, a reference or a variable of the template
declares, so that none is called missing that is not (Angular, "Template syntax").
"""

import re
from collections.abc import Iterator
from typing import Final

from viscodex_lsp.core.language.data.traits import nodes

_MOST: Final = 60_000
_EXPRESSIONS: Final = re.compile(
    r"\{\{(?P<shown>(?:(?!\}\}).){1,400})\}\}"
    r"|\s(?:\[\(?[\w.-]+\)?\]|\([\w.-]+\)|\*\w+)=\"(?P<bound>[^\"]{1,400})\""
    r"|@(?:if|else if|for|switch|case)\s*\((?P<block>[^{}\n]{1,400})\)\s*\{",
    re.DOTALL,
)
_STRING: Final = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|`[^`]*`")
_NO_NAME: Final = re.compile(r"\.\s*[\w$]+|(?<!\|)\|(?!\|)\s*\w+|[\w$]+\s*:(?!:)|\b\d[\w.]*")
_DECLARED: Final = re.compile(
    r"\blet[ -](\w+)|#(\w+)|\bas\s+(\w+)|@for\s*\(\s*(\w+)\s+of\b|@let\s+(\w+)|\blet\s+(\w+)\s*=|(\w+)\s*=\s*\$?index\b"
)
_NAME: Final = re.compile(r"(?<![\w$])[A-Za-z_][\w$]*")
_WORDS: Final = nodes(
    "let of as track true false null undefined this typeof instanceof in new else then index first last even odd count "
    "Math JSON Object Array Number String Boolean Date void"
)


def unbound_in_template(inserted: str, template: str, script: str) -> tuple[str, ...]:
    """The names of the `inserted` part of a template that neither the template nor the script around has."""
    if len(template) + len(script) > _MOST:
        return ()
    made = {name for found in _DECLARED.findall(template) for name in found if name}
    made |= set(_NAME.findall(script)) | _WORDS
    return tuple(dict.fromkeys(name for name in _used(inserted) if name not in made))


def _used(text: str) -> Iterator[str]:
    for match in _EXPRESSIONS.finditer(text):
        code = _STRING.sub('""', match["shown"] or match["bound"] or match["block"])
        yield from _NAME.findall(_NO_NAME.sub(" ", code))
