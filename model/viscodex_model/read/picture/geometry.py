"""Boxes and colours, the two measures that every room of the reader speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass

RGB = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the picture; `right` and `bottom` are exclusive."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def center(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def scaled(self, factor: float) -> "Box":
        """Where it is in a picture that is so many times as large."""
        return Box(self.left * factor, self.top * factor, self.right * factor, self.bottom * factor)

    def seen_from(self, left: float, top: float) -> "Box":
        """Where it is in a part of the picture that begins at `left` and `top`."""
        return Box(self.left - left, self.top - top, self.right - left, self.bottom - top)


def union(boxes: Iterable[Box]) -> Box:
    """The box around at least one box."""
    every = list(boxes)
    return Box(
        min(box.left for box in every),
        min(box.top for box in every),
        max(box.right for box in every),
        max(box.bottom for box in every),
    )
