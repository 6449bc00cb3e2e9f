"""The bytes of a file become an upright image in memory; limits are checked on the header, before a pixel is decoded.

The type is read from the bytes, never from a name. An animation gives its first frame, a TIFF its first page.
"""

import io
import struct
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PIL import Image, ImageOps

from viscodex_lsp.core.errors import PictureTooLarge, UnreadablePicture, UnsupportedPicture
from viscodex_lsp.core.picture.jpeg_scans import count_scans
from viscodex_lsp.core.picture.picture_types import picture_format
from viscodex_lsp.core.picture.png_chunks import decodable_png

MAX_BYTES = 20 * 2**20
MAX_PIXELS = 64_000_000
# Vision processors refuse a ratio of 200; half of that leaves room for rounding when scaled. A long picture is cut
# into parts before that matters.
MAX_RATIO = 100
# Cameras and libraries write ten scans; a scan goes over every pixel once more.
MAX_SCANS = 64
_MAX_SCANNED_PIXELS = 1_500_000_000

# What Pillow raises on damaged files, beside its own UnidentifiedImageError (an OSError).
_DAMAGED = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    AttributeError,
    ArithmeticError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
_ORIENTATION = 0x0112
# Browsers and viewers heed EXIF alone.
_XMP = ("xmp", "XML:com.adobe.xmp", "Raw profile type xmp")

# Pillow warns of damage that it gets over, and of sizes that are checked here.
warnings.filterwarnings("ignore", module=r"PIL\.")
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)


def named(origin: str) -> str:
    """How every sentence begins."""
    return f"The picture ({origin})"


def too_many_bytes(name: str, size: int) -> PictureTooLarge:
    """Why a picture of `size` bytes is not read."""
    return PictureTooLarge(
        f"{name} has {size / 2**20:.1f} MB; at most {MAX_BYTES // 2**20} MB are read. Crop it or save it smaller."
    )


def decode(data: bytes, *, origin: str, target: Callable[[tuple[int, int]], tuple[int, int]]) -> Image.Image:
    """The upright picture, in a mode of its own.

    Args:
        target: The size that will be wanted of a picture of a given size; a JPEG is decoded not much larger.

    Raises:
        PictureTooLarge, UnsupportedPicture, UnreadablePicture: see `picture.prepare_picture`.
    """
    if not data:
        raise UnreadablePicture(f"{named(origin)} is empty (0 bytes). Save or copy it again.")
    if len(data) > MAX_BYTES:
        raise too_many_bytes(named(origin), len(data))
    form = picture_format(data, origin=named(origin))
    with damage_told(origin):
        image = Image.open(io.BytesIO(decodable_png(data) if form == "PNG" else data), formats=(form,))
        _check_size(image.size, origin=origin)
        for name in _XMP:
            image.info.pop(name, None)
        if form == "JPEG":
            _check_scans(data, image.size, origin=origin)
            image.draft("RGB", target(image.size))
        image.load()
        return _upright(image)


@contextmanager
def damage_told(origin: str) -> Iterator[None]:
    """What Pillow raises on a damaged file becomes a sentence."""
    try:
        yield
    except _DAMAGED as error:
        if isinstance(error, Image.DecompressionBombError):
            raise PictureTooLarge(
                f"{named(origin)} has over {MAX_PIXELS // 10**6} megapixels. Crop it or save it smaller."
            ) from error
        raise UnreadablePicture(
            f"{named(origin)} is damaged or cut off and cannot be decoded. Save or copy it again, as PNG if you "
            "can."
        ) from error


def _check_size(size: tuple[int, int], *, origin: str) -> None:
    width, height = size
    if width * height > MAX_PIXELS:
        raise PictureTooLarge(
            f"{named(origin)} has {width}x{height} pixels; at most {MAX_PIXELS // 10**6} megapixels are "
            "read. Crop it or save it smaller."
        )
    if max(size) > MAX_RATIO * min(size):
        raise UnsupportedPicture(
            f"{named(origin)} is {width}x{height}: a strip that models cannot read. Crop it so that its "
            f"longer side is at most {MAX_RATIO} times the shorter one."
        )


def _check_scans(data: bytes, size: tuple[int, int], *, origin: str) -> None:
    scans = count_scans(data, most=MAX_SCANS)
    if scans > MAX_SCANS or (scans > 12 and scans * size[0] * size[1] > _MAX_SCANNED_PIXELS):
        raise UnsupportedPicture(
            f"{named(origin)} is a JPEG of {min(scans, MAX_SCANS)} scans or more, which would take minutes to "
            "decode. Save it again as PNG or as a plain JPEG."
        )


def _upright(image: Image.Image) -> Image.Image:
    try:
        orientation = image.getexif().get(_ORIENTATION, 1)
    except _DAMAGED:  # a broken tag says nothing about the pixels
        return image
    if orientation not in range(2, 9):
        return image
    return ImageOps.exif_transpose(image)
