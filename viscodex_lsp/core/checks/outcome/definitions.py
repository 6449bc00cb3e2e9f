"""Refuses a file that would define a name twice: a type of GraphQL, a table of SQL, a function of Lua or the shell."""

import re
from collections.abc import Sequence

from viscodex_lsp.core.checks.forms.second_names import defined_twice
from viscodex_lsp.core.nouns import Refusal, Span

_BLOCK = r"^[ \t]*(?:{})[ \t]+(?P<name>\w+)[^\n{{=]*[{{=]"
_DEFINES = {
    "graphql": _BLOCK.format("type|input|interface|enum|union"),
    "prisma": _BLOCK.format("model|enum|type|view"),
    **dict.fromkeys(("proto", "proto3", "protobuf"), _BLOCK.format("message|enum|service")),
    "sql": r"^[ \t]*create[ \t]+(?:table|view|type)[ \t]+(?:if[ \t]+not[ \t]+exists[ \t]+)?+(?P<name>[\w.\"`\[\]]+)",
}
_DEFINES |= {
    "lua": r"^(?:local[ \t]+)?function[ \t]+(?P<name>[\w.:]+)[ \t]*\(",
    "r": r"^[ \t]*(?P<name>[\w.]+)[ \t]*<-[ \t]*function\b",
    "shellscript": r"^(?:function[ \t]+)?(?P<name>[\w-]+)[ \t]*\(\)[ \t]*\{",
    # A rule without a recipe only adds to what its target needs (GNU make, "Multiple Rules").
    "makefile": r"^(?P<name>[A-Za-z][\w-]*)[ \t]*:(?![=:])[^\n]*\n\t",
}
# Types of Protocol Buffers have names of their own in the message they are in.
_NESTS = frozenset({"proto", "proto3", "protobuf"})
_SIGN = re.compile(r"\"[^\"\n]*\"|//[^\n]*|(?P<brace>[{}])")
_DROPS = re.compile(r"^[ \t]*drop[ \t]+(?:table|view|type)\b", re.MULTILINE | re.IGNORECASE)
LANGUAGES = frozenset(_DEFINES)


def second_by_line(language: str, after: str, places: Sequence[Span]) -> Refusal | None:
    """Why a text is refused; `places` is where the inserted texts are in it. A migration may drop a table first."""
    if language == "sql" and _DROPS.search(after):
        return None
    old: set[str] = set()
    new: set[str] = set()
    path = _Paths(after) if language in _NESTS else None
    for match in re.finditer(_DEFINES[language], after, re.MULTILINE | re.IGNORECASE):
        name, at = match["name"].strip('"`[]'), match.start("name")
        name = ".".join((*(path(at) if path is not None else ()), name))
        brought = any(part.start <= at < part.end for part in places)
        if name in old | new and (brought or name in new):
            return defined_twice(f"`{match['name']}`")
        (new if brought else old).add(name)
    return None


class _Paths:
    """The numbers of the blocks that are open at offsets of a text, which are asked for in their order."""

    def __init__(self, text: str) -> None:
        self._signs = [sign for sign in _SIGN.finditer(text) if sign["brace"]]
        self._next, self._open = 0, list[str]()

    def __call__(self, at: int) -> tuple[str, ...]:
        while self._next < len(self._signs) and self._signs[self._next].start() < at:
            if self._signs[self._next]["brace"] == "{":
                self._open.append(str(self._next))
            elif self._open:
                self._open.pop()
            self._next += 1
        return tuple(self._open)
