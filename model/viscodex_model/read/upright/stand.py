"""Whether a picture stands upright is told by reading a few of its lines as they would be, turned: text that stands
right is read with far more confidence than any other."""

from collections.abc import Callable, Sequence

from viscodex_model.read.picture.pixels import Pixels, crop
from viscodex_model.read.recognition.engine import Engine
from viscodex_model.read.recognition.lines import Box, Glyph, Line
from viscodex_model.read.recognition.read_lines import find_boxes
from viscodex_model.read.upright.tilt import tilt_of
from viscodex_model.read.upright.view import TURNS, View, straight_area, straight_view, turn, turned_view

Stop = Callable[[], bool] | None
# Printed text is read with a confidence of .98 and more, upside down or mirrored with .6 to .8.
DOUBTFUL, SURE, AHEAD = 0.95, 0.9, 0.05
# A slight tilt costs large text little, and what is drawn beside it much.
NO_WORSE = 0.99
# A strip that is straightened may become a thousand times as large; a screen at most 2.2 times.
MOST_LARGER = 2.5
# So many of the longest lines are tried, and so many characters have to be seen.
TRIED, FEWEST = 8, 8


def straightened(pixels: Pixels, engine: Engine, *, stop: Stop = None) -> View | None:
    """The picture straightened, where its lines are tilted by some degrees and are read no worse that way."""
    degrees = tilt_of(pixels)
    if not degrees or straight_area(pixels, degrees) > MOST_LARGER * pixels.shape[0] * pixels.shape[1]:
        return None
    straight = straight_view(pixels, degrees)
    as_is, level = (
        _weight(_read(seen, find_boxes(seen, engine), engine, stop)) for seen in (pixels, straight.pixels)
    )
    return straight if level > NO_WORSE * as_is else None


def is_doubtful(lines: Sequence[Line], *, below: float = DOUBTFUL) -> bool:
    """Whether the lines are read no better than text that does not stand upright: with a confidence below this."""
    letters = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) < below * letters or not letters


def may_be_turned(lines: Sequence[Line]) -> bool:
    """Whether no words are surely read: strokes of turned text may be taken for single signs, such as 1 or I."""
    return is_doubtful(lines) or is_doubtful([line for line in lines if len(line.text) > 1])


def turned(pixels: Pixels, boxes: Sequence[Box], engine: Engine, *, stop: Stop = None) -> View | None:
    """The picture turned or mirrored, where its longest lines are surely text that way and not as they stand."""
    seen = _read(pixels, boxes, engine, stop)
    as_is = _confidence(seen) if len(seen) >= FEWEST else 0.0
    tried = {name: _read(pixels, boxes, engine, stop, name) for name in TURNS}
    best = max(tried, key=lambda name: _weight(tried[name]))
    confidence = _confidence(tried[best])
    sure = confidence >= max(SURE, as_is + AHEAD) and len(tried[best]) >= FEWEST
    return turned_view(pixels, best) if sure else None


def _read(
    pixels: Pixels, boxes: Sequence[Box], engine: Engine, stop: Stop, name: str = ""
) -> Sequence[Glyph]:
    """The characters of the longest lines, each turned as `name` says."""
    longest = sorted(boxes, key=lambda box: -max(box.width, box.height))[:TRIED]
    strips = [crop(pixels, box) for box in longest]
    found = engine.glyphs([turn(strip, name) if name else strip for strip in strips], stop=stop)
    return [glyph for glyphs in found for glyph in glyphs if glyph.text != " "]


def _confidence(glyphs: Sequence[Glyph]) -> float:
    return _weight(glyphs) / max(1, len(glyphs))


def _weight(glyphs: Sequence[Glyph]) -> float:
    """Text that stands right has more characters, and surer ones."""
    return sum(glyph.confidence for glyph in glyphs)
