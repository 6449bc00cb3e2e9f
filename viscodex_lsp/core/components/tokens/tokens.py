"""The tokens of one file, by what kind of file it is; values may still point to other tokens."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from viscodex_lsp.core.components.nouns import Token, one_line
from viscodex_lsp.core.components.reading.objects import Nested, entries_of, nested, unwrapped
from viscodex_lsp.core.components.reading.source import Script
from viscodex_lsp.core.components.tokens.groups import group_of
from viscodex_lsp.core.components.tokens.sheets import MOST_TOKENS, sheet_tokens
from viscodex_lsp.core.language.grammars import text_of

_SHEETS: Final = (".css", ".scss", ".less", ".pcss")
_CONFIG: Final = re.compile(r"(?:^|/)tailwind[\w.-]*\.config\.[mc]?[jt]s$", re.IGNORECASE)
_THEME_FILE: Final = re.compile(
    r"(?:^|/)[\w.-]*(?:theme|tokens?|colou?rs|palette|spacing)[\w.-]*\.[mc]?[jt]sx?$", re.IGNORECASE
)
_LONGEST_VALUE: Final = 120
# Tailwind's sections, and the group that each is about.
_SECTIONS: Final = {"colors": "color", "spacing": "spacing", "borderRadius": "radius", "fontSize": "font"}


def tokens_in(path: str, text: str) -> tuple[Token, ...]:
    """The tokens of a style sheet or of a JSON file in the form of the W3C's design tokens group."""
    if path.lower().endswith(_SHEETS):
        return tuple(sheet_tokens(text))
    if path.lower().endswith(".json"):
        try:
            content = json.loads(text.removeprefix("\ufeff"))
        except (ValueError, RecursionError):
            return ()
        return tuple(_cut(_of_json(content, "", "", 0))) if isinstance(content, Mapping) else ()
    return ()


def is_token_script(path: str) -> bool:
    """Whether a script of this path may hold tokens."""
    return bool(_CONFIG.search(path) or _THEME_FILE.search(path))


def tokens_of_script(path: str, script: Script) -> tuple[Token, ...]:
    """The tokens of Tailwind's configuration, and of a file that is called a theme: its exported objects."""
    if _CONFIG.search(path):
        return tuple(_cut(_of_tailwind(script)))
    if _THEME_FILE.search(path):
        return tuple(_cut(_of_theme(script)))
    return ()


def _of_json(node: Mapping[str, Any], name: str, kind: str, depth: int) -> Iterator[Token]:
    kind = str(node.get("$type") or node.get("type") or kind)
    value = node.get("$value", node.get("value"))
    if isinstance(value, str | int | float) and name:
        text = one_line(str(value), _LONGEST_VALUE)
        group = "color" if kind == "color" else group_of(name, text)
        yield Token(name, "json", group, text)
        return
    for key, child in node.items():
        if isinstance(child, Mapping) and not key.startswith("$") and depth < 10:
            yield from _of_json(child, f"{name}.{key}" if name else key, kind, depth + 1)


def _of_tailwind(script: Script) -> Iterator[Token]:
    config = unwrapped(script.default)
    if config is not None and config.type == "identifier":
        declared = script.values.get(text_of(config))
        config = unwrapped(declared.child_by_field_name("value")) if declared is not None else None
    theme = next((nested(value) for key, value in entries_of(config) if key == "theme"), Nested())
    extended = theme.get("extend")
    for part in (theme, extended if isinstance(extended, dict) else {}):
        for section, group in _SECTIONS.items():
            values = part.get(section)
            for name, value in _leaves(values, "-") if isinstance(values, dict) else ():
                yield Token(name.removesuffix("-DEFAULT"), "tailwind3", group, value)


def _of_theme(script: Script) -> Iterator[Token]:
    for name, declared in script.values.items():
        if name in script.exported.values() and declared.type == "variable_declarator":
            for path, value in _leaves(nested(declared.child_by_field_name("value")), "."):
                group = group_of(f"{name}.{path}", value)
                if group != "color" and value.isdigit():
                    # A number in the style of an element is so many pixels.
                    value = f"{value}px"
                if group != "other":
                    yield Token(f"{name}.{path}", "theme", group, value)


def _leaves(values: Nested, joint: str) -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from ((f"{key}{joint}{rest}", leaf) for rest, leaf in _leaves(value, joint))
        else:
            yield key, one_line(value, _LONGEST_VALUE)


def _cut(tokens: Iterator[Token]) -> Iterator[Token]:
    for count, token in enumerate(tokens):
        if count >= MOST_TOKENS:
            return
        yield token
