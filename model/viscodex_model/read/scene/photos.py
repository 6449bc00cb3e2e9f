"""Photos and logos on a page, which are cut out whole: a photo is an area in which nearly every pixel has grain.

What a browser draws is flat or a gradient; a photo has a grain everywhere, be it of a clear sky.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from viscodex_model.read.picture.geometry import RGB, Box
from viscodex_model.read.picture.pixels import Pixels, crop
from viscodex_model.read.raster.components import components
from viscodex_model.read.raster.morphology import opened
from viscodex_model.read.recognition.lines import Line
from viscodex_model.read.scene.graphics import ICON, Graphic, merged, overlap
from viscodex_model.read.scene.regions import Region, contains
from viscodex_model.read.scene.see import Scene, see_page

Mask = npt.NDArray[np.bool_]

# Grain is looked for in cells of this side; smaller photos are found as drawings (pixels).
CELL, SMALLEST = 8, 48
# A pixel has grain where its second differences add up to so much; those of a gradient are small.
GRAIN = 7
# The share of grain in a cell of a photo, of such cells in its box, and in a row or column at its edge.
GRAINY, FILLED, EDGE = 0.15, 0.72, 0.08
# The share of a photo that no words stand on.
UNWRITTEN = 0.6
# Words on less of a photo than this belong to it, unless it is as wide as this part of the page: then they are a
# heading that stands on it.
FEW_WORDS, BANNER = 0.06, 0.6
# A round corner is no deeper along its diagonal (pixels), and its colours are those around it but for so much.
DEEPEST, ALIKE = 8, 40
# Words on a banner are whiter than this, or as near to black; its ground is no lighter, or no darker.
WHITE, MIDDLE = 205, 120
# Words of which less than this share of their box is white or black have a colour of their own, and stay as they are.
INKED = 0.04
# Without pictures a page has boxes for photos that are so large: each side in pixels, and the share of the page. The
# grey of their pixels bends so much from one to the next, in the median of cells.
LARGE, LARGE_SHARE, LIVELY = 120, 0.06, 0.7
# A logo is no smaller; this share of it has another colour than its ground, by more than so much.
LEAST_LOGO, DRAWN, FLAT = 28, 0.03, 16


@dataclass(frozen=True)
class Photo:
    """Where a photo lies, and the words that can be read in it; they stand on a `banner`."""

    box: Box
    words: str
    banner: bool = False


def as_boxes(photos: Sequence[Photo], pixels: Pixels) -> list[Photo]:
    """The large ones, of which a page that keeps no pictures has plain boxes, with all of their words on them.

    What has little grain in it is a gradient.
    """
    least = LARGE_SHARE * pixels.shape[0] * pixels.shape[1]
    return [
        replace(photo, banner=bool(photo.words))
        for photo in photos
        if min(photo.box.width, photo.box.height) >= LARGE
        and photo.box.width * photo.box.height >= least
        and _is_lively(crop(pixels, photo.box))
    ]


def _is_lively(part: Pixels) -> bool:
    """Whether half of its cells have a grain that is no gradient's."""
    gray = part.mean(axis=2)
    bends = np.abs(gray[:, :-2] - 2 * gray[:, 1:-1] + gray[:, 2:])
    rows, columns = bends.shape[0] // CELL, bends.shape[1] // CELL
    cells = bends[: rows * CELL, : columns * CELL].reshape(rows, CELL, columns, CELL).mean(axis=(1, 3))
    return bool(np.median(cells) >= LIVELY)


def see_with_photos(
    pixels: Pixels, lines: Sequence[Line], found: Sequence[Photo], *, logos: bool = True
) -> Scene:
    """The page with each of the photos that were found, and each logo, as one drawing; a banner is a plain box with its
    words."""
    photos = [photo for photo in found if not photo.banner]
    around = without_photos(pixels, photos)
    for banner in (photo for photo in found if photo.banner):
        _flatten(around, banner.box, lines)
    told = [line for line in lines if not any(contains(photo.box, line.box, slack=4) for photo in photos)]
    scene = see_page(around, told)
    marks = list(_logos(scene, pixels)) if logos else []
    for region in scene.root.walk():
        region.inside = [one for one in region.inside if one not in marks]
    boxes = [logo.box for logo in marks]
    drawn = [
        *(Graphic(photo.box, _color(pixels, photo.box), words=photo.words) for photo in photos),
        *(Graphic(box, _color(pixels, box)) for box in boxes),
    ]
    return scene.redrawn(boxes, drawn)


def _logos(scene: Scene, pixels: Pixels) -> Iterator[Region]:
    """Small regions in which something is drawn and nothing is written; smaller ones may be controls."""
    for region in scene.root.walk():
        box = region.box
        if not LEAST_LOGO <= min(box.width, box.height) <= max(box.width, box.height) <= ICON:
            continue
        if any(overlap(box, piece.box) for piece in scene.pieces):
            continue
        inner = crop(pixels, region.inner).reshape(-1, 3).astype(np.int16)
        plain = np.abs(inner - np.array(region.color, np.int16)).max(axis=1) <= FLAT
        # A round region holds its corners' colour, too.
        if 1 - plain.mean() > DRAWN + max(0.0, 1 - region.solidity):
            yield region


def _color(pixels: Pixels, box: Box) -> RGB:
    red, green, blue = np.median(crop(pixels, box).reshape(-1, 3), axis=0).astype(int).tolist()
    return red, green, blue


def find_photos(pixels: Pixels, lines: Sequence[Line]) -> list[Photo]:
    """The photos of a page, none of which overlap."""
    grain = _grain(pixels)
    boxes = [_fitted(box, grain) for box in _grainy(grain.both, lines)]
    width = pixels.shape[1]
    photos = []
    for box in merged(boxes):
        inside = [line for line in lines if contains(box, line.box, slack=4)]
        written = sum(line.box.width * line.box.height for line in inside)
        few = written <= FEW_WORDS * box.width * box.height and box.width < BANNER * width
        if min(box.width, box.height) >= SMALLEST:
            photos.append(Photo(box, " ".join(line.text for line in inside), bool(inside) and not few))
    return photos


def without_photos(pixels: Pixels, photos: Sequence[Photo]) -> Pixels:
    """The page with what lies around a photo in its place."""
    erased = pixels.copy()
    around = np.pad(pixels, ((1, 1), (1, 1), (0, 0)), mode="edge")
    for photo in photos:
        top, bottom, left, right = _slices(photo.box)
        inside = np.ones((bottom - top, right - left), np.bool_)
        padded = around[top : bottom + 2, left : right + 2]
        for way in (np.s_[:, :], np.s_[:, ::-1], np.s_[::-1], np.s_[::-1, ::-1]):
            _round_corner(inside[way], padded[way])
        erased[top:bottom, left:right][inside] = _around(pixels, photo.box)
    return erased


def _round_corner(inside: Mask, padded: Pixels) -> None:
    """Leave the first corner out where it is round: there the border of a card goes round the photo.

    `padded` is the photo with the pixels next to it.
    """
    diagonal = padded[range(DEEPEST + 1), range(DEEPEST + 1)].astype(np.int16)
    beyond, corner = diagonal[0], diagonal[1:]
    near = (min(np.abs(one - beyond).max(), np.abs(one - corner[0]).max()) <= ALIKE for one in corner)
    deep = next((index for index, alike in enumerate(near) if not alike), 0)
    if np.abs(corner[0] - beyond).max() > ALIKE or not deep:
        return
    radius = round(deep / (1 - math.sqrt(0.5)))
    down, across = np.mgrid[0:radius, 0:radius]
    arc = (radius - 0.5 - down) ** 2 + (radius - 0.5 - across) ** 2
    inside[:radius, :radius][arc >= (radius - 1.5) ** 2] = False


@dataclass(frozen=True)
class _Grain:
    """Where a pixel is no step of an even gradient between its neighbours: beside it, above and below it, in all."""

    level: Mask
    upright: Mask
    both: Mask


def _flatten(pixels: Pixels, box: Box, lines: Sequence[Line]) -> None:
    """Leave nothing of a banner but its words, white or black, on its middle colour, which is made to stand out."""
    top, bottom, left, right = _slices(box)
    part = pixels[top:bottom, left:right].astype(np.float32)
    written, colored = np.zeros(part.shape[:2], np.bool_), np.zeros(part.shape[:2], np.bool_)
    white = np.clip((part.min(axis=2) - WHITE) / (250 - WHITE), 0, 1)
    black = np.clip((255 - WHITE - part.max(axis=2)) / (250 - WHITE), 0, 1)
    for line in lines:
        if contains(box, line.box, slack=4):
            first, last, start, end = _slices(line.box.seen_from(left, top))
            area = np.s_[first:last, start:end]
            plain = max(white[area].mean(), black[area].mean()) >= INKED if white[area].size else True
            (written if plain else colored)[area] = True
    white, black = white * written, black * written
    light = white.sum() >= black.sum()
    ground = np.median(part.reshape(-1, 3), axis=0)
    ground = (
        ground * min(1.0, MIDDLE / max(1.0, float(ground.mean()))) if light else np.maximum(ground, MIDDLE)
    )
    ink = (white if light else black)[:, :, None]
    flat = np.round(ground * (1 - ink) + (255.0 if light else 0.0) * ink)
    pixels[top:bottom, left:right] = np.where(colored[:, :, None], part, flat)


def _grain(pixels: Pixels) -> _Grain:
    whole = pixels.astype(np.int16)
    level, upright = np.zeros(pixels.shape[:2], np.int16), np.zeros(pixels.shape[:2], np.int16)
    level[:, 1:-1] = np.abs(whole[:, :-2] - 2 * whole[:, 1:-1] + whole[:, 2:]).sum(axis=2, dtype=np.int16)
    upright[1:-1] = np.abs(whole[:-2] - 2 * whole[1:-1] + whole[2:]).sum(axis=2, dtype=np.int16)
    return _Grain(2 * level >= GRAIN, 2 * upright >= GRAIN, level + upright >= GRAIN)


def _grainy(grain: Mask, lines: Sequence[Line]) -> Iterator[Box]:
    """Boxes around grainy cells that hang together, in whole cells."""
    height, width = grain.shape
    rows, columns = height // CELL, width // CELL
    cells = grain[: rows * CELL, : columns * CELL].reshape(rows, CELL, columns, CELL).mean(axis=(1, 3))
    written = np.zeros(cells.shape, np.bool_)
    for line in lines:
        top, bottom, left, right = (int(side) // CELL for side in _slices(line.box))
        written[top : bottom + 1, left : right + 1] = True
    # What is thinner than three cells is text or an icon; large words alone are no photo either.
    parts = components(opened(cells >= GRAINY, 3, 3), corners=False)
    for number, (left, top, wide, high, _area) in enumerate(parts.boxes[1:], 1):
        within = np.s_[top : top + high, left : left + wide]
        own = parts.labels[within] == number
        unwritten = (own & ~written[within]).sum()
        filled = own.mean() >= FILLED and unwritten >= UNWRITTEN * own.sum()
        if filled and min(wide, high) * CELL >= SMALLEST - CELL:
            yield Box(left * CELL, top * CELL, (left + wide) * CELL, (top + high) * CELL)


def _fitted(box: Box, grain: _Grain) -> Box:
    """The box moved to where the grain begins, up to two cells out or in; a border beside it has none along itself."""
    top, bottom, left, right = _slices(box)
    columns = grain.upright[top:bottom].mean(axis=0)
    left, right = _edge(columns, left, -1), _edge(columns, right - 1, 1) + 1
    rows = grain.level[:, left:right].mean(axis=1)
    return Box(left, _edge(rows, top, -1), right, _edge(rows, bottom - 1, 1) + 1)


def _edge(shares: npt.NDArray[np.float64], at: int, outward: int) -> int:
    """The outermost row or column of grain near `at`."""
    last = next((at - outward * step for step in range(2 * CELL) if _has(shares, at - outward * step)), at)
    while abs(last - at) < 2 * CELL and _has(shares, last + outward):
        last += outward
    return last


def _has(shares: npt.NDArray[np.float64], at: int) -> bool:
    return 0 <= at < len(shares) and shares[at] >= EDGE


def _around(pixels: Pixels, box: Box) -> npt.NDArray[np.uint8]:
    """The colour that most of the sides of a box have outside of it, beyond a border."""
    top, bottom, left, right = _slices(box)
    height, width = pixels.shape[:2]
    sides = [
        pixels[bottom + 3 : bottom + 5, left:right] if bottom + 5 <= height else None,
        pixels[top - 5 : top - 3, left:right] if top >= 5 else None,
        pixels[top:bottom, left - 5 : left - 3] if left >= 5 else None,
        pixels[top:bottom, right + 3 : right + 5] if right + 5 <= width else None,
    ]
    colors = [tuple(np.median(side.reshape(-1, 3), axis=0).astype(int)) for side in sides if side is not None]
    most = max(colors, key=colors.count, default=(255, 255, 255))
    return np.array(most, np.uint8)


def _slices(box: Box) -> tuple[int, int, int, int]:
    return max(0, int(box.top)), int(np.ceil(box.bottom)), max(0, int(box.left)), int(np.ceil(box.right))
