"""Cuts a region out of a picture, as a picture of its own."""

import io

from PIL import Image

from viscodex_lsp.core.errors import UsageError
from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.picture.decoding import damage_told, named

Region = tuple[int, int, int, int]
"""Left, top, width and height in pixels of the picture as it is stored, upright."""

LEAST = 8


def fitted(region: Region, size: tuple[int, int], *, origin: str) -> tuple[int, int, int, int]:
    """The region's left, top, right and bottom within a picture of this size.

    Raises:
        UsageError: it lies outside, or is smaller than 8 pixels there.
    """
    left, top, width, height = region
    box = max(0, left), max(0, top), min(size[0], left + width), min(size[1], top + height)
    if box[2] - box[0] < min(LEAST, size[0]) or box[3] - box[1] < min(LEAST, size[1]):
        raise UsageError(
            f"The region {left},{top},{width},{height} is not in {named(origin).lower()}, which has "
            f"{size[0]}x{size[1]} pixels, or is smaller than {LEAST} there. Name x, y, width and height in its pixels."
        )
    return box


def whole_image(picture: Picture) -> Image.Image:
    """A prepared picture with all its parts, one below the other."""
    with damage_told(picture.origin):
        sheets = [Image.open(io.BytesIO(part.data)).convert("RGB") for part in picture.parts]
    if len(sheets) == 1:
        return sheets[0]
    image = Image.new("RGB", (max(sheet.width for sheet in sheets), sum(sheet.height for sheet in sheets)))
    top = 0
    for sheet in sheets:
        image.paste(sheet, (0, top))
        top += sheet.height
    return image


def cut_out(picture: Picture, region: Region) -> bytes:
    """A PNG of a region of a prepared picture.

    Raises:
        UsageError: the region is not in it.
    """
    image = whole_image(picture)
    box = fitted(region, image.size, origin=picture.origin)
    png = io.BytesIO()
    image.crop(box).save(png, "PNG", compress_level=1)
    return png.getvalue()
