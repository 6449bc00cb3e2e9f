"""An engine that reads no longer than it may, so that a picture full of text keeps nobody waiting without an end."""

import time
from collections.abc import Callable, Sequence

from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.recognition.engine import Engine
from viscodex_model.read.recognition.lines import Box, Glyph

# So many strips are read between two looks at the clock; half a second or so.
BATCH = 32


class BoundedEngine:
    """Implements `Engine` over another one.

    Once `seconds` are over, strips are no longer read: they have no characters, and `left_out` counts them.
    """

    def __init__(self, inner: Engine, seconds: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.inner, self._seconds, self._clock = inner, seconds, clock
        self.left_out = 0
        self.begin()

    def begin(self) -> None:
        """From now on so many seconds may pass again."""
        self._end = self._clock() + self._seconds

    def boxes(self, pixels: Pixels, *, scale: float = 1.0) -> tuple[Box, ...]:
        """See `Engine.boxes`; its time is bounded by the size of the picture, and does not count."""
        found = self.inner.boxes(pixels, scale=scale)
        self.begin()
        return found

    def glyphs(
        self, strips: Sequence[Pixels], *, stop: Callable[[], bool] | None = None
    ) -> list[tuple[Glyph, ...]]:
        """See `Engine.glyphs`."""
        found: list[tuple[Glyph, ...]] = []
        while len(found) < len(strips) and self._clock() < self._end:
            found += self.inner.glyphs(strips[len(found) : len(found) + BATCH], stop=stop)
        missing = len(strips) - len(found)
        self.left_out += missing
        return found + [()] * missing
