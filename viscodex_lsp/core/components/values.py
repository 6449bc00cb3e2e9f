"""The tokens of a project with what they stand for in the end, and how each is written in code."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from viscodex_lsp.core.components.nouns import Token
from viscodex_lsp.core.components.tokens.color import Color, difference, is_channels, parse_color
from viscodex_lsp.core.components.tokens.groups import pixels

NEAR: Final = 2.0
"""ΔE 00 up to which a colour is taken for a token's."""
_MOST_STEPS: Final = 8
_POINTER: Final = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,[^()]*)?\)|(\$[\w-]+)|\{([\w.-]+)\}")
# The beginnings of Tailwind 4's theme variables that name utilities.
_THEMED: Final = re.compile(r"--(?:color|spacing|radius|text)-")


@dataclass(frozen=True, slots=True)
class KnownToken:
    """A token whose value is known: `color` or `pixels` is what it stands for."""

    token: Token
    value: str
    color: Color | None = None
    pixels: float | None = None

    @property
    def in_css(self) -> str:
        """How a value in CSS refers to it; "" where it cannot."""
        if self.token.kind in {"css", "tailwind"}:
            reference = f"var({self.token.name})"
            return f"hsl({reference})" if is_channels(self.value) else reference
        return self.token.name if self.token.kind == "scss" else ""

    @property
    def in_classes(self) -> str:
        """The end of the utility classes that refer to it ("brand-500" of `bg-brand-500`); "" where none do."""
        if self.token.kind == "tailwind3":
            return self.token.name
        if self.token.kind == "tailwind" and _THEMED.match(self.token.name):
            return _THEMED.sub("", self.token.name)
        return ""


def known_tokens(tokens: Iterable[Token]) -> tuple[KnownToken, ...]:
    """The tokens whose value can be told, each name once, in the order given."""
    first: dict[tuple[str, str], Token] = {}
    for token in tokens:
        first.setdefault((token.kind, token.name), token)
    values = {token.name: token.value for token in reversed(first.values())}
    found = (_known(token, values) for token in first.values())
    return tuple(each for each in found if each is not None)


def nearest(color: Color, tokens: Iterable[KnownToken], *, about: str = "") -> KnownToken | None:
    """The token that a colour is, of several alike the one whose name fits `about` (a property) best."""
    near = [
        (difference(color, token.color), token)
        for token in tokens
        if token.color is not None and abs(token.color.alpha - color.alpha) < 0.01
    ]
    near = [(apart, token) for apart, token in near if apart <= NEAR]
    if not near:
        return None
    closest = min(apart for apart, _ in near)
    alike = [token for apart, token in near if apart - closest < 0.5]
    return max(alike, key=lambda token: _fit(token.token.name, about))


def _fit(name: str, about: str) -> int:
    """How well a name fits a property: 1 for a word in common, -1 for a word of another use."""
    words = set(re.split(r"[^a-z]+", name.lower()))
    uses = {
        "background": {"bg", "background", "surface"},
        "color": {"text", "fg", "foreground", "ink"},
        "border": {"border", "outline", "ring", "input"},
    }
    own = next(
        (use for key, use in uses.items() if key == about.partition("-")[0] or about.endswith(key)), set()
    )
    others = set().union(*(use for use in uses.values() if use is not own))
    return (1 if words & own else 0) - (1 if words & (others - own) else 0)


def _known(token: Token, values: Mapping[str, str]) -> KnownToken | None:
    value = token.value
    for _ in range(_MOST_STEPS):
        found = _POINTER.search(value)
        if found is None:
            break
        inner = values.get(found[1] or found[2] or found[3])
        if inner is None or len(inner) > 200:
            return None
        value = value[: found.start()] + inner + value[found.end() :]
    if _POINTER.search(value):
        return None
    color = parse_color(value)
    length = pixels(value) if token.group in {"spacing", "radius", "font"} else None
    if color is None and length is None:
        return None
    return KnownToken(token, value, color, length)
