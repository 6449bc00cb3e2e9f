"""Curves: the course of a thin line of one colour, followed from column to column."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from viscodex_model.read.charts.plot.frame import Mask

# Columns that a curve may be hidden for: dashes, crossings, labels.
MAX_GAP = 14
# How far a run may be from where its curve is expected, beside half of its own height.
REACH = 3.0
# Columns that two curves may share where they cross.
MAX_SHARED = 14
# Columns from which on a track's course is known.
GROWN = 8
# Curves that cross differ in slope by at least so much.
APART = 0.2
# A track is a curve from so many columns on, and from this share of the columns of the longest.
LEAST_COLUMNS = 10
LEAST_SHARE = 0.15
# A grid line beside a curve is at most so many pixels thick.
SPIKE = 2
# The simplified course stays within so many pixels of the measured one.
SIMPLIFY = 0.7


@dataclass(slots=True)
class _Track:
    columns: list[int] = field(default_factory=list)
    middles: list[float] = field(default_factory=list)
    heights: list[int] = field(default_factory=list)
    run: tuple[int, int] = (0, 0)
    shared: int = 0

    def slope(self) -> float:
        if len(self.columns) < 4:
            return 0.0
        back = min(len(self.columns), 8)
        return (self.middles[-1] - self.middles[-back]) / max(1, self.columns[-1] - self.columns[-back])

    def expected(self, column: int) -> float:
        """Where the curve is by the slope of its last columns."""
        return self.middles[-1] + self.slope() * (column - self.columns[-1])

    def reach(self, column: int) -> float:
        """How far from there it may be: the longer a gap and the steeper the course, the farther."""
        return REACH + 0.4 * (column - self.columns[-1] - 1) * max(1.0, abs(self.slope()))

    def usual_height(self) -> int:
        last = sorted(self.heights[-15:])
        return last[len(last) // 2]

    def add(self, column: int, middle: float, run: tuple[int, int]) -> None:
        self.columns.append(column)
        self.middles.append(middle)
        self.heights.append(run[1] - run[0])
        self.run = run

    def away(self, run: tuple[int, int], column: int) -> float:
        """How far a run is from where the curve should go on: little where the two runs touch (a steep course)."""
        expected = self.expected(column)
        straight = max(run[0] - expected, expected - run[1], 0)
        gap = max(run[0] - self.run[1], self.run[0] - run[1], 0)
        return min(straight, gap + 1) if column - self.columns[-1] <= 2 else straight


@dataclass(frozen=True, slots=True)
class Trace:
    """A curve in pixels of its mask: its course, the line's thickness, and whether it has gaps."""

    points: tuple[tuple[float, float], ...]
    thickness: float
    dashed: bool


def find_curves(mask: Mask) -> tuple[Trace, ...]:
    """The curves of a mask, the longest first."""
    tracks = _chained(_follow(mask))
    longest = max((len(track.columns) for track in tracks), default=0)
    kept = [track for track in tracks if len(track.columns) >= max(LEAST_COLUMNS, LEAST_SHARE * longest)]
    kept.sort(key=lambda track: -len(track.columns))
    return tuple(_trace(track) for track in kept)


def simplify(points: Sequence[tuple[float, float]], tolerance: float) -> tuple[tuple[float, float], ...]:
    """Fewer points with the same course within `tolerance` (Douglas and Peucker, 1973)."""
    course = np.asarray(points, float)
    keep = np.zeros(len(course), bool)
    keep[[0, -1]] = True
    pending = [(0, len(course) - 1)]
    while pending:
        first, last = pending.pop()
        if last - first < 2:
            continue
        start, along = course[first], course[last] - course[first]
        away = course[first + 1 : last] - start
        offsets = np.abs(along[0] * away[:, 1] - along[1] * away[:, 0]) / max(1e-9, float(np.hypot(*along)))
        worst = int(offsets.argmax())
        if offsets[worst] > tolerance:
            middle = first + 1 + worst
            keep[middle] = True
            pending += [(first, middle), (middle, last)]
    return tuple((float(x), float(y)) for x, y in course[keep])


def _chained(tracks: Sequence[_Track]) -> list[_Track]:
    """Tracks of which one takes over where another soon ends: beside a marker a steep course is lost and found."""
    chained: list[_Track] = []
    for track in sorted(tracks, key=lambda track: track.columns[0]):
        before = (
            [one for one in chained if _takes_over(track, one)] if len(track.columns) >= LEAST_COLUMNS else []
        )
        if not before:
            chained.append(track)
            continue
        head = max(before, key=lambda one: len(one.columns))
        count = bisect_left(head.columns, track.columns[0])
        head.columns = head.columns[:count] + track.columns
        head.middles = head.middles[:count] + track.middles
        head.heights = head.heights[:count] + track.heights
    return chained


def _takes_over(track: _Track, head: _Track) -> bool:
    """Whether `head` ends soon after `track` begins, and touches it there."""
    start = track.columns[0]
    if not head.columns[0] < start <= head.columns[-1] + 3 or head.columns[-1] - start > MAX_GAP:
        return False
    at = min(bisect_left(head.columns, start), len(head.columns) - 1)
    return abs(head.middles[at] - track.middles[0]) <= (head.heights[at] + track.heights[0]) / 2 + REACH


def _follow(mask: Mask) -> list[_Track]:
    done: list[_Track] = []
    active: list[_Track] = []
    edges = np.diff(np.pad(mask.astype(np.int8), ((1, 1), (0, 0))), axis=0)
    for column in range(mask.shape[1]):
        starts, ends = np.flatnonzero(edges[:, column] == 1), np.flatnonzero(edges[:, column] == -1)
        runs = _joined(list(zip(starts.tolist(), ends.tolist(), strict=True)))
        ended = [track for track in active if column - track.columns[-1] > MAX_GAP]
        done += ended
        active = [track for track in active if column - track.columns[-1] <= MAX_GAP]
        done += _extend(active, runs, column)
    return done + active


def _joined(runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs that are a pixel or two apart are one: a grid line or a compressed edge divides them."""
    joined: list[tuple[int, int]] = []
    for start, end in runs:
        if joined and start - joined[-1][1] <= 2:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _extend(active: list[_Track], runs: Sequence[tuple[int, int]], column: int) -> list[_Track]:
    """Give each track the run it meets; where curves cross, one run serves both. Other runs begin tracks.

    Returns the tracks that end here.
    """
    claims = [(track, near) for track in active if (near := _nearest(track, runs, column)) is not None]
    slopes: dict[int, list[float]] = {}
    for track, near in claims:
        if len(track.columns) >= GROWN:
            slopes.setdefault(near, []).append(track.slope())
    taken: set[int] = set()
    for track, near in sorted(claims, key=lambda claim: -len(claim[0].columns)):
        start, end = runs[near]
        middle, expected = (start + end) / 2, track.expected(column)
        # Where two curves cross, the run is theirs together: each goes on as it was.
        crossing = slopes.get(near, [0.0])
        if max(crossing) - min(crossing) >= APART and start <= expected <= end:
            half = track.usual_height() / 2
            middle = min(max(expected, start + half), max(end - half, start + half))
        track.shared = track.shared + 1 if near in taken else 0
        track.add(column, middle, (start, end))
        taken.add(near)
    # Two tracks that stay on one course are one curve: the shorter ends.
    ended = [track for track in active if track.shared > MAX_SHARED]
    active[:] = [track for track in active if track.shared <= MAX_SHARED]
    for index, (start, end) in enumerate(runs):
        if index not in taken:
            track = _Track()
            track.add(column, (start + end) / 2, (start, end))
            active.append(track)
    return ended


def _nearest(track: _Track, runs: Sequence[tuple[int, int]], column: int) -> int | None:
    """The index of the run that the track goes on in."""
    away = [track.away(run, column) for run in runs]
    return away.index(min(away)) if away and min(away) <= track.reach(column) else None


def _trace(track: _Track) -> Trace:
    columns = np.array(track.columns)
    plain = _without_spikes(track)
    points = [(columns[index] + 0.5, track.middles[index]) for index in plain]
    gaps = int((np.diff(columns) > 2).sum())
    course = simplify(points, SIMPLIFY)
    length = float(np.hypot(*np.diff(np.array(course), axis=0).T).sum())
    # A steep line has high runs: its thickness is its area by its length.
    thickness = sum(track.heights) / max(1.0, length)
    return Trace(course, thickness, gaps >= max(3, len(columns) / 60))


def _without_spikes(track: _Track) -> list[int]:
    """The columns whose run is not far higher than those beside it: a grid line below or above the curve makes such."""
    heights = np.array(track.heights)
    padded = np.pad(heights, SPIKE + 1, mode="edge")
    beside = [np.roll(padded, step)[SPIKE + 1 : -SPIKE - 1] for step in (SPIKE + 1, -SPIKE - 1)]
    kept = heights <= 4 * np.maximum(*beside) + 4
    kept[[0, -1]] = True
    return np.flatnonzero(kept).tolist()
