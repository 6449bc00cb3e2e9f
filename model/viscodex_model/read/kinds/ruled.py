"""Whether a picture's rules form the grid of a table with its texts in the cells."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.picture.surfaces import abrupt
from viscodex_model.read.raster.morphology import opened
from viscodex_model.read.recognition.lines import Line

# A rule of the grid goes over at least this share of the picture's width or height.
SPAN = 0.4
# A grid has at least so many rules each way, and so many of its cells hold text.
LEAST_ACROSS, LEAST_DOWN, FILLED = 3, 3, 0.5


def ruled_share(pixels: Pixels, lines: Sequence[Line]) -> float:
    """The share of the text that stands in the cells of a grid of rules; 0 where there is none."""
    right, down = abrupt(pixels)
    across = _places(down, axis=1)
    upright = _places(right, axis=0)
    if len(across) < LEAST_ACROSS or len(upright) < LEAST_DOWN or not lines:
        return 0.0
    cells = {
        (int(np.searchsorted(across, line.box.center[1])), int(np.searchsorted(upright, line.box.center[0])))
        for line in lines
    }
    rows = {row for row, _ in cells if 0 < row < len(across)}
    columns = {column for _, column in cells}
    if len(rows) < 2 or len(columns) < 2 or len(cells) < FILLED * len(rows) * len(columns):
        return 0.0
    within = sum(len(line.text) for line in lines if across[0] < line.box.center[1] < across[-1])
    return within / sum(len(line.text) for line in lines)


def _places(changes: npt.NDArray[np.bool_], *, axis: int) -> list[float]:
    """Where long straight changes run: rows for `axis` 1, columns for 0; those of one rule count once."""
    size = changes.shape[axis]
    length = max(8, size // 12)
    long = opened(changes, 1, length) if axis else opened(changes, length, 1)
    found = np.flatnonzero(long.sum(axis=axis) >= SPAN * size).tolist()
    return [float(place) for index, place in enumerate(found) if not index or place - found[index - 1] > 5]
