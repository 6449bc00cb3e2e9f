"""The blocks of Blade that become blocks of PHP: each has its end (Laravel, "Blade Templates")."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from viscodex_lsp.core.syntax.mistake import Mistake
from viscodex_lsp.core.text.byte_offsets import ByteOffsets

_MOST_CHARACTERS: Final = 120_000
"""The longest text whose directives are looked through: patterns cost time."""
_CONDITIONS: Final = (
    "auth can canany cannot env error guest hasSection if isset once production pushOnce sectionMissing session "
    "unless"
)
_LOOPS: Final = "for foreach forelse switch while"
_WITHOUT_ARGUMENTS: Final = frozenset({"auth", "guest", "once", "production"})
_NAMES: Final = "|".join(f"{_CONDITIONS} {_LOOPS} empty elseif".split())
_DIRECTIVE: Final = re.compile(
    rf"""\{{\{{--[^\0]*?--\}}\}} | @verbatim\b[^\0]*?@endverbatim\b | @@\w+
      | @php\b(?![ \t]*\()[^\0]*?@endphp\b
      | (?<![\w@])@(?P<end>end)?(?P<name>{_NAMES})\b(?P<arguments>[ \t]*\()?""",
    re.VERBOSE | re.IGNORECASE,
)
_ENDS: Final = {r"\{\{--": "--}}", r"@verbatim\b": "@endverbatim", r"@php\b(?![ \t]*\()": "@endphp"}
_MOST_NEVER_CLOSED: Final = 200
"""The end of each is looked for in all the rest of a text."""
_OF_CONDITION: Final = frozenset(_CONDITIONS.lower().split()) | {"empty"}


class _Open(NamedTuple):
    name: str
    kind: str
    start: int


def blade_mistakes(text: str, offsets: ByteOffsets) -> Iterator[Mistake]:
    """Blocks without their end, and ends of nothing."""
    if len(text) > _MOST_CHARACTERS or has_many_open(text):
        return
    opened = list[_Open]()
    for found in _DIRECTIVE.finditer(text):
        name = (found["name"] or "").lower()
        kind = "if" if name in _OF_CONDITION else name
        if not name or (not found["end"] and not found["arguments"] and name not in _WITHOUT_ARGUMENTS):
            continue
        if name == "elseif":
            if not any(block.kind == "if" for block in opened):
                yield _mistake(text, offsets, found, f"`{found[0]}` outside of `@if`")
        elif not found["end"]:
            opened.append(_Open(found["name"], kind, found.start()))
        elif opened and opened[-1].kind == kind:
            opened.pop()
        else:
            yield _mistake(text, offsets, found, f"`{found[0]}` closes nothing")
    for block in opened:
        start, row = offsets.to_bytes(block.start), text.count("\n", 0, block.start)
        yield Mistake(start, start + 1, row, f"`@{block.name}` is never closed", (f"@end{block.name}",))


def has_many_open(text: str) -> bool:
    """Whether hundreds of comments or blocks of PHP are never closed, as in no template that was written for use."""
    behind = ((start, text[text.rfind(end) + 1 :]) for start, end in _ENDS.items())
    return any(len(re.findall(start, rest)) > _MOST_NEVER_CLOSED for start, rest in behind)


def _mistake(text: str, offsets: ByteOffsets, found: re.Match[str], what: str) -> Mistake:
    row = text.count("\n", 0, found.start())
    return Mistake(offsets.to_bytes(found.start()), offsets.to_bytes(found.end()), row, what)
