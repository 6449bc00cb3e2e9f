"""`read_picture` answers with a Reading, or refuses with a sentence."""

import pytest
from viscodex_model.read import read_picture
from viscodex_model.read.picture.pixels import UnreadablePicture

from tests.fixtures.text_pictures import png, text_picture


def test_a_reading_has_the_lines_and_the_size_of_its_picture() -> None:
    """Whatever the kind, the lines are there."""
    pixels = text_picture(["Hello reader"])
    reading = read_picture(png(pixels))
    assert [line.text for line in reading.lines] == ["Hello reader"]
    assert (reading.height, reading.width) == pixels.shape[:2]


def test_what_a_person_says_the_picture_is_stands() -> None:
    """A given kind is certain."""
    reading = read_picture(png(text_picture(["a b", "c d"])), kind="table")
    assert (reading.kind, reading.kind_confidence) == ("table", 1.0)


def test_bytes_that_are_no_picture_are_refused() -> None:
    """The reason is a sentence for the person."""
    with pytest.raises(UnreadablePicture, match="not a PNG"):
        read_picture(b"no picture")
