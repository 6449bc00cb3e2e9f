"""Boxes and characters become lines with words and colours."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from viscodex_model.read.picture.colors import ground_and_ink
from viscodex_model.read.picture.pixels import Pixels, crop
from viscodex_model.read.recognition.engine import Engine
from viscodex_model.read.recognition.lines import Box, Glyph, Line, Word

# The detector sees text from about 8 to 100 pixels high; a larger picture is scaled down to this many pixels, and
# read again in full only where its text would be too small.
MAX_PIXELS = 4_000_000
SMALL_TEXT = 11
LARGEST = 16_000_000
MAX_LINES = 4_000
# A line whose characters are likely guesses is no text (an icon, a texture).
LEAST_CONFIDENCE = 0.5


def read_lines(pixels: Pixels, engine: Engine, *, stop: Callable[[], bool] | None = None) -> tuple[Line, ...]:
    """The lines of text in a picture, top to bottom.

    Raises:
        Stopped: `stop` answered yes.
    """
    return lines_at(pixels, find_boxes(pixels, engine)[:MAX_LINES], engine, stop=stop)


def lines_at(
    pixels: Pixels, boxes: Sequence[Box], engine: Engine, *, stop: Callable[[], bool] | None = None
) -> tuple[Line, ...]:
    """The text in each box, where there is any."""
    found = engine.glyphs([crop(pixels, box) for box in boxes], stop=stop)
    lines = (_line(pixels, box, glyphs) for box, glyphs in zip(boxes, found, strict=True))
    return tuple(line for line in lines if line is not None and line.confidence >= LEAST_CONFIDENCE)


def find_boxes(pixels: Pixels, engine: Engine) -> tuple[Box, ...]:
    """Boxes of text lines, at a scale that keeps time bounded and small text legible."""
    area = pixels.shape[0] * pixels.shape[1]
    scale = min(1.0, (MAX_PIXELS / area) ** 0.5)
    boxes = engine.boxes(pixels, scale=scale)
    if scale < 1 and boxes:
        heights = sorted(box.height for box in boxes)
        if heights[len(heights) // 2] * scale < 2 * SMALL_TEXT:
            boxes = engine.boxes(pixels, scale=min(1.0, (LARGEST / area) ** 0.5))
    return boxes


def _line(pixels: Pixels, box: Box, glyphs: Sequence[Glyph]) -> Line | None:
    text = "".join(glyph.text for glyph in glyphs)
    if not text.strip():
        return None
    ground, ink = ground_and_ink(crop(pixels, box))
    seen = [glyph.confidence for glyph in glyphs if glyph.text != " "]
    return Line(text.strip(), box, sum(seen) / len(seen), _words(box, glyphs), ink, ground, tuple(glyphs))


def _words(box: Box, glyphs: Sequence[Glyph]) -> tuple[Word, ...]:
    runs: list[list[Glyph]] = [[]]
    for glyph in glyphs:
        if glyph.text == " ":
            runs.append([])
        else:
            runs[-1].append(glyph)
    runs = [run for run in runs if run]
    half = _half_width(glyphs)
    return tuple(_word(box, run, half) for run in runs)


def _half_width(glyphs: Sequence[Glyph]) -> float:
    """Half of a typical distance between neighbouring characters, in pixels."""
    steps = sorted(right.x - left.x for left, right in pairwise(glyphs))
    return steps[len(steps) // 2] / 2 if steps else 0.0


def _word(box: Box, run: Sequence[Glyph], half: float) -> Word:
    left = max(box.left, box.left + run[0].x - half)
    right = min(box.right, box.left + run[-1].x + half)
    confidence = sum(glyph.confidence for glyph in run) / len(run)
    return Word(
        "".join(glyph.text for glyph in run), Box(left, box.top, max(left, right), box.bottom), confidence
    )
