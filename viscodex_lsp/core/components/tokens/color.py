"""Colours as CSS writes them, and how far two of them are apart for the eye (CIEDE2000)."""

import math
import re
from typing import Final, NamedTuple

_CHANNELS: Final = re.compile(r"-?[\d.]+(?:deg)?\s+[\d.]+%\s+[\d.]+%(?:\s*/\s*[\d.]+%?)?\Z")
_LIKELY: Final = re.compile(
    r"#[0-9a-fA-F]{3,8}\Z|(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\(|[a-zA-Z]+\Z", re.IGNORECASE
)
_WORDS: Final = frozenset({"currentcolor", "inherit", "initial", "unset", "auto", "none"})


class Color(NamedTuple):
    """CIE L*a*b* under D65, and the opacity from 0 to 1."""

    lightness: float
    a: float
    b: float
    alpha: float = 1.0


def parse_color(text: str) -> Color | None:
    """The colour that a CSS value is; also bare HSL channels ("222 47% 11%"), as some themes keep them. None for
    anything else."""
    text = text.strip()
    if is_channels(text):
        text = f"hsl({text})"
    if len(text) > 80 or not _LIKELY.match(text) or text.lower() in _WORDS:
        return None
    from tinycss2.color4 import parse_color as parse_css

    try:
        found = parse_css(text)
        if found is None or isinstance(found, str):
            return None
        red, green, blue, alpha = found.to("srgb")
    except (ValueError, TypeError, NotImplementedError, AttributeError):
        return None
    return _lab(red, green, blue, alpha)


def is_channels(text: str) -> bool:
    """Whether a value is the inside of `hsl(…)` alone."""
    return bool(_CHANNELS.match(text.strip()))


def difference(one: Color, other: Color) -> float:
    """ΔE 00: about 1 is just seen side by side. Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula",
    Color Research and Application 30 (2005), equations 2 to 22."""
    mean_chroma = (math.hypot(one.a, one.b) + math.hypot(other.a, other.b)) / 2
    g = 0.5 * (1 - math.sqrt(mean_chroma**7 / (mean_chroma**7 + 25**7)))
    a1, a2 = one.a * (1 + g), other.a * (1 + g)
    c1, c2 = math.hypot(a1, one.b), math.hypot(a2, other.b)
    h1, h2 = _hue(a1, one.b), _hue(a2, other.b)
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    dl, dc = other.lightness - one.lightness, c2 - c1
    dh = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    mean, c = (one.lightness + other.lightness) / 2, (c1 + c2) / 2
    h = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    t = (
        1
        - 0.17 * math.cos(math.radians(h - 30))
        + 0.24 * math.cos(math.radians(2 * h))
        + 0.32 * math.cos(math.radians(3 * h + 6))
        - 0.20 * math.cos(math.radians(4 * h - 63))
    )
    sl = 1 + 0.015 * (mean - 50) ** 2 / math.sqrt(20 + (mean - 50) ** 2)
    sc, sh = 1 + 0.045 * c, 1 + 0.015 * c * t
    rotation = (
        -2
        * math.sqrt(c**7 / (c**7 + 25**7))
        * math.sin(math.radians(60 * math.exp(-(((h - 275) / 25) ** 2))))
    )
    return math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rotation * (dc / sc) * (dh / sh))


def _hue(a: float, b: float) -> float:
    return math.degrees(math.atan2(b, a)) % 360 if a or b else 0.0


def _lab(red: float, green: float, blue: float, alpha: float) -> Color:
    r, g, b = (_linear(channel) for channel in (red, green, blue))
    x = (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047
    y = 0.2126729 * r + 0.7151522 * g + 0.0721750 * b
    z = (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883
    fx, fy, fz = (_curve(part) for part in (x, y, z))
    return Color(116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz), alpha)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _curve(part: float) -> float:
    return part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116
