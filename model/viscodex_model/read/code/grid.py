"""The grid that monospaced text stands on: the pitch of its rows and the advance of its characters."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from viscodex_model.read.picture.geometry import Box

# A box lower than this share of the usual height is a minimap's line or a speck.
LOWEST = 0.55
# How far a row may stand from its place on the grid, in pitches, of which at most so many heights of text count.
STRAY, LOOSE = 0.22, 1.2
# Two grids are one where their ends are so near, in pitches, and their pitches within this share.
ONE_GRID, ONE_PITCH = 0.25, 0.01
# Rows are no nearer to one another than this share of a line's height.
CLOSEST = 0.6
MOST_FITS = 6
# A grid is looked for through so many lines at least, of more through every second one, or third.
ANCHORS = 64
# How many rows may be added below those that the detector found, and how wide the ink of one above may be, in advances.
MOST_MISSED, WIDEST_ABOVE = 3, 3.5
# How far the baseline is below the middle of a row, in advances.
BASELINE = 0.26 / 0.6


@dataclass(frozen=True, slots=True)
class Rows:
    """Row `k` has its middle at `first + k * pitch` pixels; there are `count`."""

    first: float
    pitch: float
    count: int

    def middle(self, row: int) -> float:
        return self.first + row * self.pitch

    def nearest(self, y: float) -> int:
        return round((y - self.first) / self.pitch)


def text_boxes(boxes: Sequence[Box]) -> list[Box]:
    """The boxes that are as high as lines of the text, without specks and minimap."""
    if not boxes:
        return []
    # Weighted by width: many small boxes (a minimap, a gutter) do not outvote the code.
    order = sorted(boxes, key=lambda box: box.height)
    weights = np.cumsum([box.width for box in order])
    usual = order[int(np.searchsorted(weights, weights[-1] / 2))].height
    return [box for box in boxes if LOWEST * usual < box.height < 1.9 * usual]


def measure_rows(boxes: Sequence[Box]) -> Rows | None:
    """The grid of rows that most of `boxes` stand on; None where there is none."""
    height = float(np.median([box.height for box in boxes])) if boxes else 0.0
    middles = _clusters([box.center[1] for box in boxes], near=0.4 * height)
    if not middles:
        return None
    if len(middles) == 1:
        return Rows(middles[0], height, 1)
    steps = [below - above for above, below in pairwise(middles)]
    # Boxes stand a little higher or lower with the letters in them, which two steps even out.
    steps += [(below - above) / 2 for above, below in zip(middles, middles[2:], strict=False)]
    anchors = middles[:: max(1, len(middles) // ANCHORS)]
    best: tuple[float, list[tuple[int, float]]] = (0.0, [])
    for pitch in _pitches(steps, least=CLOSEST * height):
        for anchor in anchors:
            on = _on_grid(middles, anchor, pitch, height)
            # A finer grid holds more by chance: what counts is how many of its rows are there.
            held = len({row for row, _ in on})
            score = held - 0.2 * (on[-1][0] - on[0][0] + 1 - held)
            if score > best[0]:
                best = (score, on)
    return _fitted(best[1], middles, height)


def rows_beside(numbers: Sequence[Box], boxes: Sequence[Box]) -> Rows | None:
    """The grid of rows of text: that of `boxes`, where `numbers`, which stand beside rows, are on it; else that of the
    numbers, with those of `boxes` that stand on it above and below.

    What lies over the text, between its rows, does not count."""
    rows, usual = measure_rows(numbers), measure_rows(boxes)
    if rows is None or rows.count < len(numbers) or (usual and _have_one_grid(rows, usual)):
        return usual
    height = float(np.median([box.height for box in boxes]))
    on = _on_grid([box.center[1] for box in boxes], rows.first, rows.pitch, height)
    first = min([0, *(row for row, _ in on)])
    last = max([rows.count - 1, *(row for row, _ in on)])
    return Rows(rows.middle(first), rows.pitch, last - first + 1)


def _have_one_grid(rows: Rows, usual: Rows) -> bool:
    last = rows.middle(rows.count - 1)
    return all(
        abs(usual.middle(usual.nearest(y)) - y) < ONE_GRID * usual.pitch for y in (rows.first, last)
    ) and (abs(rows.pitch - usual.pitch) < ONE_PITCH * usual.pitch)


def _pitches(steps: Sequence[float], *, least: float) -> list[float]:
    return sorted(
        {pitch for step in steps for part in (1, 2, 3) if (pitch := round(step / part, 1)) >= least}
    )


def _on_grid(middles: Sequence[float], anchor: float, pitch: float, height: float) -> list[tuple[int, float]]:
    """The lines that stand on a grid, each with the number of its row; a wide grid is not looser than a close one."""
    numbered = [(round((y - anchor) / pitch), y) for y in middles]
    near = STRAY * min(pitch, LOOSE * height)
    return [(row, y) for row, y in numbered if abs(y - anchor - row * pitch) < near]


def _fitted(rows: Sequence[tuple[int, float]], middles: Sequence[float], height: float) -> Rows | None:
    """The grid through `rows` and through all of `middles` that then stand on it: a pitch that is slightly off loses
    lines far away."""
    if len(rows) < 2:
        return None
    for _ in range(MOST_FITS):
        numbers, places = np.array(rows).T
        pitch, first = np.polyfit(numbers, places, 1)
        before, rows = rows, _on_grid(middles, float(first), float(pitch), height)
        if len(rows) == len(before):
            break
    start = min(row for row, _ in rows)
    return Rows(float(first + start * pitch), float(pitch), max(row for row, _ in rows) - start + 1)


def _clusters(values: Sequence[float], *, near: float) -> list[float]:
    """Middles of boxes that stand in one row."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] < near:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [float(np.median(group)) for group in groups]


def centered(rows: Rows, heights: npt.NDArray[np.float64], *, advance: float) -> Rows:
    """`rows` moved so that their middles lie half-way between the tops of tall letters and the ends of hanging ones.

    `heights` is how much ink each row of pixels has. Boxes surround whatever letters a line has; the baseline, where
    the ink of all lines folded together drops most, is the same for all.
    """
    bins = max(8, round(rows.pitch))
    places = ((np.arange(len(heights)) + 0.5 - rows.first) / rows.pitch + 0.5) % 1
    folded = np.bincount((places * bins).astype(int) % bins, weights=heights, minlength=bins)
    soft = max(1, bins // 14)
    above = sum(np.roll(folded, step) for step in range(1, soft + 1))
    below = sum(np.roll(folded, -step) for step in range(soft))
    drop = np.asarray(above - below)
    drop[: int(0.45 * bins)] = 0
    baseline = (float(drop.argmax()) / bins - 0.5) * rows.pitch
    # Tall letters reach 0.76 em above the baseline, hanging ones 0.24 em below; an em is 1/0.6 advances.
    return Rows(rows.first + baseline - BASELINE * advance, rows.pitch, rows.count)


def extended(rows: Rows, ink: npt.NDArray[np.uint8], *, advance: float) -> Rows:
    """`rows` with those below, and the one above, that begin where others begin: the detector misses a lone quote or
    brace."""

    def columns(row: int) -> npt.NDArray[np.intp]:
        top, bottom = round(rows.middle(row) - rows.pitch / 2), round(rows.middle(row) + rows.pitch / 2)
        return np.flatnonzero(
            ink[max(0, top + 1) : max(0, bottom - 1 if bottom <= len(ink) else 0)].any(axis=0)
        )

    def start(row: int) -> int | None:
        found = columns(row)
        return int(found[0]) if found.size >= 2 else None

    usual = [place for place in map(start, range(rows.count)) if place is not None]

    def begins_alike(row: int) -> bool:
        place = start(row)
        return place is not None and any(abs(place - other) < 0.6 * advance for other in usual)

    count = rows.count
    while count < rows.count + MOST_MISSED and begins_alike(count):
        count += 1
    # Above, there may be a window's dots, which are wider than a lone quote.
    above = columns(-1) if rows.middle(-1) > rows.pitch / 2 else np.array([])
    if above.size and np.ptp(above) < WIDEST_ABOVE * advance and begins_alike(-1):
        return Rows(rows.first - rows.pitch, rows.pitch, count + 1)
    return Rows(rows.first, rows.pitch, count)


def measure_advance(
    profile: npt.NDArray[np.float64], guess: float, *, within: float = 0.06
) -> tuple[float, float]:
    """The advance near `guess`, and where cells begin, from how much ink each column of pixels has.

    Characters stand in the middle of their cells, so the ink's profile has a strong wave with the advance as its
    length; its trough is where one cell ends and the next begins.
    """
    columns = np.arange(len(profile))
    advances = np.arange(guess * (1 - within), guess * (1 + within), guess * guess / (8 * len(profile)))
    waves = np.exp(-2j * np.pi * columns[None] / advances[:, None]) @ (profile - profile.mean())
    best = int(np.abs(waves).argmax())
    peak = -float(np.angle(waves[best])) / (2 * np.pi) * float(advances[best])
    advance = float(advances[best])
    return advance, (peak + 0.5 + advance / 2) % advance
