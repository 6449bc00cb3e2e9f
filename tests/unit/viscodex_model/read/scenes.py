"""Pages that the tests of the reader draw, with the lines that a perfect recognition would see in them."""

from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from viscodex_model.read.picture.geometry import RGB, Box
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.recognition.lines import Line, Word


@dataclass
class Canvas:
    """A picture that remembers the lines of text that were written on it."""

    width: int = 600
    height: int = 400
    ground: RGB = (255, 255, 255)
    lines: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._image = Image.new("RGB", (self.width, self.height), self.ground)
        self._draw = ImageDraw.Draw(self._image)

    def box(
        self,
        left: int,
        top: int,
        right: int,
        bottom: int,
        fill: RGB,
        border: RGB | None = None,
        radius: int = 0,
    ) -> None:
        """A filled box; `right` and `bottom` are exclusive."""
        edges = (left, top, right - 1, bottom - 1)
        self._draw.rounded_rectangle(edges, radius, fill, border, width=1 if border else 0)

    def write(self, left: int, top: int, text: str, *, size: int = 16, ink: RGB = (0, 0, 0)) -> None:
        """A line of text."""
        font = ImageFont.load_default(size)
        self._draw.text((left, top), text, fill=ink, font=font)
        ground = self._image.getpixel((left, top))
        assert isinstance(ground, tuple)
        pen, words = float(left), []
        for word in text.split(" "):
            words.append(Word(word, Box(pen, top, pen + font.getlength(word), top + 1.3 * size), 1.0))
            pen += font.getlength(word + " ")
        box = Box(left - 2, top, left + font.getlength(text) + 2, top + 1.3 * size)
        self.lines.append(Line(text, box, 1.0, tuple(words), ink, (ground[0], ground[1], ground[2])))

    @property
    def pixels(self) -> Pixels:
        return np.asarray(self._image)
