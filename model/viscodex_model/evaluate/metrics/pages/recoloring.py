"""Gives the text of each element of a page a colour of its own, and says which text has which colour.

Source: the OCR-free text finding of Design2Code's authors. Two copies of a page, whose text colours differ by a known
step, show where text stands: pixels that differ by exactly that step.
"""

import re
from dataclasses import dataclass
from itertools import product

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString
from PIL import ImageColor

COLOR_STEP = 50
LEVELS = range(10, 251, 16)
TEXT_TAGS = (
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "div", "span", "a", "b", "li", "table"),
    *("td", "th", "button", "footer", "header", "figcaption"),
)
_TRANSPARENT = "rgba(255, 255, 255, 0.0)"
_HEX_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class TextRun:
    """A text node and the RGB colour it is drawn in; None where the colour cannot be told."""

    text: str
    color: tuple[int, int, int] | None


class TooManyElements(ValueError):
    """The page has more text elements than there are colours to tell them apart."""


def recolor(html: str, *, step: int = 0) -> str:
    """The page with every background transparent and every text element in the next colour of the pool, plus `step`.

    Raises:
        TooManyElements: the page holds more than 4096 text elements.
    """
    soup = BeautifulSoup(html, "html.parser")
    pool = list(product(LEVELS, repeat=3))
    for element in soup.find_all(True):
        _force(element, "background-color", _TRANSPARENT)
    for element in soup.find_all(TEXT_TAGS):
        if not pool:
            raise TooManyElements("The page has more than 4096 text elements.")
        channels = ((channel + step) % 256 for channel in pool.pop())
        _force(element, "color", "#" + "".join(f"{channel:02X}" for channel in channels))
        _force(element, "opacity", "1.0")
    return str(soup)


def text_runs(recolored_html: str) -> list[TextRun]:
    """The text nodes of the body in document order, lower-cased, each with the colour its nearest element states."""
    body = BeautifulSoup(recolored_html, "html.parser").body
    runs: list[TextRun] = []
    if body is not None:
        _collect(body, (0, 0, 0), runs)
    return runs


def _collect(element: Tag, inherited: tuple[int, int, int] | None, runs: list[TextRun]) -> None:
    stated = _stated_color(element)
    color = _parse_color(stated) if stated else inherited
    for child in element.children:
        if isinstance(child, Tag):
            _collect(child, color, runs)
        elif isinstance(child, NavigableString) and not isinstance(child, Comment) and child.strip():
            runs.append(TextRun(child.strip().lower(), color))


def _stated_color(element: Tag) -> str | None:
    """The last inline style that speaks of a colour, also of a border's, as in the original."""
    styles = str(element.get("style", "")).split(";")
    colors = [style for style in styles if "color" in style and "background-color" not in style]
    parts = colors[-1].split(":") if colors else []
    return parts[1].strip().replace(" !important", "") or None if len(parts) > 1 else None


def _parse_color(stated: str) -> tuple[int, int, int] | None:
    if stated.startswith("#"):
        return _channels(stated) if _HEX_COLOR.fullmatch(stated) else None
    try:
        red, green, blue = ImageColor.getrgb(stated)[:3]
    except ValueError:
        return None
    return red, green, blue


def _channels(stated: str) -> tuple[int, int, int]:
    return int(stated[1:3], 16), int(stated[3:5], 16), int(stated[5:7], 16)


def _force(element: Tag, name: str, value: str) -> None:
    styles = str(element.get("style", "")).split(";")
    kept = [style for style in styles if style.strip() and not style.strip().startswith(name)]
    element["style"] = "; ".join([*kept, f"{name}: {value} !important"]).strip()
