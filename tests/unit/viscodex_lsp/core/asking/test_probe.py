"""The eyesight question: its picture, and what counts as an answer."""

import io

import pytest
from PIL import Image

from viscodex_lsp.core.asking.probe import COLOURS, SIDE, ask_colour, names_colour, plain_picture


@pytest.mark.parametrize("name", COLOURS)
def test_the_picture_has_the_colour(name: str) -> None:
    """The PNG that is sent decodes to one plain colour."""
    picture = plain_picture(name)
    image = Image.open(io.BytesIO(picture.data))
    assert image.size == (SIDE, SIDE)
    assert image.getcolors() == [(SIDE * SIDE, COLOURS[name])]
    assert ask_colour(picture).messages[0].parts[0] is picture


@pytest.mark.parametrize(
    ("reply", "name", "seen"),
    [
        ('```html\n<div style="background:#dc2626"></div>\n```', "red", True),
        ('<div style="background:#e11"></div>', "red", True),
        ("rgb(30, 90, 240)", "blue", True),
        ("The picture is Blue.", "blue", True),
        ("It is red.", "blue", False),
        ("It is red or blue.", "red", False),
        ("#ffffff", "red", False),
        ("#000000", "blue", False),
        ("I cannot see pictures.", "red", False),
        ("#2563eb is not red", "red", False),
        ("", "red", False),
    ],
)
def test_an_answer_counts_when_it_names_the_colour(reply: str, name: str, seen: bool) -> None:
    """A code near the colour, or its word alone, counts; another colour, both, or none does not."""
    assert names_colour(reply, name) is seen
