"""Cuts a drawn section out with plain margins, as a model meets it.

A seeded `random.Random` chooses the margins. The sides of the picture are near multiples of an image token's side, and
often exact ones; the boxes of the words are moved along.
"""

import random
from dataclasses import dataclass

from viscodex_model.data.synth.render import ROOM, Drawn, Pixels, Word

CELL = 28
"""Pixels of one image token's side where patches have 14, as in the large models: merged two by two."""
EXACT = 0.6
"""Share of pictures whose sides are whole cells, so that such a model's image processor leaves their pixels alone."""


@dataclass(frozen=True)
class Framed:
    """A picture (uint8, height x width x 3), its words and its root element, boxes in its pixels."""

    pixels: Pixels
    words: tuple[Word, ...]
    root: tuple[float, float, float, float]

    @property
    def cells(self) -> int:
        """Image tokens the picture takes."""
        height, width = (int(side) for side in self.pixels.shape[:2])
        return max(1, round(height / CELL)) * max(1, round(width / CELL))


def frame(drawn: Drawn, source: random.Random) -> Framed:
    """Cut a section out of its room: up to 20 pixels left and above, what fits the cells on the other sides."""
    left, top, right, bottom = (round(edge) for edge in drawn.root)
    exact = source.random() < EXACT
    x0, x1 = _span(left, right, ROOM[0], exact=exact, source=source)
    y0, y1 = _span(top, bottom, ROOM[1], exact=exact, source=source)
    words = tuple(
        Word((a - x0, b - y0, c - x0, d - y0), ink, ground)
        for (a, b, c, d), ink, ground in ((word.box, word.ink, word.ground) for word in drawn.words)
    )
    a, b, c, d = drawn.root
    return Framed(drawn.pixels[y0:y1, x0:x1], words, (a - x0, b - y0, c - x0, d - y0))


def _span(start: int, end: int, room: int, *, exact: bool, source: random.Random) -> tuple[int, int]:
    begin = start - source.choice((0, room, source.randint(0, room)))
    length = -(-(end - begin) // CELL) * CELL
    if not exact:
        length = max(end - begin, length + source.randint(-13, 13))
    return begin, begin + length
