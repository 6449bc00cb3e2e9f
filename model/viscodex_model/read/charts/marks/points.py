"""Points: markers of about one size, found as blobs; where they touch, by where a marker fits best."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viscodex_model.read.charts.plot.frame import Mask
from viscodex_model.read.raster.components import components
from viscodex_model.read.raster.fitting import fits
from viscodex_model.read.raster.resizing import stretched

SMALLEST, LARGEST = 3, 60
# A blob is a marker where its sides differ by at most this factor, and it fills this share of its box.
ROUND, FILLED = 1.5, 0.3
# The share of a mask's pixels that have to be markers, and how many there have to be.
LEAST_SHARE, LEAST_COUNT = 0.5, 2
# How far a marker is from the usual shape at most, in the mean of its pixels: letters and specks are farther.
UNLIKE = 0.25
# As many markers that touch are told apart; of more the number is a guess.
HEAP = 4
# How well a marker has to fit where several touch.
FIT = 0.8
MOST = 3_000


@dataclass(frozen=True, slots=True)
class Markers:
    """Middles (x, y) in pixels of the mask, and the width of one marker.

    `points` are measured one by one; `heaped` lie on one another in heaps, so that their number is a guess. `alike` is
    whether they have one shape: letters and specks have not.
    """

    points: tuple[tuple[float, float], ...]
    heaped: tuple[tuple[float, float], ...]
    size: float
    alike: bool

    @property
    def all(self) -> tuple[tuple[float, float], ...]:
        return self.points + self.heaped


def find_markers(mask: Mask) -> Markers | None:
    """The markers of a mask; None where it is something else."""
    parts = components(mask, corners=True)
    owners, count = parts.labels, parts.count + 1
    blobs = [(index, *parts.boxes[index]) for index in range(1, count)]
    single = [blob for blob in blobs if _is_marker(*blob[3:])]
    if len(single) < LEAST_COUNT or count > MOST:
        return None
    size = float(np.median([(blob[3] + blob[4]) / 2 for blob in single]))
    area = float(np.median([blob[5] for blob in single]))
    alike = [blob for blob in single if 0.6 < (blob[3] + blob[4]) / 2 / size < 1.35 or _is_disc(*blob[3:])]
    touching = [blob for blob in blobs if blob[5] > 1.4 * area and min(blob[3], blob[4]) >= 0.7 * size]
    touching = [blob for blob in touching if blob not in alike]
    points = [((left + width / 2), (top + height / 2)) for _, left, top, width, height, _ in alike]
    heaped: list[tuple[float, float]] = []
    covered = sum(blob[5] for blob in alike)
    shapes = _shapes(mask, alike, size)
    for index, left, top, width, height, whole in touching:
        found = _apart(owners[top : top + height, left : left + width] == index, shapes.mean(0), area)
        told = points if len(found) <= HEAP else heaped
        told += [(left + x, top + y) for x, y in found]
        covered += min(whole, round(len(found) * area))
    if covered < LEAST_SHARE * mask.sum():
        return None
    return Markers(tuple(sorted(points)), tuple(sorted(heaped)), size, _alike(shapes))


def are_discs(mask: Mask) -> bool:
    """Whether the mask holds hardly anything but discs."""
    boxes = components(mask, corners=True).boxes[1:]
    whole = sum(box[4] for box in boxes)
    return sum(box[4] for box in boxes if _is_disc(*box[2:])) >= 0.8 * whole > 0


def _is_marker(width: int, height: int, area: int) -> bool:
    return (
        min(width, height) >= SMALLEST
        and max(width, height) <= LARGEST
        and max(width, height) <= ROUND * min(width, height)
        and area >= FILLED * width * height
    )


def _is_disc(width: int, height: int, area: int) -> bool:
    """Bubbles differ in size; a disc fills pi/4 of its box."""
    return max(width, height) <= 1.2 * min(width, height) and 0.72 < area / (width * height) < 0.85


def _shapes(mask: Mask, alike: list[tuple[int, ...]], size: float) -> npt.NDArray[np.float32]:
    """The markers that stand alone, each stretched to one size."""
    side = max(3, round(size))
    shapes = [
        stretched(mask[top : top + height, left : left + width], side, side)
        for _, left, top, width, height, _ in alike[:200]
    ]
    return np.asarray(shapes or np.ones((1, side, side)), np.float32)


def _alike(shapes: npt.NDArray[np.float32]) -> bool:
    """Whether most are near to the usual shape."""
    return bool((np.abs(shapes - np.median(shapes, axis=0)).mean((1, 2)) < UNLIKE).mean() >= 0.5)


def _apart(blob: Mask, template: npt.NDArray[np.float32], area: float) -> list[tuple[float, float]]:
    """Middles of the markers that a blob is made of: the best fit is taken away until nothing fits."""
    side = len(template)
    left = np.pad(blob.astype(np.float32), side // 2 + 1)
    limit = max(2, round(2 * float(blob.sum()) / area)) if area else 2
    found: list[tuple[float, float]] = []
    weight = float(template.sum())
    covered = fits(left, template) / weight
    while len(found) < min(limit, 40) and left.sum() > 0.3 * area:
        score = np.where(covered >= FIT, fits(left, template) / weight, 0)
        y, x = np.unravel_index(int(score.argmax()), score.shape)
        if score[y, x] < 0.25:
            break
        found.append((float(x) - side // 2 - 1 + side / 2, float(y) - side // 2 - 1 + side / 2))
        left[y : y + side, x : x + side] *= template < 0.5
    return found
