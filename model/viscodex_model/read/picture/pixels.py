"""A picture as an array, decoded with limits before anything is allocated."""

import io
import math
import warnings

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from viscodex_model.core.errors import UserError
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.raster.resizing import enlarged, reduced

# Height x width x 3, RGB, 0 to 255.
Pixels = npt.NDArray[np.uint8]

FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF")
MAX_PIXELS = 64_000_000
MIN_SIDE = 8
# A progressive JPEG costs a full pass for each scan; ordinary ones have about ten.
MAX_SCANS = 64


class UnreadablePicture(UserError):
    """The bytes are no picture that can be read. `str(error)` says why and what would help."""


def load_pixels(data: bytes) -> Pixels:
    """Decode a picture: upright, on white where it is transparent, the first frame of an animation.

    Raises:
        UnreadablePicture: no known format, damaged, too large or too small.
    """
    if data[:2] == b"\xff\xd8" and data.count(b"\xff\xda") > MAX_SCANS:
        raise UnreadablePicture("The picture is a JPEG with too many scans. Save it as PNG.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                _check_size(*picture.size)
                # In place: a copy of a large picture takes as much memory as all the rest.
                ImageOps.exif_transpose(picture, in_place=True)
                return np.asarray(_on_white(picture))
    except Image.DecompressionBombError:
        raise UnreadablePicture(f"The picture has more than {MAX_PIXELS:,} pixels. Crop it.") from None
    except UnidentifiedImageError:
        raise UnreadablePicture("The file is not a PNG, JPEG, WebP, BMP, GIF or TIFF picture.") from None
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise UnreadablePicture(f"The picture is damaged ({error}). Save or capture it again.") from None


def is_animated(data: bytes) -> bool:
    """Whether a picture that can be decoded has more frames than the first."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        return bool(getattr(picture, "is_animated", False)) and picture.format in ("GIF", "WEBP", "PNG")


def crop(pixels: Pixels, box: Box) -> Pixels:
    """The part of the picture that `box` covers, with no copy."""
    height, width = pixels.shape[:2]
    left, right = max(0, math.floor(box.left)), min(width, math.ceil(box.right))
    top, bottom = max(0, math.floor(box.top)), min(height, math.ceil(box.bottom))
    return pixels[top:bottom, left:right]


def resized(pixels: Pixels, scale: float) -> Pixels:
    """The picture enlarged by `scale`, or reduced where that is below 1; the picture itself where it is 1."""
    if scale == 1:
        return pixels
    height, width = (max(1, round(side * scale)) for side in pixels.shape[:2])
    return reduced(pixels, width, height) if scale < 1 else enlarged(pixels, width, height)


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise UnreadablePicture(
            f"The picture has {width * height:,} pixels; {MAX_PIXELS:,} can be read. Crop it."
        )
    if min(width, height) < MIN_SIDE:
        raise UnreadablePicture(f"The picture is only {width}x{height} pixels. Capture a larger part.")


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode[0] in "IF":
        return _in_eight_bits(picture).convert("RGB")
    if not picture.has_transparency_data:
        return picture if picture.mode == "RGB" else picture.convert("RGB")
    layered = picture.convert("RGBA")
    white = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(white, layered).convert("RGB")


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """Grey values of 16 or 32 bits, or fractions, between black and the range's white: Pillow alone would cut them off
    at 255. What is no number is black."""
    values = np.nan_to_num(np.array(picture, np.float32), copy=False, posinf=0, neginf=0)
    highest = float(values.max(initial=0))
    white = next((most for most in (1.0, 255.0, 65535.0) if highest <= most), highest)
    return Image.fromarray(np.asarray(np.clip(values, 0, white) * np.float32(255 / white), np.uint8))
