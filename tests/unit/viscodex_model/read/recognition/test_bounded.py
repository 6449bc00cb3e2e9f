"""Nobody waits without an end for a picture full of text."""

from functools import partial
from itertools import chain, repeat

import pytest
from viscodex_model.read import door, read_picture
from viscodex_model.read.recognition.bounded import BATCH, BoundedEngine
from viscodex_model.read.recognition.engine import OnnxEngine
from viscodex_model.read.upright.view import turn

from tests.fixtures.pictures.text_pictures import png, text_picture
from tests.unit.viscodex_model.read.recognition.test_remembering import CountingEngine, strip
from tests.unit.viscodex_model.read.upright.test_upright import tilted


def test_once_the_time_is_over_strips_are_counted_and_not_read() -> None:
    """Three batches are asked for, and the clock has passed the bound after the second; then time is given again."""
    now = iter([0.0, 1.0, 9.0, 11.0, 20.0, 21.0])
    inner = CountingEngine()
    engine = BoundedEngine(inner, 10, clock=lambda: next(now))
    found = engine.glyphs([strip(1)] * (2 * BATCH + 5))
    assert [bool(glyphs) for glyphs in found] == [True] * (2 * BATCH) + [False] * 5
    assert len(inner.asked) == 2 * BATCH
    assert engine.left_out == 5
    engine.begin()
    assert engine.glyphs([strip(2)])[0][0].text == "2"


def test_what_was_left_out_is_said(engine: OnnxEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines that were read are kept."""
    now = chain([0.0, 0.0, 0.0], repeat(9.0))
    monkeypatch.setattr(door, "BoundedEngine", partial(BoundedEngine, clock=lambda: next(now)))
    written = [f"line number {number} of many" for number in range(BATCH + 9)]
    reading = read_picture(png(text_picture(written)), engine=engine, seconds=5, kind="page")
    assert [line.text for line in reading.lines] == written[:BATCH]
    assert "9 lines of text were left out" in reading.doubts[0]


def test_lines_without_time_are_not_called_illegible_where_a_picture_was_straightened(
    engine: OnnxEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = chain([0.0, 0.0, 0.0], repeat(9.0))
    monkeypatch.setattr(door, "BoundedEngine", partial(BoundedEngine, clock=lambda: next(now)))
    written = [f"line number {number} of many" for number in range(BATCH + 9)]
    given = tilted(text_picture(written), 3)
    reading = read_picture(png(given), engine=engine, seconds=5, kind="page")
    assert len(reading.lines) == BATCH
    assert "9 lines of text were left out" in reading.doubts[0]
    assert not any("could not be read" in doubt for doubt in reading.doubts)


def test_lines_that_were_read_once_the_picture_was_turned_are_not_called_left_out(
    engine: OnnxEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Upside down the time was over after the first lines; upright it is enough."""
    now = chain([0.0, 0.0, 0.0], repeat(9.0))
    monkeypatch.setattr(door, "BoundedEngine", partial(BoundedEngine, clock=lambda: next(now)))
    written = [f"line number {number} of many" for number in range(BATCH + 9)]
    reading = read_picture(png(turn(text_picture(written), "half")), engine=engine, seconds=5, kind="page")
    assert [line.text for line in reading.lines] == written
    assert not any("left out" in doubt for doubt in reading.doubts)
