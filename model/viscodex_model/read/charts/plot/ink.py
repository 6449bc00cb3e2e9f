"""The colours that a plot's marks are drawn in, and a mask of the pixels of each."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viscodex_model.read.charts.plot.frame import FAINT, Frame, Mask, Rule
from viscodex_model.read.picture.colors import distance, ground_of
from viscodex_model.read.picture.geometry import RGB, Box
from viscodex_model.read.picture.pixels import Pixels

# Colours nearer to one another than this are one series, drawn or compressed unevenly.
SAME = 28
# A pixel at the edge of a mark is a blend of mark and ground: it counts from this share of the mark's colour.
BLEND = 0.45
BLEND_ERROR = 26
NO_MATCH = 1e6
MAX_COLORS = 12
BORDER = 3
# A colour is no blend of another where it has this share of the other's pixels, and this share of the plot.
OWN, AREA = 0.35, 0.015
# Text stands on a mark where the mark's colour covers this share of the text's box.
COVERED = 0.45
# A rule over this share of the plot is a spine or a grid line.
FULL = 0.9
# A colour is a series where it has at least so many pixels of its own.
LEAST_PIXELS = 24


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour and where it is, as a mask of the plot."""

    color: RGB
    mask: Mask


def plot_ground(plot: Pixels, figure: RGB) -> RGB:
    """The colour behind the marks: the commonest along the plot's edges, where bars seldom reach.

    The figure's own colour comes first: bars of a plot without margins may fill most of its edges.
    """
    edge = max(2, min(plot.shape[:2]) // 40)
    ring = [plot[:edge].reshape(-1, 3), plot[:, :edge].reshape(-1, 3), plot[:, -edge:].reshape(-1, 3)]
    whole = np.concatenate(ring)[None]
    return figure if (distance(whole, figure) <= FAINT).mean() > 0.2 else ground_of(whole)


def find_inks(plot: Pixels, ground: RGB, *, rules: Mask, texts: Sequence[Box]) -> tuple[Ink, ...]:
    """The colours of the plot, the commonest first; `rules` are pixels of grid and spines, `texts` boxes in the plot.

    Under text only colourful inks are kept, and a bar goes on under the text that is written on it.
    """
    written = np.zeros(plot.shape[:2], bool)
    for box in texts:
        written[_part(box)] = True
    drawn = ~rules & ~written & (distance(plot, ground) > 2 * FAINT)
    colors = _palette(plot[drawn], ground, drawn.size)
    owners = color_owners(plot, ground, colors)
    inks = []
    for index, color in enumerate(colors):
        mask = (owners == index) & ~rules
        if not colorful(color):
            mask &= ~written
        for box in texts:
            part = mask[_part(box)]
            if part.size and part.mean() >= COVERED:
                part[:] = True
        inks.append(Ink(color, mask))
    return tuple(inks)


def _part(box: Box) -> tuple[slice, slice]:
    top, left = max(0, round(box.top)), max(0, round(box.left))
    return slice(top, max(top, round(box.bottom))), slice(left, max(left, round(box.right)))


def find_colors(pixels: Pixels, ground: RGB) -> list[RGB]:
    """The colours of a part of a picture besides its ground, the commonest first."""
    return _palette(pixels[distance(pixels, ground) > 2 * FAINT], ground, pixels.shape[0] * pixels.shape[1])


def _palette(found: Pixels, ground: RGB, area: int) -> list[RGB]:
    """Frequent colours that are no blends of a more frequent one and the ground."""
    colors: list[RGB] = []
    held_by: list[int] = []
    if not len(found):
        return colors
    coarse = (found.astype(np.int32) >> 2) @ np.array([1 << 12, 1 << 6, 1], np.int32)
    _, inverse, counts = np.unique(coarse, return_inverse=True, return_counts=True)
    sums = np.stack([np.bincount(inverse, found[:, channel], len(counts)) for channel in range(3)], 1)
    means = sums / counts[:, None]
    for index in np.argsort(-counts):
        if counts[index] < LEAST_PIXELS or len(colors) == MAX_COLORS:
            break
        # What is nearly as frequent as the colour that it could be a blend of is a colour of its own (light areas).
        blends = (
            _explains(color, means[index], ground, blend=counts[index] < max(OWN * held, AREA * area))
            for color, held in zip(colors, held_by, strict=True)
        )
        if not any(blends):
            held_by.append(int(counts[index]))
            red, green, blue = (round(float(part)) for part in means[index])
            colors.append((red, green, blue))
    return colors


def _explains(color: RGB, mean: npt.NDArray[np.float64], ground: RGB, *, blend: bool) -> bool:
    if np.abs(mean - color).max() <= SAME or not blend:
        return bool(np.abs(mean - color).max() <= SAME)
    toward = np.subtract(color, ground, dtype=float)
    share = float((mean - ground) @ toward / (toward @ toward))
    return 0 < share < 1 and bool(np.abs(mean - ground - share * toward).max() <= BLEND_ERROR / 2)


def color_owners(plot: Pixels, ground: RGB, colors: Sequence[RGB]) -> npt.NDArray[np.int16]:
    """The index of the colour that each pixel is drawn in, straight or as a blend with the ground; -1 for none."""
    owner = np.full(plot.shape[:2], -1, np.int16)
    drawn = distance(plot, ground) > 2 * FAINT
    if colors and drawn.any():
        values = plot[drawn].astype(np.float32)
        errors = np.stack([_error(values, color, ground) for color in colors], 1)
        owner[drawn] = np.where(errors.min(1) < NO_MATCH, errors.argmin(1), -1)
    return owner


def _error(values: npt.NDArray[np.float32], color: RGB, ground: RGB) -> npt.NDArray[np.float32]:
    """How badly `color` explains each pixel; a blend is a worse explanation than the colour itself."""
    straight = np.abs(values - np.array(color, np.float32)).max(1)
    toward = np.subtract(color, ground, dtype=np.float32)
    share = ((values - np.array(ground, np.float32)) @ toward) / max(1.0, float(toward @ toward))
    residual = np.abs(values - ground - share[:, None] * toward).max(1)
    blend = np.where((share >= BLEND) & (share <= 1.2) & (residual <= BLEND_ERROR), residual + 8, NO_MATCH)
    return np.where(straight <= SAME, straight, blend).astype(np.float32)


def hide_border(hidden: Mask) -> None:
    """Mark the outermost pixels in `hidden`: spines stand there, and ticks that point inwards begin there."""
    hidden[:BORDER] = hidden[-BORDER:] = True
    hidden[:, :BORDER] = hidden[:, -BORDER:] = True


def inside(box: Box) -> tuple[slice, slice]:
    """The rows and columns of a plot's box, as slices of the picture."""
    return slice(round(box.top), round(box.bottom) + 1), slice(round(box.left), round(box.right) + 1)


def hide_rules(frame: Frame, hidden: Mask, plot: Pixels) -> None:
    """Mark spines and grid lines in `hidden`: thin straight lines over the whole plot, unless they are colourful."""
    box = frame.box
    _hide(frame.across, hidden, plot, along=box.top, length=box.width)
    _hide(frame.down, hidden.T, plot.transpose(1, 0, 2), along=box.left, length=box.height)


def _hide(rules: Sequence[Rule], hidden: Mask, plot: Pixels, *, along: float, length: float) -> None:
    for rule in rules:
        middle, half = rule.place - along, rule.thickness / 2 + 1
        rows = slice(max(0, round(middle - half)), max(0, round(middle + half) + 1))
        strip = plot[rows]
        if rule.length < FULL * length or not strip.size:
            continue
        color = ground_of(strip)
        if not colorful(color):
            hidden[rows] |= distance(strip, color) <= SAME


def colorful(color: RGB) -> bool:
    """Whether a colour is no shade of grey: spines, grids and text seldom are colourful, series often."""
    return max(color) - min(color) > 60
