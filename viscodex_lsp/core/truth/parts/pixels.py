"""The pixels of a picture and of a rendering, made comparable: small, of one width, with their texts painted over."""

import io
from collections.abc import Iterable, Sequence

from PIL import Image, ImageDraw

from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.truth.nouns.likeness import RGB, Box
from viscodex_lsp.core.truth.nouns.rendered import Rendered
from viscodex_lsp.core.truth.nouns.seen import Seen

WIDTH = 320
_MOST_HEIGHT = 4 * WIDTH
# Around a text, its shade and what its box leaves out.
_MARGIN = 2.0


def comparable(
    pictures: Sequence[Picture], seen: Seen, rendered: Rendered
) -> tuple[Image.Image, Image.Image]:
    """The pictures, one below the other, and the rendering: RGB, at most 320 pixels wide, without text.

    Where a picture on the page is not at hand, both are grey.
    """
    width = min(WIDTH, seen.width)
    scale = width / seen.width
    there = _small([part.data for picture in pictures for part in picture.parts], width)
    here = _small([rendered.png], width)
    _paint(there, ((line.box, line.ground) for line in seen.lines), scale)
    if rendered.placed:
        _paint(here, ((line.box, line.ground) for line in rendered.lines), width / rendered.width)
    else:
        # Where its texts stand is not known; where the picture's stand, nothing is compared.
        _paint(here, ((line.box, line.ground) for line in seen.lines), scale)
    for image in (there, here):
        _paint(image, ((box, RGB(128, 128, 128)) for box in rendered.empty), width / rendered.width)
    return there, here


def _small(files: Sequence[bytes], width: int) -> Image.Image:
    """The files below one another in `width`, cut where nothing is compared any more."""
    parts = []
    for data in files:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            height = max(1, round(image.height * width / image.width))
            image.draft("RGB", (2 * width, 2 * height))
            parts.append(image.convert("RGB").resize((width, height), Image.Resampling.BOX, reducing_gap=2.0))
    if len(parts) == 1:
        return parts[0].crop((0, 0, width, min(parts[0].height, _MOST_HEIGHT)))
    sheet = Image.new("RGB", (width, min(_MOST_HEIGHT, sum(part.height for part in parts))))
    top = 0
    for part in parts:
        sheet.paste(part, (0, top))
        top += part.height
    return sheet


def _paint(image: Image.Image, boxes: Iterable[tuple[Box, RGB]], scale: float) -> None:
    draw = ImageDraw.Draw(image)
    for box, color in boxes:
        left, top, right, bottom = (side * scale for side in box)
        margin = _MARGIN * scale
        area = (int(left - margin), int(top - margin), round(right + margin), round(bottom + margin))
        if area[2] >= area[0] and area[3] >= area[1]:
            draw.rectangle(area, fill=tuple(color))
