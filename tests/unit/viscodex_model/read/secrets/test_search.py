"""A secret is found where it can be read, also if only in a larger picture."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.pixels import Pixels, crop
from viscodex_model.read.recognition.engine import OnnxEngine
from viscodex_model.read.recognition.lines import Glyph
from viscodex_model.read.secrets.search import search_secrets
from viscodex_model.read.upright.view import turn

from tests.fixtures.pictures.text_pictures import text_picture

# Not a key of anybody: the form alone counts.
KEY = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"


class Blind:
    """An engine that reads nothing in pictures that are not enlarged."""

    def __init__(self, engine: OnnxEngine, width: int) -> None:
        self._engine, self._width = engine, width

    def boxes(self, pixels: Pixels, *, scale: float = 1.0) -> tuple[Box, ...]:
        return self._engine.boxes(pixels, scale=scale)

    def glyphs(
        self, strips: Sequence[Pixels], *, stop: Callable[[], bool] | None = None
    ) -> list[tuple[Glyph, ...]]:
        found = self._engine.glyphs(strips, stop=stop)
        known = [glyph for glyphs in found for glyph in glyphs if glyph.text.isalpha()]
        enlarged = any(strip.shape[1] > self._width for strip in strips)
        return found if enlarged else [tuple(known[:8]) for _ in found]


def test_boxes_of_the_enlarged_picture_are_told_in_its_own_pixels(engine: OnnxEngine) -> None:
    """What is misread at first is found when it is looked at again, and covered where it stands."""
    pixels: Pixels = text_picture([f"token={KEY}"], size=14)
    plain = search_secrets(pixels, engine)
    assert plain
    found = search_secrets(pixels, Blind(engine, pixels.shape[1]))
    assert any(_near(one.box, other.box) for one in found for other in plain)
    assert all(secret.box.right < pixels.shape[1] + 20 for secret in found)


def _near(one: Box, other: Box) -> bool:
    return abs(one.left - other.left) < 12 and abs(one.right - other.right) < 12


@pytest.mark.parametrize("name", ["half", "left", "right", "mirrored"])
def test_a_secret_is_covered_however_the_picture_stands(engine: OnnxEngine, name: str) -> None:
    """A model reads turned text, too: of the key's strokes none is left."""
    upright = text_picture(["Settings of the service", f"token={KEY}", "Save all changes"], size=20)
    given = turn(upright, name)
    found = search_secrets(given, engine)
    assert found
    label = 150  # the key stands right of its name and below the first line
    key = np.zeros(upright.shape, np.uint8)
    key[50:80, label:] = 255 - upright[50:80, label:]
    left = turn(key, name).copy()
    for secret in found:
        crop(left, secret.box)[:] = 0
    assert (left > 100).sum() == 0
