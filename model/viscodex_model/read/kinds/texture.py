"""Whether a picture is drawn by a program, in even areas, or taken by a camera, in soft changes of colour."""

from dataclasses import dataclass

import numpy as np

from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.raster.resizing import reduced

# A larger difference between neighbours is an edge; a smaller one is softness (or a JPEG's noise).
SOFT = 12
# Of a photo most neighbours differ a little, and few are equal; a compressed capture has even areas.
NOISE, EVEN = 0.35, 0.3


@dataclass(frozen=True, slots=True)
class Texture:
    """`soft` is the share of pixels that differ a little from their neighbour, `even` of those that do not differ.

    `colors` is how many of 4,096 colours the picture has when it is made small.
    """

    soft: float
    even: float
    colors: int


def is_noisy(texture: Texture) -> bool:
    """Whether nearly nothing of the picture is even, as nothing is that a camera took."""
    return texture.soft > NOISE and texture.even < EVEN


def measure_texture(pixels: Pixels) -> Texture:
    height, width = pixels.shape[:2]
    steps = np.abs(np.diff(pixels[:: max(1, height // 200), :, 1].astype(np.int16), axis=1))
    small = reduced(pixels, 160, max(8, 160 * height // width))
    return Texture(
        soft=float(((steps > 0) & (steps < SOFT)).mean()),
        even=float((steps == 0).mean()),
        colors=len(np.unique((small >> 4) @ np.array((256, 16, 1)))),
    )
