"""Text in a picture is found and read, with the places and colours of its words."""

import numpy as np
import pytest
from viscodex_model.read.recognition.engine import OnnxEngine, Stopped
from viscodex_model.read.recognition.read_lines import read_lines

from tests.fixtures.pictures.text_pictures import text_picture


def test_lines_are_read_from_top_to_bottom(engine: OnnxEngine) -> None:
    """What is written is what is read."""
    written = ["The quick brown fox", "jumps over 13 lazy dogs", "Price: $42.50"]
    assert [line.text for line in read_lines(text_picture(written), engine)] == written


def test_words_stand_where_they_were_drawn(engine: OnnxEngine) -> None:
    """Word boxes follow one another inside the line's box."""
    (line,) = read_lines(text_picture(["alpha beta gamma"], size=24), engine)
    assert [word.text for word in line.words] == ["alpha", "beta", "gamma"]
    edges = [edge for word in line.words for edge in (word.box.left, word.box.right)]
    assert edges == sorted(edges)
    assert line.box.left <= edges[0]
    assert edges[-1] <= line.box.right


def test_light_text_on_dark_is_read_with_its_colours(engine: OnnxEngine) -> None:
    """A dark theme is no obstacle."""
    (line,) = read_lines(text_picture(["return value"], ink="#ffffff", ground="#1e1e1e"), engine)
    assert line.text == "return value"
    assert line.ground == (0x1E, 0x1E, 0x1E)
    assert min(line.ink) > 200


def test_a_blank_picture_has_no_lines(engine: OnnxEngine) -> None:
    """Nothing is invented."""
    assert read_lines(np.full((200, 300, 3), 255, np.uint8), engine) == ()


def test_a_line_across_tiles_is_one_line(engine: OnnxEngine) -> None:
    """The picture is looked at in tiles; a line that crosses their edge is not cut."""
    (line,) = read_lines(text_picture(["one two three four five six seven " * 3], size=30), engine)
    assert line.text == ("one two three four five six seven " * 3).strip()


def test_reading_stops_when_it_is_told_to(engine: OnnxEngine) -> None:
    """A cancelled request does not read on."""
    with pytest.raises(Stopped):
        read_lines(text_picture(["alpha"]), engine, stop=lambda: True)
