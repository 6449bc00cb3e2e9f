"""Whoever waits for a large picture is told how far it is, and what is read stays the same."""

from viscodex_model.read.recognition.engine import OnnxEngine
from viscodex_model.read.recognition.read_lines import read_lines
from viscodex_model.read.recognition.telling import BATCH, TellingEngine

from tests.fixtures.pictures.text_pictures import text_picture

LINES = [f"line number {number} of many" for number in range(BATCH + 4)]


def test_lines_are_counted_up_to_all_of_them(engine: OnnxEngine) -> None:
    """First that text is looked for, then so many lines of all, never fewer than before."""
    told: list[tuple[int, int]] = []
    pixels = text_picture(LINES)
    lines = read_lines(pixels, TellingEngine(engine, lambda *reached: told.append(reached)))
    assert [line.text for line in lines] == LINES
    assert told == [(0, 0), (BATCH, len(LINES)), (len(LINES), len(LINES))]
    assert lines == read_lines(pixels, engine)
