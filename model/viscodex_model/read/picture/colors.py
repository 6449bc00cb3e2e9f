"""The colours of a part of a picture: what lies behind, and what is drawn on it."""

import numpy as np
import numpy.typing as npt

from viscodex_model.read.picture.geometry import RGB
from viscodex_model.read.picture.pixels import Pixels

# The part of the most distant pixels that gives the ink's colour: edges are blends of ink and ground.
INK_SHARE = 0.3
# The noise of a compressed picture of one colour.
PLAIN = 6


def ground_of(pixels: Pixels) -> RGB:
    """The commonest colour, exact where many pixels share it."""
    flat = pixels.reshape(-1, 3).astype(np.int32)
    coarse = (flat[:, 0] >> 3 << 10) | (flat[:, 1] >> 3 << 5) | flat[:, 2] >> 3
    commonest = np.bincount(coarse, minlength=1 << 15).argmax()
    red, green, blue = np.median(flat[coarse == commonest], axis=0).astype(int).tolist()
    return red, green, blue


def distance(pixels: Pixels, color: RGB) -> npt.NDArray[np.int16]:
    """The largest difference of a channel from `color`, for each pixel: 0 to 255."""
    # Channel by channel: a maximum over the last axis of an array is ten times slower.
    red, green, blue = (
        np.abs(pixels[..., channel].astype(np.int16) - np.int16(color[channel])) for channel in range(3)
    )
    away: npt.NDArray[np.int16] = np.maximum(np.maximum(red, green), blue)
    return away


def ground_and_ink(pixels: Pixels) -> tuple[RGB, RGB]:
    """The commonest colour, and the colour that is most unlike it; the same twice where nothing is drawn."""
    if not pixels.size:
        return (255, 255, 255), (255, 255, 255)
    ground = ground_of(pixels)
    away = distance(pixels, ground)
    drawn = away > max(16, 0.4 * float(away.max()))
    if not drawn.any():
        return ground, ground
    far = away >= np.quantile(away[drawn], 1 - INK_SHARE)
    red, green, blue = np.median(pixels[far], axis=0).astype(int).tolist()
    return ground, (red, green, blue)


def contrast_of(pixels: Pixels) -> int:
    """The largest difference within a channel, 0 to 255."""
    # Row by row first: over all pixels at once the same takes many times as long.
    return int((pixels.max(axis=0).max(axis=0) - pixels.min(axis=0).min(axis=0)).max())


def plain_color(pixels: Pixels) -> str | None:
    """The colour as #rrggbb where the whole picture is of one; None where anything is drawn."""
    if contrast_of(pixels) > PLAIN:
        return None
    red, green, blue = np.median(pixels.reshape(-1, 3), axis=0).astype(int).tolist()
    return f"#{red:02x}{green:02x}{blue:02x}"
