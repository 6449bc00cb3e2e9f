"""What is drawn in a part of a picture: how far each pixel is covered by ink, and where the ink begins and ends."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viscodex_model.read.picture.colors import distance, ground_of
from viscodex_model.read.picture.geometry import RGB, Box
from viscodex_model.read.picture.pixels import Pixels

Cover = npt.NDArray[np.float32]

# Less than this difference of a channel is noise, and not ink.
FAINT = 14
# A pixel with this cover counts as drawn.
DRAWN = 0.3
# The share of the covered pixels that are farthest from the ground: they show the ink's colour unblended.
PURE = 0.15


@dataclass(frozen=True, slots=True)
class Ink:
    """The cover (0 to 1) of the pixels from `left`, `top` on, with the colours of the ink and of what lies behind."""

    cover: Cover
    left: int
    top: int
    color: RGB
    ground: RGB

    @property
    def drawn(self) -> npt.NDArray[np.bool_]:
        return self.cover > DRAWN

    def box(self) -> Box | None:
        """The tight box of what is drawn; none where nothing is."""
        drawn = self.drawn
        columns, rows = np.flatnonzero(drawn.any(0)), np.flatnonzero(drawn.any(1))
        if not len(columns):
            return None
        return Box(
            self.left + int(columns[0]),
            self.top + int(rows[0]),
            self.left + int(columns[-1]) + 1,
            self.top + int(rows[-1]) + 1,
        )

    def part(self, left: float, right: float) -> "Ink":
        """The columns between two places of the picture."""
        start, end = max(0, math.floor(left) - self.left), max(0, math.ceil(right) - self.left)
        return Ink(self.cover[:, start:end], self.left + start, self.top, self.color, self.ground)


def measure_ink(pixels: Pixels, box: Box) -> Ink | None:
    """The ink inside a box; none where it is plain."""
    height, width = pixels.shape[:2]
    left, top = max(0, math.floor(box.left)), max(0, math.floor(box.top))
    right, bottom = min(width, math.ceil(box.right)), min(height, math.ceil(box.bottom))
    part = pixels[top:bottom, left:right]
    if part.size == 0:
        return None
    ground = ground_of(part)
    away = distance(part, ground)
    farthest = int(away.max())
    if farthest < FAINT:
        return None
    inked = away > max(FAINT, 0.4 * farthest)
    pure = away >= np.quantile(away[inked], 1 - PURE)
    red, green, blue = np.median(part[pure], axis=0).astype(int).tolist()
    full = max(1.0, float(np.median(away[pure])))
    cover = np.clip(away.astype(np.float32) / full, 0, 1)
    return Ink(cover, left, top, (red, green, blue), ground)
