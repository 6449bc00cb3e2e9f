"""Reads which functions, hooks and constants a script exports, line by line: most scripts of a project have no
component, and need no parsing for these."""

import re
from collections.abc import Iterator
from typing import Final

from viscodex_lsp.core.components.nouns import Value

_MOST: Final = 400
_EXPORTED: Final = re.compile(
    r"^export[ \t]+(?P<default>default[ \t]+)?(?:async[ \t]+)?(?:function(?:[ \t]*+\*)?+|const|let|class)[ \t]++"
    r"(?P<name>[\w$]+)"
    r"|^export[ \t]+default[ \t]+(?P<only>[\w$]+)[ \t]*+(?:;[ \t]*+)?+$"
    r"|^export[ \t]*\{(?P<list>[^{}]{0,4000})\}[ \t]*+(?:;[ \t]*+)?+$",
    re.MULTILINE,
)
_WORDS: Final = frozenset({"function", "class", "async", "new", "null", "true", "false", "undefined"})


def exported_values(text: str) -> tuple[Value, ...]:
    """What a script exports by `export`, the names of its default export last."""
    found = list(dict.fromkeys(_values(text)))[:_MOST]
    return tuple(sorted(found, key=lambda value: value.exported == "default"))


def _values(text: str) -> Iterator[Value]:
    for match in _EXPORTED.finditer(text):
        if match["name"]:
            yield Value(match["name"], "default" if match["default"] else match["name"])
        elif match["only"] and match["only"] not in _WORDS:
            yield Value(match["only"], "default")
        for item in (match["list"] or "").split(","):
            name, _, exported = item.strip().partition(" as ")
            if name and not name.startswith("type "):
                yield Value(name if exported in ("", "default") else exported, exported or name)
