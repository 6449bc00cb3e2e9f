"""The colours of a picture beside those of the rendering: of each line of text, of all text, and of all areas."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from PIL import Image

from viscodex_lsp.core.truth.nouns.likeness import RGB, Part, Recoloured
from viscodex_lsp.core.truth.nouns.rendered import DrawnLine, Rendered
from viscodex_lsp.core.truth.nouns.seen import Seen, SeenLine
from viscodex_lsp.core.truth.parts.places import Pairs

# Distances are Euclidean in CIE L*a*b* (CIE 1976): 2.3 is just noticeable, white and black are 100 apart.
_FAR = 60.0
RECOLOURED = 25.0
# A line of the picture has one colour, and the page may draw it in pieces of several: of those only the longest is
# compared with it, and what the pieces are coloured is felt in all text together.
_LINES_SHARE, _INKS_SHARE, _AREAS_SHARE = 0.45, 0.15, 0.4
# Inks are read, and vary by a few steps within one text.
_INK_STEP, _MOST_INKS = 8, 100
# How much of the picture a colour needs to be one of its colours.
_PALETTE, _LEAST_SHARE = 24, 0.002

Palette = tuple[tuple[float, tuple[float, float, float]], ...]


def compare_colours(
    seen: Seen, rendered: Rendered, pairs: Pairs, pictures: tuple[Image.Image, Image.Image]
) -> tuple[Part, tuple[Recoloured, ...]]:
    """How like the colours are, and the texts whose colours are far off, the farthest first.

    `pictures` are the picture and the rendering with their texts painted over.
    """
    areas = _palettes_alike(palette(pictures[0]), palette(pictures[1]))
    lines = pairs.lines
    if not lines:
        return Part(areas, "the colours of areas"), ()
    weighted, weight, wrong = 0.0, 0.0, list[tuple[float, Recoloured]]()
    for at, found in lines.items():
        there, here = seen.lines[at], rendered.lines[found]
        for what, wanted, has in (
            ("text", there.ink, here.colour),
            ("background", there.ground, here.ground),
        ):
            distance = _distance(wanted, has)
            weighted += len(there.text) * likeness_of_colours(wanted, has)
            weight += len(there.text)
            if distance > RECOLOURED:
                wrong.append((distance, Recoloured(there.text, what, wanted, has, there.box)))
    inks = _palettes_alike(_inks(seen.lines), _inks(rendered.lines))
    value = _LINES_SHARE * weighted / weight + _INKS_SHARE * inks + _AREAS_SHARE * areas
    wrong.sort(key=lambda one: -one[0])
    return Part(value, f"{len(lines)} lines of text and all areas"), tuple(one for _, one in wrong)


def _inks(lines: Iterable[SeenLine | DrawnLine]) -> Palette:
    """The colours of all text and the shares of its letters that have them."""
    letters = Counter[RGB]()
    for line in lines:
        ink = line.ink if isinstance(line, SeenLine) else line.colour
        letters[RGB(*(_INK_STEP * round(channel / _INK_STEP) for channel in ink))] += len(line.text.strip())
    total = letters.total() or 1
    return tuple((count / total, lab(color)) for color, count in letters.most_common(_MOST_INKS))


def palette(picture: Image.Image) -> Palette:
    """The main colours of a small picture and their shares; small areas count for more than their size."""
    few = picture.quantize(_PALETTE, method=Image.Quantize.FASTOCTREE).convert("RGB")
    counted: Any = few.getcolors(_PALETTE + 1) or []
    total = picture.width * picture.height
    roots = [
        ((count / total) ** 0.5, RGB(*color)) for count, color in counted if count >= _LEAST_SHARE * total
    ]
    whole = sum(root for root, _ in roots) or 1.0
    return tuple((root / whole, lab(color)) for root, color in roots)


def _palettes_alike(one: Palette, other: Palette) -> float:
    """1 without the mean distance over which colours have to be carried to make one palette the other."""
    left, right = [share for share, _ in one], [share for share, _ in other]
    costs = sorted((_apart(a, b), i, j) for i, (_, a) in enumerate(one) for j, (_, b) in enumerate(other))
    carried = 0.0
    for distance, i, j in costs:
        share = min(left[i], right[j])
        if share > 0:
            carried += share * min(1.0, distance / _FAR)
            left[i] -= share
            right[j] -= share
    return 1 - carried


def likeness_of_colours(one: RGB, other: RGB) -> float:
    """1 for equal colours, 0 for those that have nothing to do with one another."""
    return 1 - min(1.0, _distance(one, other) / _FAR)


def _distance(one: RGB, other: RGB) -> float:
    return _apart(lab(one), lab(other))


def _apart(one: Sequence[float], other: Sequence[float]) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5)


@lru_cache(maxsize=4096)
def lab(color: RGB) -> tuple[float, float, float]:
    """CIE L*a*b* under D65 of an sRGB colour (IEC 61966-2-1)."""
    red, green, blue = (
        value / 12.92 if (value := channel / 255) <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for channel in color
    )
    x = _curve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505)
    y = _curve(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    z = _curve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _curve(value: float) -> float:
    return float(value ** (1 / 3)) if value > 0.008856 else 7.787 * value + 16 / 116
