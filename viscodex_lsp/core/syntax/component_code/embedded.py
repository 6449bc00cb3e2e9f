"""The code between the marks of EJS and ERB, read as the one program that the engine makes of a template.

All text between the marks is blanked out, byte for byte, so that every place in the program is one in the page. A mark
that has lost its other half stays, and is what no program has.
"""

import re
from collections.abc import Iterator
from typing import Final

from viscodex_lsp.core.language.data.templates import EJS
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.syntax.injected_faults import Content
from viscodex_lsp.core.syntax.parsed import Parsed

_MOST_CHARACTERS: Final = 120_000
"""The longest template that is read so: patterns cost time."""
_MARK: Final = re.compile(
    r"<%(?P<kind>%|#|[-_=~]?)(?:(?P<code>(?:(?!<%)[^%]|%(?!>))*?)(?P<end>[-_]?%>))?|%%>|(?P<stray>%>)"
)
_REMARK_OF_SCRIPT: Final = re.compile(
    r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|(?P<remark>(?<!:)//[^\n]*)"
)
_REMARK_OF_RUBY: Final = re.compile(
    r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|(?P<remark>(?<![\w{\"'/])#(?!\{)[^\n]*)"
)
_SEMICOLONS: Final = re.compile(r"(?<!;);+(?=\s*\Z)")
_BLOCK: Final = re.compile(
    r"(?:(?:\s|\))do|\{)\s*+(?:\|[^|]*\|\s*+)?\Z|=>\s*+\{?\s*+\Z"
    r"|\bfunction\b(?:(?!\bfunction\b)[^{])*+\{\s*+\Z"
)


def embedded_code(parsed: Parsed, text: str, language: str) -> Iterator[Content]:
    """The program of a template of EJS or ERB."""
    if ("%>" not in text and "<%" not in text) or len(text) > _MOST_CHARACTERS:
        return
    script = language in EJS
    yield Content(
        (_program(text, parsed.offsets.text, script=script),),
        0,
        0,
        language_of("javascript" if script else "ruby"),
        "in the marks",
    )


def _program(text: str, page: str, *, script: bool) -> str:
    """The program, with as many bytes for each character as it has in `page`, the text as its grammar reads it."""
    pieces, position = list[str](), 0
    for mark in _MARK.finditer(text):
        pieces.append(blanks(page[position : mark.start()]))
        position = mark.end()
        there = page[mark.start() : mark.end()]
        pieces.append(_code(mark, there, script=script) if _is_code(mark) else blanks(there))
    return "".join(pieces) + blanks(page[position:])


def _is_code(mark: re.Match[str]) -> bool:
    if mark["stray"] is not None:
        return True
    return mark["kind"] not in {"%", "#", None} or (mark["kind"] == "#" and mark["end"] is None)


def _code(mark: re.Match[str], there: str, *, script: bool) -> str:
    if mark["stray"] is not None or mark["end"] is None:
        return "<%" if mark["stray"] is None else "%>"
    kind, code = mark["kind"], mark["code"]
    shown = there[len("<%") + len(kind) : len(there) - len(mark["end"])]
    remark = _REMARK_OF_SCRIPT if script else _REMARK_OF_RUBY
    bare = remark.sub(
        lambda found: found[0] if found["remark"] is None else re.sub(r"\S", " ", found[0]), code
    )
    inner = "".join(
        one if width(one) == width(other) else (" " if one == " " else "x") * width(other)
        for one, other in zip(bare, shown, strict=True)
    )
    value = script and kind in {"=", "-", "~"} and inner.strip() and not _BLOCK.search(inner)
    if value:  # EJS itself passes over a `;` behind a value.
        inner = _SEMICOLONS.sub(lambda found: " " * len(found[0]), inner)
    first, last = ("(", ")") if value else (" ", ";")
    return f"{' ' * (1 + len(kind))}{first}{inner}{' ' * (len(mark['end']) - 2)}{last};"


def blanks(text: str) -> str:
    """As many blanks as a text has bytes, with its ends of lines."""
    if text.isascii():
        return re.sub(r"[^\n]", " ", text)
    return "".join("\n" if sign == "\n" else " " * width(sign) for sign in text)


def width(text: str) -> int:
    """How many bytes a text has; a lone surrogate counts as the question mark that stands for it."""
    return len(text.encode("utf-8", errors="replace"))
