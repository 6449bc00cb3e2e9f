"""Where two pictures differ, in cells with numbers: to be read without telling colours apart."""

import io
from dataclasses import dataclass
from itertools import product
from typing import Any

from PIL import Image, ImageChops

COLUMNS = 12
# Both are compared at so many pixels a cell: a shift by a pixel and the edges of letters are no difference.
_FINE = 8
# A difference of this much in one channel, of 255, counts in full.
_FULL = 96
_MOST_ROWS = 80


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of the picture, sides 0 to 1 of its width and height, and how much of it differs: 0 to 1."""

    left: float
    top: float
    width: float
    height: float
    share: float


@dataclass(frozen=True, slots=True)
class DifferenceMap:
    """`ratio` is height by width of what is compared: the higher of both, in the width of the first."""

    ratio: float
    cells: tuple[Cell, ...]

    @property
    def share(self) -> float:
        """How much of the whole differs."""
        return sum(cell.share for cell in self.cells) / len(self.cells) if self.cells else 0.0


def difference_map(wanted: bytes, found: bytes) -> DifferenceMap:
    """Compare two PNG or JPEG files of one width; what one has below the other's end differs in full."""
    one, other = _small(wanted), _small(found)
    height = min(max(one.height, other.height), _MOST_ROWS * _FINE)
    rows = -(-height // _FINE)
    red, green, blue = ImageChops.difference(_on(one, height, 0), _on(other, height, 0)).split()
    strongest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    both = min(one.height, other.height)
    if both < height:
        strongest.paste(_FULL, (0, both, strongest.width, height))
    full = strongest.point([min(255, level * 255 // _FULL) for level in range(256)])
    # The last row may be cut: what is missing of it counts as equal.
    full = _on(full, rows * _FINE, 0).resize((COLUMNS, rows), Image.Resampling.BOX)
    shares = full.tobytes()
    cells = tuple(
        Cell(
            column / COLUMNS,
            row * _FINE / height,
            1 / COLUMNS,
            min(_FINE, height - row * _FINE) / height,
            shares[row * COLUMNS + column] / 255,
        )
        for row, column in product(range(rows), range(COLUMNS))
    )
    return DifferenceMap(height / (COLUMNS * _FINE), cells)


def is_blank(data: bytes) -> bool:
    """Whether a PNG or JPEG file has one colour all over: there is nothing to see on it."""
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
        bands: Any = image.convert("RGB").getextrema()
    return all(low == high for low, high in bands)


def _small(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
        width = COLUMNS * _FINE
        height = max(1, round(image.height * width / image.width))
        return image.convert("RGB").resize((width, height), Image.Resampling.BOX, reducing_gap=2.0)


def _on(image: Image.Image, height: int, level: int) -> Image.Image:
    """The image on a sheet of another height."""
    sheet = Image.new(image.mode, (image.width, height), level if image.mode == "L" else (level,) * 3)
    sheet.paste(image, (0, 0))
    return sheet
