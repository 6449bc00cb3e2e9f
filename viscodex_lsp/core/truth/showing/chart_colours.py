"""The colours that plotting libraries know by name, and those that they take where none is named."""

import re
from collections.abc import Sequence

from PIL import ImageColor

from viscodex_lsp.core.truth.nouns.likeness import RGB

_TABLEAU = {
    "blue": "#1f77b4", "orange": "#ff7f0e", "green": "#2ca02c", "red": "#d62728", "purple": "#9467bd",
    "brown": "#8c564b", "pink": "#e377c2", "gray": "#7f7f7f", "grey": "#7f7f7f", "olive": "#bcbd22", "cyan": "#17becf",
}  # fmt: skip
# Of matplotlib, by one letter.
_LETTERS = {
    "b": "#0000ff", "g": "#008000", "r": "#ff0000", "c": "#00bfbf", "m": "#bf00bf", "y": "#bfbf00", "k": "#000000",
    "w": "#ffffff",
}  # fmt: skip
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})(?:[0-9a-fA-F]{2})?")
_NAME = re.compile(r"[a-zA-Z]{3,24}")


def _rgb(text: str) -> RGB:
    return RGB(*ImageColor.getrgb(text)[:3])


# Of matplotlib since 2.0, in order; and the first of plotly's.
CYCLE: Sequence[RGB] = tuple(_rgb(value) for name, value in _TABLEAU.items() if name != "grey")
FIRST_OF_PLOTLY: Sequence[RGB] = tuple(map(_rgb, ("#636efa", "#ef553b", "#00cc96", "#ab63fa", "#ffa15a")))


def named_colour(text: str) -> RGB | None:
    """The colour that a string names: `#1f77b4`, `tab:blue`, `C0`, `r`, `rgb(…)` or a name of CSS; None for none."""
    text = text.strip()
    if text in _LETTERS:
        return _rgb(_LETTERS[text])
    if re.fullmatch(r"C\d", text):
        return CYCLE[int(text[1])]
    text = _TABLEAU.get(text.removeprefix("tab:"), text) if text.startswith("tab:") else text
    if not (_HEX.fullmatch(text) or _NAME.fullmatch(text) or text.startswith("rgb")):
        return None
    try:
        return _rgb(text)
    except ValueError:
        return None
