"""The colours of text and of what lies behind it."""

import numpy as np
from viscodex_model.read.picture.colors import distance, ground_and_ink, ground_of

from tests.fixtures.pictures.text_pictures import text_picture


def test_ink_and_ground_of_a_text_are_the_colours_it_was_drawn_in() -> None:
    """Blended edges do not shift the ink."""
    pixels = text_picture(["MMMMM"], size=40, ink="#c06020", ground="#202830")
    ground, ink = ground_and_ink(pixels)
    assert ground == (0x20, 0x28, 0x30)
    assert np.abs(np.array(ink) - (0xC0, 0x60, 0x20)).max() <= 4


def test_an_empty_part_has_one_colour() -> None:
    """Where nothing is drawn, ink is said to be the ground."""
    pixels = np.full((10, 10, 3), 77, np.uint8)
    assert ground_and_ink(pixels) == ((77, 77, 77), (77, 77, 77))
    assert ground_of(pixels) == (77, 77, 77)


def test_distance_is_the_largest_difference_of_a_channel() -> None:
    """It does not wrap around where a byte would."""
    pixels = np.array([[[0, 10, 200]]], np.uint8)
    assert distance(pixels, (255, 10, 190)).tolist() == [[255]]
