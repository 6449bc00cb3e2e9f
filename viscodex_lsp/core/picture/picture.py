"""The bytes of any picture become a `Picture` that a model can be sent: upright, RGB, without metadata, within budget.

A colour profile is dropped, not applied.
"""

import io
from dataclasses import replace

from PIL import Image

from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.picture.decoding import MAX_BYTES, damage_told, decode
from viscodex_lsp.core.picture.ground import in_rgb
from viscodex_lsp.core.picture.png_chunks import bare_png
from viscodex_lsp.core.picture.region import Region, fitted
from viscodex_lsp.core.picture.sheets import REFUSED_BELOW, cut, filled_up, fitting_size, part_size, scaled_to

__all__ = ["MAX_BYTES", "prepare_picture"]

# A screenshot stays below this as PNG; what does not is a photo, for which JPEG loses nothing visible.
MAX_PNG_BYTES = 3_000_000


def prepare_picture(data: bytes, *, origin: str, max_pixels: int, region: Region | None = None) -> Picture:
    """Decode, turn, flatten, scale or cut, and encode a picture.

    Args:
        data: A PNG, JPEG, WebP, BMP, GIF or TIFF file.
        origin: How a person would name its source; it begins every error's sentence.
        max_pixels: Most pixels of what is sent at once. A larger picture is scaled down to it and keeps its ratio (a
            side is rounded down); a long one, whose text would be lost by that, is cut into parts that each fit. A
            smaller one keeps its size, unless a side is too thin for models: it is filled up to 32 pixels.
        region: What to take of it, in its own pixels; None takes all.

    Returns:
        A PNG, or a JPEG where the PNG would exceed 3 MB; further parts of a long picture lie in `below`. The pixels of
        a plain RGB PNG within the budget are not encoded anew.

    Raises:
        PictureTooLarge: over 20 MB or 64 megapixels.
        UnsupportedPicture: another format, a side over 100 times the other, or a JPEG of too many scans.
        UnreadablePicture: empty, truncated, damaged, or wholly transparent.
        UsageError: the region is not in it.
    """
    # A JPEG that is decoded smaller has other pixels than a region names.
    image = decode(data, origin=origin, target=lambda size: size if region else _target(size, max_pixels))
    with damage_told(origin):
        if region is not None:
            image = image.crop(fitted(region, image.size, origin=origin))
        size = fitting_size(image.size, max_pixels)
        if region is None and _is_plain(image) and size == image.size and min(size) >= REFUSED_BELOW:
            bare = bare_png(data)
            if bare is not None and len(bare) <= MAX_PNG_BYTES:
                return Picture(bare, "image/png", *size, origin, original_width=size[0])
        flat = in_rgb(image)
        parts = part_size(flat.size, max_pixels)
        if parts is None:
            return replace(_sheet(filled_up(scaled_to(flat, size)), origin), original_width=flat.width)
        width, most = parts
        long = scaled_to(flat, (width, max(1, round(flat.height * width / flat.width))))
        first, *below = [_sheet(filled_up(part), origin) for part in cut(long, most)]
        return replace(first, below=tuple(below), original_width=flat.width)


def _target(size: tuple[int, int], max_pixels: int) -> tuple[int, int]:
    parts = part_size(size, max_pixels)
    return fitting_size(size, max_pixels) if parts is None else (parts[0], parts[0] * size[1] // size[0])


def _is_plain(image: Image.Image) -> bool:
    """Whether it is an RGB PNG as it was decoded: one that was turned is no file any more."""
    return image.format == "PNG" and image.mode == "RGB" and "transparency" not in image.info


def _sheet(image: Image.Image, origin: str) -> Picture:
    image.info = {}  # else an ICC profile or a transparent colour would be written along
    png = io.BytesIO()
    # Level 1 takes two thirds of the default's time on a screenshot, for one per cent more bytes.
    image.save(png, "PNG", compress_level=1)
    if png.tell() <= MAX_PNG_BYTES:
        return Picture(png.getvalue(), "image/png", image.width, image.height, origin)
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG", quality=92, subsampling=0)
    return Picture(jpeg.getvalue(), "image/jpeg", image.width, image.height, origin)
