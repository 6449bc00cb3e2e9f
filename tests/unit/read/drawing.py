"""Pictures that the tests of the reader draw themselves."""

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from viscodex_model.read.picture.pixels import Pixels


def text_picture(
    lines: list[str],
    *,
    size: int = 20,
    ink: str = "black",
    ground: str = "white",
    margin: int = 20,
    pitch: int | None = None,
) -> Pixels:
    """`lines` one below another, in the font that Pillow carries."""
    font = ImageFont.load_default(size)
    pitch = pitch or round(size * 1.5)
    width = 2 * margin + round(max(font.getlength(line) for line in lines))
    picture = Image.new("RGB", (width, 2 * margin + pitch * len(lines)), ground)
    draw = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        draw.text((margin, margin + number * pitch), line, fill=ink, font=font)
    return np.asarray(picture)


def png(pixels: Pixels) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()
