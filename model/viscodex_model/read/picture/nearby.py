"""Boxes looked up by where they are: a spreadsheet has thousands of them, and each has a few neighbours only."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from viscodex_model.read.picture.geometry import Box

# The side of a field of the map, in pixels: about the width of a cell.
FIELD = 64
Thing = TypeVar("Thing")


class Nearby(Generic[Thing]):
    """Things with their boxes, in the order in which they came."""

    def __init__(self, things: Iterable[tuple[Box, Thing]] = ()) -> None:
        self._things: list[tuple[Box, Thing]] = []
        self._fields: dict[tuple[int, int], list[int]] = defaultdict(list)
        for box, thing in things:
            self.add(box, thing)

    def add(self, box: Box, thing: Thing) -> None:
        """One more thing, the last."""
        for field in _fields(box, 0.0):
            self._fields[field].append(len(self._things))
        self._things.append((box, thing))

    def near(self, box: Box, reach: float = 0.0) -> list[Thing]:
        """The things of which no edge is farther than `reach` from a box, and maybe some more, in their order."""
        found = {number for field in _fields(box, reach) for number in self._fields.get(field, ())}
        return [self._things[number][1] for number in sorted(found)]


def _fields(box: Box, reach: float) -> Iterator[tuple[int, int]]:
    left, right = int((box.left - reach) // FIELD), int((box.right + reach) // FIELD)
    top, bottom = int((box.top - reach) // FIELD), int((box.bottom + reach) // FIELD)
    return ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
