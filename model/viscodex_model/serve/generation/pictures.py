"""Decodes `data:` URIs to RGB pictures; nothing is fetched, and too large a picture is refused by its header."""

import io
import warnings
from collections.abc import Sequence

from PIL import Image, ImageOps, UnidentifiedImageError

from viscodex_model.data.pictures import on_white
from viscodex_model.serve.protocol.data_uri import check_count, picture_bytes
from viscodex_model.serve.protocol.refusal import Refused

FORMATS = ("PNG", "JPEG", "WEBP", "BMP")
MAX_PIXELS = 64_000_000
# The picture processor refuses anything narrower.
MAX_ASPECT = 200


def read_pictures(urls: Sequence[str]) -> list[Image.Image]:
    """Decode each of `urls` to an upright RGB picture.

    Raises:
        Refused: with status 400, naming the picture by its number.
    """
    check_count(list(urls))
    return [_read_picture(url, number) for number, url in enumerate(urls, start=1)]


def _read_picture(url: str, number: int) -> Image.Image:
    try:
        # Pillow warns of a large picture before it refuses a huge one; the limit here is checked just below.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(picture_bytes(url, number)), formats=FORMATS) as picture:
                _check_size(picture.width, picture.height, number)
                return on_white(ImageOps.exif_transpose(picture))
    except Image.DecompressionBombError:
        raise Refused(400, f"Picture {number} has too many pixels; send at most {MAX_PIXELS:,}.") from None
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Refused(
            400, f"Picture {number} is not a readable PNG, JPEG, WebP or BMP: {_reason(error)}."
        ) from None


def _check_size(width: int, height: int, number: int) -> None:
    if width * height > MAX_PIXELS:
        raise Refused(400, f"Picture {number} has {width * height:,} pixels; send at most {MAX_PIXELS:,}.")
    if max(width, height) > MAX_ASPECT * min(width, height):
        raise Refused(400, f"Picture {number} is {width}x{height}: too narrow for the model. Crop it first.")


def _reason(error: Exception) -> str:
    return "no such picture format" if isinstance(error, UnidentifiedImageError) else str(error)
