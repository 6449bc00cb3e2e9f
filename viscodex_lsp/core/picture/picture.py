"""Bytes of any picture in, a `Picture` that a model can be sent out.

The type is read from the bytes, never from a name. Limits are checked on the header, before a pixel is
decoded. An animation gives its first frame, a TIFF its first page. The result is upright, RGB on white and
without metadata; a colour profile is dropped, not applied.
"""

import io
import struct
import threading
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageOps

from viscodex_lsp.core.errors import PictureTooLarge, UnreadablePicture, UnsupportedPicture
from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.picture.picture_types import picture_format
from viscodex_lsp.core.picture.png_chunks import bare_png

MAX_BYTES = 20 * 2**20
MAX_PIXELS = 64_000_000
# Vision processors refuse a ratio of 200; half of that leaves room for rounding when scaled.
MAX_RATIO = 100
# A screenshot stays below this as PNG; what does not is a photo, for which JPEG loses nothing visible.
MAX_PNG_BYTES = 3_000_000

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
# The warning filters are global: only one thread at a time may change and restore them.
_filters = threading.Lock()


def prepare_picture(data: bytes, *, origin: str, max_pixels: int) -> Picture:
    """Decode, turn, flatten, scale down and encode a picture.

    Args:
        data: A PNG, JPEG, WebP, BMP, GIF or TIFF file.
        origin: How a person would name its source; it begins every error's sentence.
        max_pixels: Most pixels of the result. Larger pictures are scaled down to it and keep their ratio (a
            side is rounded down); smaller ones keep their size.

    Returns:
        A PNG, or a JPEG where the PNG would exceed 3 MB. The pixels of a plain RGB PNG within the budget are
        not encoded anew.

    Raises:
        PictureTooLarge: over 20 MB or 64 megapixels.
        UnsupportedPicture: another format, or a side over 100 times the other.
        UnreadablePicture: empty, truncated or damaged.
    """
    if not data:
        raise UnreadablePicture(f"{_named(origin)} is empty (0 bytes). Save or copy it again.")
    if len(data) > MAX_BYTES:
        raise PictureTooLarge(
            f"{_named(origin)} has {len(data) / 2**20:.1f} MB; at most {MAX_BYTES // 2**20} MB are read. "
            "Crop it or save it smaller."
        )
    form = picture_format(data, origin=_named(origin))
    with _quiet(), _damage_told(origin):
        image = Image.open(io.BytesIO(data), formats=(form,))
        _check_size(image.size, origin=origin)
        if form == "JPEG":
            image.draft("RGB", _fitting_size(image.size, max_pixels))
        image.load()
        return _finish(image, data, origin=origin, max_pixels=max_pixels)


def _finish(image: Image.Image, data: bytes, *, origin: str, max_pixels: int) -> Picture:
    plain = image.format == "PNG" and image.mode == "RGB" and "transparency" not in image.info
    turned = _upright(image)
    size = _fitting_size(turned.size, max_pixels)
    if plain and turned is image and size == image.size:
        bare = bare_png(data)
        if bare is not None and len(bare) <= MAX_PNG_BYTES:
            return Picture(bare, "image/png", *size, origin)
    flat = _on_white(turned)
    if flat.size != size:
        # The gap makes huge pictures cheap and leaves screenshots to the full filter.
        flat = flat.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    encoded, mime = _encode(flat)
    return Picture(encoded, mime, *size, origin)


def _named(origin: str) -> str:
    return f"The picture ({origin})"


def _check_size(size: tuple[int, int], *, origin: str) -> None:
    width, height = size
    if width * height > MAX_PIXELS:
        raise PictureTooLarge(
            f"{_named(origin)} has {width}x{height} pixels; at most {MAX_PIXELS // 10**6} megapixels are "
            "read. Crop it or save it smaller."
        )
    if max(size) > MAX_RATIO * min(size):
        raise UnsupportedPicture(
            f"{_named(origin)} is {width}x{height}: a strip that models cannot read. Crop it so that its "
            f"longer side is at most {MAX_RATIO} times the shorter one."
        )


def _fitting_size(size: tuple[int, int], max_pixels: int) -> tuple[int, int]:
    width, height = size
    if width * height <= max_pixels:
        return size
    factor = (max_pixels / (width * height)) ** 0.5
    return max(1, int(width * factor)), max(1, int(height * factor))


def _upright(image: Image.Image) -> Image.Image:
    try:
        orientation = image.getexif().get(0x0112, 1)
    except _DAMAGED:  # a broken tag says nothing about the pixels
        return image
    if orientation not in range(2, 9):
        return image
    return ImageOps.exif_transpose(image)


def _on_white(image: Image.Image) -> Image.Image:
    """The same pixels in RGB; deep grey is scaled to 8 bits, transparent parts show white."""
    if image.mode in ("F", "I") or image.mode.startswith("I;"):
        image = _eight_bits(image)
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        layer = image.convert("RGBA")
        white = Image.new("RGB", layer.size, "white")
        white.paste(layer, mask=layer.getchannel("A"))
        return white
    return image if image.mode == "RGB" else image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    deep = image.convert("F")
    darkest, brightest = deep.getextrema()
    if isinstance(darkest, tuple) or isinstance(brightest, tuple):
        raise UnreadablePicture("The picture's grey values cannot be read. Save it as an 8-bit PNG.")
    step = 255 / _white_level(image.mode, brightest)
    grey = deep.point(lambda value: value * step + 0.5).convert("L")
    grey.info.pop("transparency", None)  # a 16-bit value, meaningless for 8 bits
    return grey


def _white_level(mode: str, brightest: float) -> float:
    """The value that stands for white: 16 bits say it, wider modes only show it by their brightest pixel."""
    if mode.startswith("I;") or (mode == "I" and brightest <= 65535):
        return 65535.0
    return max(brightest, 1.0)


def _encode(image: Image.Image) -> tuple[bytes, str]:
    image.info = {}  # else an ICC profile or a transparent colour would be written along
    png = io.BytesIO()
    # Level 1 takes two thirds of the default's time on a screenshot, for one per cent more bytes.
    image.save(png, "PNG", compress_level=1)
    if png.tell() <= MAX_PNG_BYTES:
        return png.getvalue(), "image/png"
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG", quality=92, subsampling=0)
    return jpeg.getvalue(), "image/jpeg"


@contextmanager
def _quiet() -> Iterator[None]:
    with _filters, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _damage_told(origin: str) -> Iterator[None]:
    try:
        yield
    except _DAMAGED as error:
        raise _told(error, origin) from error


def _told(error: BaseException, origin: str) -> Exception:
    if isinstance(error, Image.DecompressionBombError):
        return PictureTooLarge(
            f"{_named(origin)} has over {MAX_PIXELS // 10**6} megapixels. Crop it or save it smaller."
        )
    return UnreadablePicture(
        f"{_named(origin)} is damaged or cut off and cannot be decoded. Save or copy it again, as PNG if you "
        "can."
    )
