"""An engine that tells how far it is, for whoever waits for a large picture: first that text is looked for, then how
many of the lines that were found are read."""

from collections.abc import Callable, Sequence

from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.recognition.engine import Engine
from viscodex_model.read.recognition.lines import Box, Glyph

# So many strips are read between two words; a quarter of a second or so.
BATCH = 16

Told = Callable[[int, int], None]


class TellingEngine:
    """Implements `Engine` over another one. `told` is given how many strips of how many are read; 0 of 0 while text is
    looked for."""

    def __init__(self, inner: Engine, told: Told) -> None:
        self._inner, self._told = inner, told

    def boxes(self, pixels: Pixels, *, scale: float = 1.0) -> tuple[Box, ...]:
        """See `Engine.boxes`."""
        self._told(0, 0)
        return self._inner.boxes(pixels, scale=scale)

    def glyphs(
        self, strips: Sequence[Pixels], *, stop: Callable[[], bool] | None = None
    ) -> list[tuple[Glyph, ...]]:
        """See `Engine.glyphs`."""
        found: list[tuple[Glyph, ...]] = []
        for start in range(0, len(strips), BATCH):
            found += self._inner.glyphs(strips[start : start + BATCH], stop=stop)
            self._told(len(found), len(strips))
        return found
