"""Pictures of code: snippets drawn by pygments in several themes, fonts and sizes.

The same seeded `random.Random` gives the same code, picture and boxes of words.
"""

import random
import re
from dataclasses import dataclass
from functools import cache

from pygments import highlight
from pygments.formatters import ImageFormatter
from pygments.formatters.img import FontManager, FontNotFound
from pygments.lexers import get_lexer_by_name

from viscodex_model.core.errors import UserError
from viscodex_model.data.synth.content.look import palette_number
from viscodex_model.data.synth.content.snippets import LANGUAGES, draw_snippet
from viscodex_model.data.synth.shards import Box

THEMES = (
    "default", "monokai", "dracula", "github-dark", "solarized-light", "solarized-dark", "vs", "nord", "one-dark",
    "gruvbox-dark", "gruvbox-light", "friendly",
)  # fmt: skip
FONTS = ("DejaVu Sans Mono", "Liberation Mono")
SIZES = (12, 13, 14, 15, 16, 18)


@dataclass(frozen=True)
class CodePicture:
    """Code in a language, its picture (PNG), and the words in it, which spaces part."""

    code: str
    language: str
    png: bytes
    words: tuple[Box, ...]


def draw_code(source: random.Random, *, unseen: bool = False) -> CodePicture:
    """One snippet in one of six languages, theme, font, size, line numbers and padding by chance."""
    language = source.choice(sorted(LANGUAGES))
    code = draw_snippet(source, language, unseen=unseen)
    theme, fonts = source.choice(THEMES), find_fonts(source.choice(installed_fonts()), source.choice(SIZES))
    formatter = ImageFormatter(
        style=theme,
        font_name=fonts.fonts["NORMAL"].path,
        font_size=fonts.font_size,
        line_numbers=source.random() < 0.2,
        line_pad=source.randint(2, 6),
        image_pad=source.randint(6, 20),
    )
    formatter.fonts = fonts
    lexer = get_lexer_by_name(language, stripnl=False)
    png = highlight(code, lexer, formatter)
    return CodePicture(code, language, png, tuple(_words(formatter)))


def _words(formatter: ImageFormatter) -> list[Box]:
    """The words of what a formatter has just drawn, line numbers not; each has its first sign's colour."""
    words: list[Box] = []
    ground, (_, high) = palette_number(formatter.background_color), formatter.fonts.get_char_size()
    going_on: float | None = None
    for (x, y), text, font, ink, _ in formatter.drawables:
        if x < formatter.image_pad + formatter.line_number_width:
            continue
        for word in re.finditer(r"\S+", text):
            left, right = (x + font.getlength(text[:at]) for at in word.span())
            box = (left, y, right, y + high, palette_number(ink), ground, word.group())
            joins = word.start() == 0 and y == going_on
            words.append(_joined(words.pop(), box) if joins else box)
        going_on = None if text[-1].isspace() else y
    return words


def _joined(begun: Box, rest: Box) -> Box:
    left, top, _, _, ink, ground, text = begun
    return (left, top, rest[2], rest[3], ink, ground, text + rest[6])


@cache
def find_fonts(name: str, size: int) -> FontManager:
    """A font in its four styles, found once: pygments asks a program for every file of every picture."""
    return FontManager(name, size)


@cache
def installed_fonts() -> tuple[str, ...]:
    """The fonts of `FONTS` that are on this machine. Raises UserError where there is none."""
    found = tuple(name for name in FONTS if _is_installed(name))
    if not found:
        raise UserError(
            f"None of the fonts {', '.join(FONTS)} is installed (Debian: apt install fonts-dejavu)."
        )
    return found


def _is_installed(name: str) -> bool:
    try:
        ImageFormatter(font_name=name)
    except FontNotFound:
        return False
    return True
