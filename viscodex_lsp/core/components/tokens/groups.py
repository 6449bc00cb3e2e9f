"""Tells what a design token is for (a colour, a spacing, a size of text …), by its name and value."""

import re
from typing import Final

from viscodex_lsp.core.components.tokens.color import parse_color

_GROUPS: Final = (
    ("radius", re.compile(r"radius|radii|rounded|corner", re.IGNORECASE)),
    (
        "font",
        re.compile(r"font-?size|fontsize|(?:^|[-_.$])text-?(?:\d?x[ls]|sm|md|lg|base|size)", re.IGNORECASE),
    ),
    ("spacing", re.compile(r"spac|gap|gutter|padding|margin|inset|(?:^|[-_.$])sp-?\d", re.IGNORECASE)),
)
_LENGTH: Final = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:px|rem|em)\Z|0\Z")


def group_of(name: str, value: str) -> str:
    """color, spacing, radius, font or other."""
    if parse_color(value) is not None or re.search(r"colou?r", name, re.IGNORECASE):
        return "color"
    for group, pattern in _GROUPS:
        if pattern.search(name):
            return group
    return "other"


def pixels(value: str) -> float | None:
    """A length in CSS pixels; `rem` is 16 of them, as it is where nobody changed it. None for other values."""
    text = value.strip()
    if not _LENGTH.match(text):
        return None
    number = float(re.sub(r"[a-z]+", "", text))
    return number * 16 if text.endswith("rem") else None if text.endswith("em") else number
