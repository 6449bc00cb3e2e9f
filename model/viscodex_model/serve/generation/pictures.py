"""Decodes `data:` URIs to RGB pictures; nothing is fetched, and too large a picture is refused by its header."""

import base64
import binascii
import io
import re
import warnings
from collections.abc import Sequence

from PIL import Image, ImageOps, UnidentifiedImageError

from viscodex_model.data.pictures import on_white
from viscodex_model.serve.protocol.refusal import Refused

FORMATS = ("PNG", "JPEG", "WEBP", "BMP")
MAX_PICTURES = 8
MAX_PIXELS = 64_000_000
# The picture processor refuses anything narrower.
MAX_ASPECT = 200
DATA_URI = re.compile(r"data:image/[a-z0-9.+-]+;base64,", re.IGNORECASE)


def read_pictures(urls: Sequence[str]) -> list[Image.Image]:
    """Decode each of `urls` to an upright RGB picture.

    Raises:
        Refused: with status 400, naming the picture by its number.
    """
    if len(urls) > MAX_PICTURES:
        raise Refused(400, f"The request holds {len(urls)} pictures; send at most {MAX_PICTURES}.")
    return [_read_picture(url, number) for number, url in enumerate(urls, start=1)]


def _read_picture(url: str, number: int) -> Image.Image:
    try:
        # Pillow warns of a large picture before it refuses a huge one; the limit here is checked just below.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(_data_of(url, number)), formats=FORMATS) as picture:
                _check_size(picture.width, picture.height, number)
                return on_white(ImageOps.exif_transpose(picture))
    except Image.DecompressionBombError:
        raise Refused(400, f"Picture {number} has too many pixels; send at most {MAX_PIXELS:,}.") from None
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Refused(
            400, f"Picture {number} is not a readable PNG, JPEG, WebP or BMP: {_reason(error)}."
        ) from None


def _data_of(url: str, number: int) -> bytes:
    start = DATA_URI.match(url)
    if start is None:
        raise Refused(
            400,
            f"Picture {number} is not a data: URI. This server fetches nothing: send data:image/png;base64,… instead.",
        )
    try:
        return base64.b64decode(url[start.end() :], validate=True)
    except (binascii.Error, ValueError):
        raise Refused(400, f"Picture {number} is not valid base64.") from None


def _check_size(width: int, height: int, number: int) -> None:
    if width * height > MAX_PIXELS:
        raise Refused(400, f"Picture {number} has {width * height:,} pixels; send at most {MAX_PIXELS:,}.")
    if max(width, height) > MAX_ASPECT * min(width, height):
        raise Refused(400, f"Picture {number} is {width}x{height}: too narrow for the model. Crop it first.")


def _reason(error: Exception) -> str:
    return "no such picture format" if isinstance(error, UnidentifiedImageError) else str(error)
