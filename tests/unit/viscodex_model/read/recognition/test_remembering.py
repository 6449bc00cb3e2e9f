"""An engine that remembers what it saw last."""

from collections.abc import Callable, Sequence

import numpy as np
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.recognition.lines import Box, Glyph
from viscodex_model.read.recognition.remembering import RememberingEngine


class CountingEngine:
    """Answers with what it was given, and counts."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def boxes(self, pixels: Pixels, *, scale: float = 1.0) -> tuple[Box, ...]:
        self.asked.append(f"boxes {pixels[0, 0, 0]} {scale}")
        return ()

    def glyphs(
        self, strips: Sequence[Pixels], *, stop: Callable[[], bool] | None = None
    ) -> list[tuple[Glyph, ...]]:
        del stop
        self.asked += [f"strip {strip[0, 0, 0]}" for strip in strips]
        return [(Glyph(str(strip[0, 0, 0]), 0.0, 1.0),) for strip in strips]


def strip(value: int) -> Pixels:
    return np.full((4, 6, 3), value, np.uint8)


def test_what_was_seen_is_not_looked_at_again() -> None:
    """Equal pixels at an equal scale are seen once; answers keep the order of the question."""
    inner = CountingEngine()
    engine = RememberingEngine(inner)
    engine.boxes(strip(1))
    engine.boxes(strip(1))
    engine.boxes(strip(1), scale=0.5)
    first = engine.glyphs([strip(1), strip(2)])
    second = engine.glyphs([strip(2), strip(3), strip(1)])
    assert [glyphs[0].text for glyphs in (*first, *second)] == ["1", "2", "2", "3", "1"]
    assert inner.asked == ["boxes 1 1.0", "boxes 1 0.5", "strip 1", "strip 2", "strip 3"]
