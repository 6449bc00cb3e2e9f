"""Which typeface a run of words is set in, and in which size: the face whose widths, heights and blackness agree best.

Widths of single words tell families apart (each has its own proportions), the height of the ink against its width
tells them apart where there is one word only, and the area of the ink tells bold from regular.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from viscodex_model.read.scene.faces import Extent, Face, faces

# How far measures scatter where the face is right, found on lines that a browser drew in known faces: pixels at each
# word's width, pixels at the height, share of the area.
WIDTH_NOISE, HEIGHT_NOISE, AREA_NOISE = 0.6, 0.8, 0.11
# Sizes that pages are set in: a size this close to one of them is taken for it.
COMMON_SIZES = (
    10,
    11,
    12,
    13,
    13.333,
    14,
    15,
    16,
    17,
    18,
    20,
    22,
    24,
    26,
    28,
    30,
    32,
    36,
    40,
    48,
    56,
    64,
    72,
)
SNAP = 0.3
SMALLEST, LARGEST = 5.0, 240.0
# What it costs a line to have another family than most of its page, and how much more so where it is short.
STRANGE, STRANGE_SHORT = 2.5, 36.0
# From this usual cost on a page is set in a face that is not known.
UNKNOWN, LONG = 3.0, 14
# What it costs to be bold at 16 pixels: most text is not, and small type looks heavier than it is.
BOLD = 0.8


@dataclass(frozen=True, slots=True)
class Sample:
    """What was measured of a run: its words with the left and right of their ink, the ink's height and area (px)."""

    words: tuple[tuple[str, float, float], ...]
    height: float
    area: float

    @property
    def text(self) -> str:
        return " ".join(word for word, _, _ in self.words)

    @property
    def width(self) -> float:
        return self.words[-1][2] - self.words[0][1]


@dataclass(frozen=True, slots=True)
class Fit:
    """A face with the size (px) at which it fits, and what the misfit costs: 1 is one scatter of one measure."""

    face: Face
    size: float
    cost: float


def fits(sample: Sample) -> list[Fit]:
    """How each face fits, best first; empty for text without ink."""
    found = [fit for face in faces() if (fit := _fit(face, sample)) is not None]
    return sorted(found, key=lambda fit: fit.cost)


def _fit(face: Face, sample: Sample) -> Fit | None:
    extents = [face.extent(word) for word, _, _ in sample.words]
    whole = face.extent(sample.text)
    if not whole.width > 0:
        return None
    size = _size(sample, whole)
    if not SMALLEST <= size <= LARGEST:
        return None
    misfit = _width_misfit(sample, extents, size)
    misfit += min(16.0, ((sample.height - whole.height * size) / (HEIGHT_NOISE + 0.02 * size)) ** 2)
    # Thin strokes are never fully covered: the area is less sure the smaller the type.
    scatter = AREA_NOISE + 0.8 / size
    misfit += min(16.0, (math.log(max(1.0, sample.area) / (whole.area * size**2)) / scatter) ** 2)
    return Fit(face, size, misfit)


def word_misfit(face: Face, size: float, word: str, width: float, area: float) -> float:
    """What it costs that a word's ink is `width` pixels wide and `area` square pixels large in a face and size."""
    extent = face.extent(word)
    if not extent.width > 0:
        return 0.0
    wide = ((width - extent.width * size) / (WIDTH_NOISE + 0.01 * width)) ** 2
    scatter = AREA_NOISE + 0.8 / size
    heavy = (math.log(max(1.0, area) / (extent.area * size**2)) / scatter) ** 2
    return wide + min(9.0, heavy)


def _size(sample: Sample, whole: Extent) -> float:
    """The size by width; where that is only a few pixels, its rounding is evened out by the height."""
    by_width, by_height = sample.width / whole.width, sample.height / whole.height
    trust = sample.width / (sample.width + 1.5 * sample.height)
    return by_width if sample.width > 6 * sample.height else trust * by_width + (1 - trust) * by_height


def _width_misfit(sample: Sample, extents: Sequence[Extent], size: float) -> float:
    """The mean square of what words are wider or narrower than they should be."""
    total = 0.0
    for (_, left, right), extent in zip(sample.words, extents, strict=True):
        total += ((right - left - extent.width * size) / (WIDTH_NOISE + 0.01 * (right - left))) ** 2
    # Words are witnesses for one another, but not independent ones: their number counts by its root.
    return min(40.0, total / len(extents) * math.sqrt(len(extents)))


def commonest_families(all_fits: Iterable[tuple[Sequence[Fit], int]]) -> Counter[str]:
    """The number of characters that speak for each family; `all_fits` gives each run's fits and its length."""
    votes: Counter[str] = Counter()
    for found, length in all_fits:
        if found:
            votes[found[0].face.family] += length
    return votes


def choose(found: Sequence[Fit], votes: Counter[str], length: int, doubt: float = 1.0) -> Fit:
    """The best fit of a text of `length` characters, with the doubt in favour of families that the page has much of.

    `doubt` is the usual cost of the page's best fits: where it is set in a face that is not known, all fits are bad,
    and what they differ by means little.
    """
    total = sum(votes.values()) or 1
    strange = (STRANGE + STRANGE_SHORT / length) * (doubt if doubt > UNKNOWN else 1.0)

    def cost(fit: Fit) -> float:
        rare = 1 - votes[fit.face.family] / total
        return fit.cost + strange * rare + (BOLD * 16 / fit.size if fit.face.bold else 0.0)

    return min(found, key=cost)


def usual_cost(all_fits: Iterable[tuple[Sequence[Fit], int]]) -> float:
    """The cost that a quarter of the best fits of longer texts do not exceed; each comes with its text's length.

    A short word fits many faces, and a line in two faces fits none: neither says whether a page's face is known.
    """
    costs = sorted(found[0].cost for found, length in all_fits if found and length >= LONG)
    return costs[(len(costs) - 1) // 4] if costs else 1.0


def snapped(size: float) -> float:
    """A common size where one is near; else to half a pixel."""
    nearest = min(COMMON_SIZES, key=lambda common: abs(common - size))
    if abs(nearest - size) <= max(SNAP, 0.015 * size):
        return nearest
    return round(size * 2) / 2
