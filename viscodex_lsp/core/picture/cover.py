"""Parts of a picture are covered by solid boxes: nothing of what was there is left in the file."""

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

from viscodex_lsp.core.nouns import Picture

# Neither of the usual grounds, so that a person and a model see that something was covered.
COVER = (128, 128, 128)
Box = tuple[float, float, float, float]


def cover(picture: Picture, boxes: Sequence[Box]) -> Picture:
    """One part of a picture with `boxes` (left, top, right, bottom, in its pixels) filled; parts below it stay."""
    with Image.open(io.BytesIO(picture.data)) as opened:
        image = opened.convert("RGB")
    draw = ImageDraw.Draw(image)
    for left, top, right, bottom in boxes:
        draw.rectangle((int(left), int(top), int(right) + 1, int(bottom) + 1), fill=COVER)
    encoded = io.BytesIO()
    if picture.mime == "image/jpeg":
        image.save(encoded, "JPEG", quality=92, subsampling=0)
    else:
        image.save(encoded, "PNG", compress_level=1)
    return Picture(
        encoded.getvalue(), picture.mime, picture.width, picture.height, picture.origin, picture.below
    )
