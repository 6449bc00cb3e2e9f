"""A possible table: the pieces of text in it, and what parts its rows and columns."""

from dataclasses import dataclass, field

from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.scene.pieces import Piece
from viscodex_model.read.scene.regions import Region

# Edges agree within so many pixels.
EDGE = 4.0
# A text may reach so far over the edge of its column and still be in it (pixels).
INTO = 3.0
# Buttons, badges and boxes to tick have corners at least so round, and are no higher (pixels).
ROUND, LOW = 2.0, 64.0


@dataclass(eq=False)
class Area:
    """The pieces of a possible table with what parts its rows (ys) and columns (xs), in pixels of the picture; its
    drawn `cells`, and the `buttons` and badges in it."""

    box: Box
    pieces: list[Piece]
    ys: list[float] = field(default_factory=list)
    xs: list[float] = field(default_factory=list)
    cells: list[Region] = field(default_factory=list)
    ruled: bool = True
    buttons: list[Box] = field(default_factory=list)


def inside(box: Box, point: tuple[float, float]) -> bool:
    """Whether a point lies in a box."""
    return box.left <= point[0] < box.right and box.top <= point[1] < box.bottom


def is_button(region: Region) -> bool:
    """Whether a region is a button or badge: low, with round corners. Cells have square ones."""
    return region.radius >= ROUND and region.box.height <= LOW and not region.inside
