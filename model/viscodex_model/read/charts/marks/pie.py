"""Pies and rings: the course of colours around a disc gives each sector's share."""

import math
from collections.abc import Sequence
from itertools import groupby

import numpy as np

from viscodex_model.read.charts.legend import find_legend
from viscodex_model.read.charts.nouns import Sector
from viscodex_model.read.charts.plot.ink import color_owners, find_colors
from viscodex_model.read.charts.scales.labels import Label
from viscodex_model.read.picture.colors import distance
from viscodex_model.read.picture.geometry import RGB, Box
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.raster.components import components
from viscodex_model.read.raster.morphology import opened

# The disc is at least this share of the picture's shorter side across; its sides differ by at most 6 %.
LEAST_SIZE, ROUND = 0.3, 1.06
# How much of its box a disc fills (pi/4), with a hole or exploded sectors less.
FILLED = (0.35, 0.84)
STEPS = 1440
# Where around the middle the colours are looked at, in shares of the radius.
RADII = (0.78, 0.84, 0.9)
# A narrower sector is an edge between two others.
NARROWEST = 0.006


def find_pie(pixels: Pixels, labels: Sequence[Label], figure: RGB) -> tuple[tuple[Sector, ...], Box] | None:
    """The sectors against the clock, and the disc's box; None where there is no disc of at least two colours."""
    box = _disc(pixels, figure)
    if box is None:
        return None
    colors = find_colors(
        pixels[round(box.top) : round(box.bottom), round(box.left) : round(box.right)], figure
    )
    runs = _around(pixels, box, colors, figure)
    if len(runs) < 2 or sum(share for _, share, _ in runs) < 0.8:
        return None
    whole = sum(share for _, share, _ in runs)
    legend = find_legend(pixels, labels, colors)
    names = {color: name for name, color in legend[0].names} if legend else {}
    sectors = tuple(
        Sector(
            _color(pixels, box, start, share),
            share / whole,
            start,
            names.get(colors[index], "") or _label(labels, box, start, share),
        )
        for index, share, start in runs
    )
    return sectors, box


def _disc(pixels: Pixels, figure: RGB) -> Box | None:
    drawn = components(opened(distance(pixels, figure) > 12, 5, 5), corners=True)
    if not drawn.count:
        return None
    left, top, width, height, area = max(drawn.boxes[1:], key=lambda found: found[4])
    round_enough = max(width, height) <= ROUND * min(width, height)
    if not round_enough or min(width, height) < LEAST_SIZE * min(pixels.shape[:2]):
        return None
    if not FILLED[0] <= area / (width * height) <= FILLED[1]:
        return None
    return Box(left, top, left + width, top + height)


def _around(pixels: Pixels, box: Box, colors: Sequence[RGB], figure: RGB) -> list[tuple[int, float, float]]:
    """Runs of one colour around the disc: its index, its share of the circle, where it begins in degrees."""
    (x, y), radius = box.center, box.width / 2
    turns = np.arange(STEPS) * 2 * math.pi / STEPS
    votes = []
    for share in RADII:
        columns = np.clip((x + share * radius * np.cos(turns)).astype(int), 0, pixels.shape[1] - 1)
        rows = np.clip((y - share * radius * np.sin(turns)).astype(int), 0, pixels.shape[0] - 1)
        votes.append(color_owners(pixels[rows, columns][None], figure, colors)[0])
    owners = np.array(_majority(np.stack(votes)))
    edges = np.flatnonzero(owners != np.roll(owners, 1))
    if not len(edges):
        return []
    shift = int(edges[0])
    runs: list[tuple[int, float, float]] = []
    place = shift
    for owner, group in groupby(np.roll(owners, -shift).tolist()):
        length = len(list(group))
        if owner >= 0 and length / STEPS >= NARROWEST:
            runs.append((owner, length / STEPS, place * 360 / STEPS % 360))
        place += length
    return runs


def _color(pixels: Pixels, box: Box, start: float, share: float) -> RGB:
    """The colour in the middle of a sector: a palette may hold one colour for two that are much alike."""
    (x, y), radius = box.center, box.width / 2
    turns = np.radians(start + 360 * share * np.linspace(0.3, 0.7, 41))[:, None]
    shares = np.array(RADII)[None] * radius
    columns = np.clip((x + shares * np.cos(turns)).astype(int), 0, pixels.shape[1] - 1)
    rows = np.clip((y - shares * np.sin(turns)).astype(int), 0, pixels.shape[0] - 1)
    red, green, blue = np.median(pixels[rows, columns].reshape(-1, 3), axis=0).astype(int).tolist()
    return red, green, blue


def _majority(votes: "np.ndarray[tuple[int, int], np.dtype[np.int16]]") -> list[int]:
    """What most radii see at each angle; -1 where they differ (a label, an edge)."""
    first, second, third = votes.tolist()
    return [
        one if one in (other, last) else other if other == last else -1
        for one, other, last in zip(first, second, third, strict=True)
    ]


def _label(labels: Sequence[Label], box: Box, start: float, share: float) -> str:
    """The text within the sector, or just outside of it."""
    (x, y), radius = box.center, box.width / 2
    for label in labels:
        dx, dy = label.box.center[0] - x, y - label.box.center[1]
        angle = math.degrees(math.atan2(dy, dx)) % 360
        inside = (angle - start) % 360 <= share * 360
        if (
            inside
            and math.hypot(dx, dy) <= 1.6 * radius
            and not label.text.rstrip("%").replace(".", "").isdigit()
        ):
            return label.text
    return ""
