"""Pictures of code as an editor shows it: drawn on a grid, with a gutter, guides, a caret and a tab above."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from viscodex_model.read.picture.pixels import Pixels

FONT = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSansMono.ttf"


def editor_picture(
    lines: Sequence[str],
    *,
    size: int = 20,
    numbers: int | None = 1,
    guides: bool = True,
    tab: str = "",
    ink: str = "#d4d4d4",
    ground: str = "#1e1e1e",
    gap: float = 3.4,
) -> Pixels:
    """`lines` in a monospaced font; `numbers` is the first line's number, or None for no gutter. `gap` widths of a
    character stand between the numbers and the code."""
    font = ImageFont.truetype(FONT, size)
    advance, pitch = font.getlength("0"), round(1.4 * size)
    left = round(7 * advance) if numbers is not None else 24
    top = pitch + 16 if tab else 12
    width = left + round(advance * (max(map(len, lines)) + 6))
    picture = Image.new("RGB", (width, top + pitch * len(lines) + 20), ground)
    draw = ImageDraw.Draw(picture)
    if tab:
        draw.rectangle((0, 0, picture.width, pitch + 6), fill="#333333")
        draw.text((10, 4), tab, fill="#ffffff", font=ImageFont.load_default(size - 4))
    for row, line in enumerate(lines):
        y = top + row * pitch
        if numbers is not None:
            number = str(numbers + row)
            draw.text((left - (gap + len(number)) * advance, y), number, fill="#858585", font=font)
        for column, character in enumerate(line):
            draw.text((left + column * advance, y), character, fill=ink, font=font)
        if guides:
            for column in range(0, len(line) - len(line.lstrip()), 4):
                draw.line(
                    (left + column * advance, y, left + column * advance, y + pitch - 1), fill="#404040"
                )
    return np.asarray(picture)
