"""Plots within a page: a lattice of empty fields, cut by whatever is drawn over it, is one drawing and no boxes."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from viscodex_model.read.picture.colors import ground_of
from viscodex_model.read.picture.geometry import Box, union
from viscodex_model.read.picture.nearby import Nearby
from viscodex_model.read.picture.pixels import Pixels, crop
from viscodex_model.read.scene.graphics import Graphic, merged, overlap
from viscodex_model.read.scene.regions import Region, contains
from viscodex_model.read.scene.see import Scene

# A lattice has at least so many fields, in so many rows and columns; those of one lie no farther apart (pixels).
LEAST_FIELDS, LEAST_LINES, APART = 9, 3, 4
Place = tuple[float, float]
# Edges of fields are of one row or column within so many pixels.
SAME = 3


def with_plots(scene: Scene, pixels: Pixels) -> tuple[Scene, int]:
    """The scene with each lattice as one drawing, and how many there are."""
    written = Nearby((piece.box, piece.box.center) for piece in scene.pieces)
    plots = [box for region in scene.root.walk() for box in _lattices(region, scene, written)]
    if not plots:
        return scene, 0
    for region in scene.root.walk():
        region.inside = [one for one in region.inside if not any(contains(box, one.box) for box in plots)]
    drawn = [Graphic(box, ground_of(crop(pixels, box))) for box in plots]
    return scene.redrawn(plots, drawn), len(plots)


def _lattices(parent: Region, scene: Scene, written: Nearby[Place]) -> Iterator[Box]:
    """The boxes of lattices among the fields of a region, with the strokes that reach out of them."""
    fields = [one.box for one in parent.inside if not _written_in(one.box, written)]
    if len(fields) < LEAST_FIELDS:
        return
    for group in merged([_grown(box) for box in fields]):
        own = [box for box in fields if overlap(box, group)]
        lines = _count([box.top for box in own]), _count([box.left for box in own])
        box = union(own)
        if len(own) < LEAST_FIELDS or min(lines) < LEAST_LINES or _written_in(box, written):
            continue
        strokes = (*(graphic.box for graphic in scene.graphics), *(rule.box for rule in scene.rules))
        whole = union([box, *(stroke for stroke in strokes if overlap(stroke, _grown(box)))])
        yield box if _written_in(whole, written) else whole


def _grown(box: Box) -> Box:
    return Box(box.left - APART, box.top - APART, box.right + APART, box.bottom + APART)


def _count(edges: Sequence[float]) -> int:
    """How many lines edges lie on."""
    ordered = sorted(edges)
    return 1 + sum(later - one > SAME for one, later in pairwise(ordered))


def _written_in(box: Box, written: Nearby[Place]) -> bool:
    """Whether the middle of a text lies in a box; `written` are the middles."""
    return any(box.left <= x < box.right and box.top <= y < box.bottom for x, y in written.near(box))
