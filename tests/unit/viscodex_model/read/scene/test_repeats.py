"""Rows of dashes are as long as they are drawn."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from viscodex_model.read.pages.page import blocks_of, recognize
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.recognition.lines import Line, Word


def page(text: str, seen: str, *, size: int = 16) -> tuple[Pixels, list[Line]]:
    """A page that shows `text`, of which recognition saw the part `seen` alone."""
    font = ImageFont.load_default(size)
    picture = Image.new("RGB", (420, 90), "white")
    ImageDraw.Draw(picture).text((40, 30), text, "black", font=font)
    begin = text.index(seen)
    left, right = (40 + font.getlength(text[:end]) for end in (begin, begin + len(seen)))
    box = Box(left, 30, right, 30 + 1.3 * size)
    words, pen = [], left
    for word in seen.split(" "):
        words.append(Word(word, Box(pen, 30, pen + font.getlength(word), box.bottom), 1.0))
        pen += font.getlength(word + " ")
    line = Line(seen, box, 1.0, tuple(words), (0, 0, 0), (255, 255, 255))
    return np.asarray(picture), [line]


def shown(text: str, seen: str) -> str:
    pixels, lines = page(text, seen)
    return " ".join(block.text for block in blocks_of(recognize(pixels, lines).root))


def test_a_stroke_beside_a_word_that_ends_with_one_belongs_to_it() -> None:
    """Dashes at its end, an underscore before it."""
    assert shown("-----BEGIN KEY-----", "-----BEGIN KEY---").count("-") >= 8
    assert shown("__EDIT_ME", "_EDIT_ME") == "__EDIT_ME"


def test_words_without_strokes_stay_as_they_were_read() -> None:
    assert shown("plain words", "plain words") == "plain words"
    assert shown("one - two", "one - two") == "one - two"
