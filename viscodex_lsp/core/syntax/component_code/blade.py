"""The code in the marks of Blade, read as the one program of PHP that the engine makes of a template.

All text around the marks is blanked out, byte for byte, so that every place in the program is one in the page. A
directive is read as a call of its name; of those that are no directives of Laravel nothing is said.
"""

import re
from collections.abc import Iterator
from typing import Final

from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.syntax.component_code.embedded import blanks, width
from viscodex_lsp.core.syntax.injected_faults import Content
from viscodex_lsp.core.syntax.parsed import Parsed
from viscodex_lsp.core.syntax.rules.blade import has_many_open

_MOST_CHARACTERS: Final = 120_000
"""The longest template that is read so: patterns cost time."""
_DIRECTIVES: Final = (
    "auth aware can canany cannot case checked choice class component componentFirst dd disabled dump each "
    "elsecan elsecanany elsecannot elseif empty env error extends extendsFirst for foreach forelse guest "
    "hasSection if include includeFirst includeIf includeUnless includeWhen inject isset js json lang livewire "
    "method once prepend prependOnce props pushIf pushOnce push readonly required section sectionMissing selected "
    "session slot stack style switch unless use vite while yield"
)
_MARK: Final = re.compile(
    rf"""\{{\{{--[^\0]*?--\}}\}} | @verbatim\b[^\0]*?@endverbatim\b | @\{{\{{ | @@\w+ | <\?[^\0]*?(?:\?>|\Z)
      | \{{\{{(?P<value>(?:(?!\{{\{{|\}}\}})[^\0])*?)\}}\}} | \{{!!(?P<raw>(?:(?!\{{!!|!!\}})[^\0])*?)!!\}}
      | @php\b(?![ \t]*\()(?P<code>[^\0]*?)@endphp\b
      | (?<![\w@])@(?P<name>{"|".join(_DIRECTIVES.split())})\b(?P<gap>[ \t]*)\(""",
    re.VERBOSE,
)
_IN_ARGUMENTS: Final = re.compile(r"\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|[()]", re.DOTALL)
_OPENS: Final = "<?php "
_LOOPS: Final = frozenset({"foreach", "forelse"})


def blade_code(parsed: Parsed, text: str) -> Iterator[Content]:
    """The program of a template of Blade."""
    if ("@" not in text and "{" not in text) or len(text) > _MOST_CHARACTERS or has_many_open(text):
        return
    pieces, position, page = [_OPENS], 0, parsed.offsets.text
    while (mark := _MARK.search(text, position)) is not None:
        end = mark.end() if mark["name"] is None else _end_of_arguments(text, mark.end())
        pieces += [blanks(page[position : mark.start()]), _statement(mark, text[mark.start() : end], page)]
        position = end
        if mark["name"] is not None and text[end - 1] != ")":
            break  # what is behind arguments without an end may be anything
    if len(pieces) > 1:
        yield Content(("".join(pieces) + ";",), -len(_OPENS), 0, language_of("php"), "in the marks")


def _end_of_arguments(text: str, start: int) -> int:
    """Where the bracket closes that opens right before `start`; `start` where it does not."""
    depth = 1
    for found in _IN_ARGUMENTS.finditer(text, start):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if depth == 0:
            return found.end()
    return start


def _statement(mark: re.Match[str], written: str, page: str) -> str:
    """A mark as a statement, with as many bytes as it has in `page`, the text as its grammar reads it."""
    there = page[mark.start() : mark.start() + len(written)]
    if mark.lastgroup is None or width(there) != width(written):
        return blanks(there)
    if mark["code"] is not None:
        return f";   {mark['code']};{' ' * 6}"
    if mark["name"] is None:
        inner = mark["value"] if mark["value"] is not None else mark["raw"]
        gap = " " if mark["value"] is None else ""
        return f";({gap}{inner}{gap}) " if inner.strip() else blanks(there)
    name = mark["name"]
    head = "foreach" if name in _LOOPS else "for" if name == "for" else "x" * len(name)
    return f";{head}{written[1 + len(name) :]}"
