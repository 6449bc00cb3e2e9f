"""A picture as it stands upright, and where things of it are in the picture that was given."""

import dataclasses
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from viscodex_model.read.picture.colors import ground_of
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.recognition.lines import Line

# From a place upright (x, y, 1) to the place in the picture (x, y): 2 x 3.
Places = npt.NDArray[Any]


@dataclass(frozen=True)
class View:
    """The pixels upright, `places` from them into the picture of `width` and `height`, and a sentence about it."""

    pixels: Pixels
    places: Places
    width: int
    height: int
    said: str

    def box_in_picture(self, box: Box) -> Box:
        """The box around where `box` is in the picture."""
        corners = np.array(
            [(x, y, 1.0) for x in (box.left, box.right) for y in (box.top, box.bottom)], np.float64
        )
        xs, ys = (self.places @ corners.T).tolist()
        return Box(
            max(0.0, min(xs)),
            max(0.0, min(ys)),
            min(float(self.width), max(xs)),
            min(float(self.height), max(ys)),
        )

    def line_in_picture(self, line: Line) -> Line:
        """The line with boxes of the picture; places of single characters are not told."""
        words = tuple(dataclasses.replace(word, box=self.box_in_picture(word.box)) for word in line.words)
        return dataclasses.replace(line, box=self.box_in_picture(line.box), words=words, glyphs=())


# What has to be done with a picture that stands so, and the places it comes from, by its width and height.
HALF, LEFT, RIGHT, MIRRORED, FLIPPED = "half", "left", "right", "mirrored", "flipped"
TURNS = {
    HALF: "The picture stands upside down: it was turned before it was read.",
    LEFT: "The picture lies on its side: it was turned before it was read.",
    RIGHT: "The picture lies on its side: it was turned before it was read.",
    MIRRORED: "The picture is mirrored: it was mirrored back before it was read.",
    FLIPPED: "The picture is mirrored: it was mirrored back before it was read.",
}


def turn(pixels: Pixels, name: str) -> Pixels:
    """The pixels after one of `TURNS`; `LEFT` is a quarter against the clock."""
    ways = {
        HALF: lambda: pixels[::-1, ::-1],
        LEFT: lambda: np.rot90(pixels),
        RIGHT: lambda: np.rot90(pixels, 3),
        MIRRORED: lambda: pixels[:, ::-1],
        FLIPPED: lambda: pixels[::-1],
    }
    return np.ascontiguousarray(ways[name]())


def turned_view(pixels: Pixels, name: str) -> View:
    """The picture after one of `TURNS`."""
    height, width = pixels.shape[:2]
    places = {
        HALF: ((-1, 0, width), (0, -1, height)),
        LEFT: ((0, -1, width), (1, 0, 0)),
        RIGHT: ((0, 1, 0), (-1, 0, height)),
        MIRRORED: ((-1, 0, width), (0, 1, 0)),
        FLIPPED: ((1, 0, 0), (0, -1, height)),
    }[name]
    return View(turn(pixels, name), np.array(places, np.float64), width, height, TURNS[name])


def straight_area(pixels: Pixels, degrees: float) -> int:
    """How many pixels `straight_view` has."""
    return math.prod(_straight_size(pixels, degrees))


def straight_view(pixels: Pixels, degrees: float) -> View:
    """The picture turned so that lines which sink by `degrees` to the right are level; its corners are filled with the
    commonest colour."""
    height, width = pixels.shape[:2]
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    wide, high = _straight_size(pixels, degrees)
    linear = np.array(((cos, -sin), (sin, cos)))
    shift = np.array((width / 2, height / 2)) - linear @ (wide / 2, high / 2)
    places = np.column_stack([linear, shift])
    straight = Image.fromarray(pixels).transform(
        (wide, high),
        Image.Transform.AFFINE,
        tuple(places.ravel().tolist()),
        Image.Resampling.BICUBIC,
        fillcolor=ground_of(pixels),
    )
    said = (
        f"The picture is tilted by {abs(degrees):.1f}°: it was straightened before it was read, "
        "and characters may be misread."
    )
    return View(np.asarray(straight), places, width, height, said)


def _straight_size(pixels: Pixels, degrees: float) -> tuple[int, int]:
    height, width = pixels.shape[:2]
    cos, sin = abs(math.cos(math.radians(degrees))), abs(math.sin(math.radians(degrees)))
    return math.ceil(width * cos + height * sin), math.ceil(height * cos + width * sin)
