"""Draws what was seen over its picture: a box around each line, red where it was hard to read, and the kind above."""

from PIL import Image, ImageDraw, ImageFont

from viscodex_model.read.picture.pixels import load_pixels
from viscodex_model.read.reading import Reading

SURE, UNSURE = (16, 150, 72), (214, 48, 49)
BAND = 26
# A line of less than this confidence is drawn as unsure.
LEAST = 0.9


def draw_reading(data: bytes, reading: Reading) -> Image.Image:
    """The picture with boxes and words around what was read, under a band that names the kind."""
    picture = Image.fromarray(load_pixels(data))
    sheet = Image.new("RGB", (picture.width, picture.height + BAND), "white")
    sheet.paste(picture, (0, BAND))
    draw = ImageDraw.Draw(sheet)
    title = f"{reading.kind} ({reading.kind_confidence:.0%}), {len(reading.lines)} lines"
    draw.text((6, 5), title, fill="black", font=ImageFont.load_default(14))
    for line in reading.lines:
        color = SURE if line.confidence >= LEAST else UNSURE
        box = (line.box.left, line.box.top + BAND, line.box.right - 1, line.box.bottom - 1 + BAND)
        draw.rectangle(box, outline=color)
        for word in line.words:
            y = word.box.bottom + BAND - 2
            draw.line((word.box.left, y, word.box.right, y), fill=color)
    return sheet
