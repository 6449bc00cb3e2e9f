"""How made-up pages look: colours, fonts, sizes and the styles that go together.

A `Look` is the theme of one page, chosen by a seeded `random.Random`. All values are closed lists, so that every
style a page can have is known beforehand.
"""

import random
import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from PIL import ImageColor

FONTS = (
    "DejaVu Sans,sans-serif",
    "DejaVu Sans Mono,monospace",
    "Liberation Sans,Arial,sans-serif",
    "Liberation Serif,Times,serif",
)
FONT_ODDS = (5, 1.5, 5, 3)
SIZES = (14, 15, 16, 17, 18)
SIZE_ODDS = (2, 3, 5, 2, 1)
LINES = ("1.5", "1.6", "1.8")
WIDTHS = tuple(range(200, 541, 20))
WIDTH_ODDS = tuple(5 if width < 440 else 2 for width in WIDTHS)
PADDINGS = (8, 12, 16, 20, 24)

ACCENTS = (
    "#2563eb", "#1d4ed8", "#3b82f6", "#0ea5e9", "#0891b2", "#0d9488", "#14b8a6", "#059669", "#16a34a",
    "#65a30d", "#ca8a04", "#d97706", "#ea580c", "#f97316", "#dc2626", "#ef4444", "#b91c1c", "#e11d48",
    "#db2777", "#ec4899", "#c026d3", "#9333ea", "#7c3aed", "#4f46e5", "#6366f1", "#475569", "#78350f",
    "#000080",
)  # fmt: skip
LIGHTS = (
    "#ffffff", "#f8fafc", "#f3f4f6", "#e5e7eb", "#eff6ff", "#dbeafe", "#ecfdf5", "#d1fae5", "#fefce8",
    "#fef3c7", "#fff7ed", "#fee2e2", "#fdf2f8", "#ede9fe",
)  # fmt: skip
DARKS = (
    "#000000", "#111827", "#1f2937", "#0f172a", "#1e293b", "#172554", "#052e16", "#3b0764", "#27272a",
    "#334155",
)  # fmt: skip
INKS = ("#000000", "#111827", "#1f2937", "#333333", "#334155", "#374151")
PALES = ("#ffffff", "#f9fafb", "#e5e7eb", "#d1d5db")
MUTED_ON_LIGHT = ("#6b7280", "#64748b", "#777777")
MUTED_ON_DARK = ("#9ca3af", "#94a3b8", "#aaaaaa")
BRIGHTS = (
    "#60a5fa", "#38bdf8", "#2dd4bf", "#34d399", "#a3e635", "#facc15", "#fb923c", "#f87171", "#f472b6",
    "#a78bfa",
)  # fmt: skip
PURE = (
    "#ff0000", "#00ff00", "#0000ff", "#ffff00", "#ff00ff", "#00ffff", "#808080", "#c0c0c0", "#800000",
    "#008000", "#808000", "#800080", "#008080", "#ffa500",
)  # fmt: skip

PALETTE = tuple(
    dict.fromkeys(
        [*ACCENTS, *LIGHTS, *DARKS, *INKS, *PALES, *MUTED_ON_LIGHT, *MUTED_ON_DARK, *BRIGHTS, *PURE],
    )
)
"""Every colour a page or a swatch can have, each once, as `#rrggbb`."""
PALETTE_RGB = np.array([ImageColor.getrgb(tone) for tone in PALETTE])
"""The same as [colours, 3], 0 to 255."""


@cache
def palette_number(css: str) -> int:
    """The number of the palette's nearest colour to `#rgb`, `#rrggbb` or `rgb(r, g, b)`."""
    channels = (
        ImageColor.getrgb(css) if css.startswith("#") else [int(part) for part in re.findall(r"\d+", css)]
    )
    return nearest(*channels[:3])


def nearest(red: int, green: int, blue: int) -> int:
    """The number of the palette's colour nearest to this one (squared distance in RGB)."""
    return int(((PALETTE_RGB - np.array([red, green, blue])) ** 2).sum(1).argmin())


@dataclass(frozen=True)
class Look:
    """The theme of one page; colours are `#rrggbb`, lengths CSS pixels."""

    dark: bool
    ink: str
    ground: str
    accent: str
    on_accent: str
    muted: str
    panel: str
    line: str
    font: str
    size: int
    spacing: str
    width: int
    padding: int
    heading: str
    button: str
    card: str
    link: str
    table: str
    centred: bool


def draw_look(source: random.Random, *, width: int | None = None) -> Look:
    """One theme at random."""
    dark = source.random() < 0.25
    pick = source.choice
    ground = pick(DARKS) if dark else ("#ffffff" if source.random() < 0.55 else pick(LIGHTS))
    accent = pick(BRIGHTS) if dark and source.random() < 0.5 else pick(ACCENTS)
    return Look(
        dark=dark,
        ink=pick(PALES) if dark else pick(INKS),
        ground=ground,
        accent=accent,
        on_accent="#000000" if accent in BRIGHTS else "#ffffff",
        muted=pick(MUTED_ON_DARK if dark else MUTED_ON_LIGHT),
        panel=pick([tone for tone in (DARKS if dark else LIGHTS) if tone != ground]),
        line="#475569" if dark else pick(("#d1d5db", "#c0c0c0", accent)),
        font=source.choices(FONTS, FONT_ODDS)[0],
        size=source.choices(SIZES, SIZE_ODDS)[0],
        spacing=source.choices(LINES, (4, 3, 3))[0],
        width=width or source.choices(WIDTHS, WIDTH_ODDS)[0],
        padding=pick(PADDINGS),
        heading=source.choices(("plain", "accent", "ruled"), (5, 4, 1.5))[0],
        button=source.choices(("filled", "round", "pill", "outline"), (3, 3, 2, 2))[0],
        card=source.choices(("border", "panel", "side"), (3, 3, 2))[0],
        link=source.choices(("accent", "bare", "default"), (4, 3, 1))[0],
        table=source.choices(("plain", "head", "grid"), (2, 3, 2))[0],
        centred=source.random() < 0.15,
    )
