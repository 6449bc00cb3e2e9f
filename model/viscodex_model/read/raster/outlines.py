"""Outlines of shapes as polygons: traced around a mask, measured, and drawn."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

# Corners x 2, each x and y in pixels, in order around the shape.
Outline = npt.NDArray[np.int32]

# The eight neighbours clockwise in the picture, from the right one on.
_AROUND = ((1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1))
# So many corners tell how far a point is from an outline, to less than a pixel.
TELLING = 120


def outline_of(mask: npt.NDArray[Any]) -> Outline:
    """The outermost pixels of a connected mask that is not empty, in order (Moore's neighbourhood)."""
    wide = mask.shape[1] + 2
    flags = np.pad(mask != 0, 1).tobytes()
    offsets = [x + wide * y for x, y in _AROUND]
    first = flags.index(1)
    place, way, found = first, 7, []
    start = None
    while True:
        for turn in range(8):
            try_way = (way + turn) % 8
            if flags[place + offsets[try_way]]:
                break
        else:
            return np.array([[first % wide - 1, first // wide - 1]], np.int32)
        if start is None:
            start = place, try_way
        elif (place, try_way) == start:
            break
        found.append(place)
        place += offsets[try_way]
        # Back to the neighbour after the one that was empty last.
        way = (try_way + (5 if try_way % 2 else 6)) % 8
    rows, columns = np.divmod(np.array(found), wide)
    return np.column_stack([columns - 1, rows - 1]).astype(np.int32)


def area(outline: Outline) -> float:
    """The area inside (the shoelace formula)."""
    x, y = outline.astype(float).T
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def hull(outline: Outline) -> Outline:
    """The convex hull (Andrew's monotone chain, 1979)."""
    ordered = np.unique(outline, axis=0)
    if len(ordered) < 3:
        return ordered
    _, first = np.unique(ordered[:, 0], return_index=True)
    last = np.append(first[1:], len(ordered)) - 1
    # Of a column of pixels only the uppermost and the lowest can be corners.
    kept = np.unique(np.concatenate([first, last]))
    points = [(int(x), int(y)) for x, y in ordered[kept]]
    lower, upper = list(_chain(points)), list(_chain(points[::-1]))
    return np.array(lower[:-1] + upper[:-1], np.int32)


def _chain(points: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    chain: list[tuple[int, int]] = []
    for x, y in points:
        while len(chain) > 1 and _turns_back(chain[-2], chain[-1], (x, y)):
            chain.pop()
        chain.append((x, y))
    yield from chain


def _turns_back(one: tuple[int, int], two: tuple[int, int], three: tuple[int, int]) -> bool:
    return (two[0] - one[0]) * (three[1] - one[1]) <= (two[1] - one[1]) * (three[0] - one[0])


def holds(outline: Outline, x: float, y: float) -> bool:
    """Whether a point is inside, or on the outline (even-odd rule)."""
    ones, others = outline.astype(float), np.roll(outline.astype(float), -1, axis=0)
    between = (ones[:, 1] > y) != (others[:, 1] > y)
    (x1, y1), (x2, y2) = ones[between].T, others[between].T
    crossings = x1 + (y - y1) * (x2 - x1) / (y2 - y1)
    if (crossings > x).sum() % 2:
        return True
    return bool(distances(outline, np.array([[x, y]]))[0] < 0.01)


def distances(outline: Outline, places: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """How far each of the places (n x 2) is from the outline, in pixels."""
    corners = outline[:: max(1, len(outline) // TELLING)].astype(float)
    along = np.roll(corners, -1, axis=0) - corners
    length = np.maximum(1e-9, (along**2).sum(axis=1))
    offset = places[:, None].astype(float) - corners[None]
    share = np.clip((offset * along).sum(axis=2) / length, 0, 1)
    away = offset - share[..., None] * along
    nearest: npt.NDArray[np.float64] = np.sqrt((away**2).sum(axis=2).min(axis=1))
    return nearest


def filled(outline: Outline, shape: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """A mask of that shape, set on and inside of the outline."""
    image = Image.new("1", (shape[1], shape[0]))
    corners = [(int(x), int(y)) for x, y in outline]
    if len(corners) > 1:
        ImageDraw.Draw(image).polygon(corners, fill=1, outline=1)
    return np.asarray(image).copy()
