"""Where a chart's plot lies: a panel of its own colour, else the extent of long straight rules (spines, grid)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viscodex_model.read.picture.colors import distance, ground_of
from viscodex_model.read.picture.geometry import RGB, Box
from viscodex_model.read.picture.pixels import Pixels, crop
from viscodex_model.read.raster.components import components
from viscodex_model.read.raster.differences import apart, largest_channel
from viscodex_model.read.raster.morphology import closed, opened

# The least difference of a rule from what is beside it; a light grid on white differs by about 17.
FAINT = 8
# A rule is at least this share of the picture's side long, and at most this many pixels thick.
LEAST_LENGTH = 0.25
# Bars may hide parts of it: the least length of a piece, and the least share that is seen.
LEAST_PIECE, COVERED = 0.06, 0.3
MAX_THICKNESS = 5
# The length of a tick mark, in pixels, at most.
TICK = 12
# A panel fills its box to this share, and covers at least this share of the picture.
PANEL_FILL, PANEL_AREA = 0.85, 0.2

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line along an axis: where it stands across it, from where to where it goes, how thick it is."""

    place: float
    start: float
    end: float
    thickness: int

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot's box, the colours of the figure and of the plot's ground, and the rules within the picture."""

    box: Box
    figure: RGB
    panel: bool
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]


def find_frame(
    pixels: Pixels,
    across: Sequence[Rule],
    down: Sequence[Rule],
    *,
    ticks_x: Sequence[float] = (),
    ticks_y: Sequence[float] = (),
    labels: Sequence[Box] = (),
) -> Frame | None:
    """The plot, given the picture's rules and the tick labels: their places along both axes, and their boxes."""
    figure = margin_color(pixels)
    panel = _panel(pixels, figure)
    if panel is not None and _within(labels, panel) > 0.5 * len(labels):
        # What has the labels within is the figure, on a page: its own edges are none of the plot's.
        figure = margin_color(crop(pixels, panel))
        across = [rule for rule in across if panel.left + 3 < rule.start and rule.end < panel.right - 3]
        down = [rule for rule in down if panel.top + 3 < rule.start and rule.end < panel.bottom - 3]
    elif panel is not None and _holds(panel, ticks_x, ticks_y):
        return Frame(panel, figure, True, tuple(across), tuple(down))
    box = _extent(across, down, ticks_x, ticks_y)
    return None if box is None else Frame(box, figure, False, tuple(across), tuple(down))


def margin_color(pixels: Pixels) -> RGB:
    """The commonest colour along the picture's edge."""
    edge = np.concatenate(
        [pixels[:3].reshape(-1, 3), pixels[-3:].reshape(-1, 3), pixels[:, :3].reshape(-1, 3)]
    )
    return ground_of(edge[None])


def find_rules(pixels: Pixels) -> tuple[Rule, ...]:
    """Thin straight lines from left to right, also where bars stand before them."""
    width = pixels.shape[1]
    drawn = _thin(pixels)
    # Crossings leave gaps. A wider closing would join tick labels to the spine by way of their tick marks.
    joined = closed(drawn, 1, 3)
    pieces = components(opened(joined, 1, max(12, round(LEAST_PIECE * width))), corners=True)
    found = [
        Rule(float(pieces.middle_rows[index]), left, left + across, thickness)
        for index, (left, _, across, thickness, _) in enumerate(pieces.boxes)
        if index and thickness <= MAX_THICKNESS
    ]
    found.sort(key=lambda rule: rule.place)
    return tuple(rule for rule in _in_one_line(found) if rule.length >= LEAST_LENGTH * width)


def _in_one_line(pieces: Sequence[Rule]) -> Iterator[Rule]:
    """Pieces on one line become one rule, where they make up enough of it."""
    remaining = list(pieces)
    while remaining:
        first = remaining[0]
        line = [piece for piece in remaining if abs(piece.place - first.place) <= 1.2]
        remaining = [piece for piece in remaining if piece not in line]
        start, end = min(piece.start for piece in line), max(piece.end for piece in line)
        if sum(piece.length for piece in line) >= COVERED * (end - start):
            longest = max(line, key=lambda piece: piece.length)
            yield Rule(longest.place, start, end, longest.thickness)


def _thin(pixels: Pixels) -> npt.NDArray[np.uint8]:
    """Pixels that differ from those a few rows above and below them alike."""
    step = MAX_THICKNESS + 1
    padded = np.pad(pixels, ((step, step), (0, 0), (0, 0)), mode="edge")
    above, below = apart(pixels, padded[: -2 * step]), apart(pixels, padded[2 * step :])
    thin: Mask = (largest_channel(above) > FAINT) & (largest_channel(below) > FAINT)
    return thin.astype(np.uint8)


def _panel(pixels: Pixels, figure: RGB) -> Box | None:
    """The largest part of another colour than the figure, where it fills a rectangle."""
    # A grid in the figure's colour divides the panel into tiles; tick marks reach out of it.
    other = opened(closed(distance(pixels, figure) > FAINT, 5, 5), 11, 11)
    parts = components(other, corners=False)
    if not parts.count:
        return None
    left, top, width, height, area = max(parts.boxes[1:], key=lambda found: found[4])
    if area < PANEL_FILL * width * height or area < PANEL_AREA * other.size:
        return None
    return Box(left, top, left + width, top + height)


def _within(labels: Sequence[Box], panel: Box) -> int:
    """How many labels are well within a panel; those beside a plot may touch its edge."""
    return sum(
        panel.left + label.height < label.center[0] < panel.right - label.height
        and panel.top + label.height < label.center[1] < panel.bottom - label.height
        for label in labels
    )


def _holds(box: Box, ticks_x: Sequence[float], ticks_y: Sequence[float]) -> bool:
    """Whether the labels' places are within the box: a filled bar is no panel."""
    return all(box.left - 4 <= place <= box.right + 4 for place in ticks_x) and all(
        box.top - 4 <= place <= box.bottom + 4 for place in ticks_y
    )


def _extent(
    across: Sequence[Rule], down: Sequence[Rule], ticks_x: Sequence[float], ticks_y: Sequence[float]
) -> Box | None:
    """From the ends of the longest rules; where there are none one way, from the others and the labels."""
    sides = _ends(across), _ends(down)
    left, right = sides[0] or _span([rule.place for rule in down], ticks_x) or (0.0, 0.0)
    top, bottom = sides[1] or _span([rule.place for rule in across], ticks_y) or (0.0, 0.0)
    if sides[0] is not None and len(down) >= 2:
        left, right = min(left, down[0].place), max(right, down[-1].place)
    if sides[1] is not None and len(across) >= 2:
        top, bottom = min(top, across[0].place), max(bottom, across[-1].place)
    if ticks_y:
        top, bottom = min(top, *ticks_y), max(bottom, *ticks_y)
    if ticks_x:
        left, right = min(left, *ticks_x), max(right, *ticks_x)
    left, right = _snapped(left, right, [rule.place for rule in down if rule.length > 0.7 * (bottom - top)])
    top, bottom = _snapped(top, bottom, [rule.place for rule in across if rule.length > 0.7 * (right - left)])
    return Box(left, top, right, bottom) if right - left > 20 and bottom - top > 20 else None


def _snapped(first: float, last: float, places: Sequence[float]) -> tuple[float, float]:
    """The ends moved inwards to a rule across that is close: tick marks lengthen a spine at its corners."""
    after = [place for place in places if first <= place <= first + TICK]
    before = [place for place in places if last - TICK <= place <= last]
    return min(after, default=first), max(before, default=last)


def _ends(rules: Sequence[Rule]) -> tuple[float, float] | None:
    if not rules:
        return None
    longest = max(rule.length for rule in rules)
    full = [rule for rule in rules if rule.length >= 0.9 * longest]
    return float(np.median([rule.start for rule in full])), float(np.median([rule.end for rule in full]))


def _span(places: Sequence[float], ticks: Sequence[float]) -> tuple[float, float] | None:
    known = [*places, *ticks]
    return (min(known), max(known)) if len(known) >= 2 else None
