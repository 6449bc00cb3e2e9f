"""What becomes of a terminal's text in files of different languages."""

from collections.abc import Sequence

import numpy as np
import pytest
from viscodex_model.read.code.listing import Listing, is_unfit, left_out
from viscodex_model.read.code.room import read_terminal
from viscodex_model.read.order import Order
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.reading import Reading
from viscodex_model.read.recognition.engine import OnnxEngine
from viscodex_model.read.recognition.lines import Line, Word
from viscodex_model.read.recognition.read_lines import read_lines

from tests.unit.viscodex_model.read.code.editor import editor_picture

SESSION = ["$ make test", "make: *** [all] Error 2"]


@pytest.mark.parametrize(
    ("language", "code"),
    [
        (None, "$ make test\nmake: *** [all] Error 2"),
        ("markdown", "$ make test\nmake: *** [all] Error 2"),
        ("python", "# $ make test\n# make: *** [all] Error 2"),
        ("go", "// $ make test\n// make: *** [all] Error 2"),
        ("html", "<!-- $ make test -->\n<!-- make: *** [all] Error 2 -->"),
    ],
)
def test_a_session_is_a_comment_in_source_code(engine: OnnxEngine, language: str | None, code: str) -> None:
    """It is never pasted as if it were code."""
    assert read(engine, language).code == code


def test_a_session_is_refused_where_there_are_no_comments(engine: OnnxEngine) -> None:
    """JSON has none: the reason is said, and nothing is written."""
    reading = read(engine, "json")
    assert reading.code == ""
    assert "no comments" in reading.refusal


def test_a_drawn_box_stays_a_box(engine: OnnxEngine) -> None:
    """What a program draws in a terminal is text; the network does not know these signs."""
    inside = ["│ all is well  │", "│ nothing else │"]
    lines = [
        "$ cd build",
        "$ show status",
        "┌──────────────┐",
        *inside,
        "└──────────────┘",
        "$ echo finished now",
    ]
    assert read(engine, None, lines).code == "\n".join(lines)


def test_a_rule_of_equals_signs_is_no_drawn_box(engine: OnnxEngine) -> None:
    """The network reads fewer of them than there are."""
    lines = [
        "$ make test",
        "testing now",
        "=" * 50,
        "FAIL: test_total",
        "-" * 50,
        "Traceback:",
        "all is lost here",
    ]
    assert read(engine, None, lines).code == "\n".join(lines)


def test_the_edge_and_the_bar_of_a_window_are_no_text(engine: OnnxEngine) -> None:
    inside = editor_picture(SESSION, numbers=None, guides=False)
    window = np.pad(inside, ((2, 2), (2, 2), (0, 0)), constant_values=150)
    picture = np.pad(window, ((50, 50), (50, 50), (0, 0)), constant_values=0)
    reading = Reading("terminal", 1.0, picture.shape[1], picture.shape[0], read_lines(picture, engine))
    done = read_terminal(picture, reading, Order(engine=engine))
    assert (done.code, done.doubts) == ("\n".join(SESSION), ())


def test_words_that_are_not_in_the_code_are_named() -> None:
    """A tab above the code is left out, and said to be."""
    listing = Listing(("total = 1",), "python")
    assert left_out(listing, [line("total = 1")]) == ()
    assert "“settings.py”" in left_out(listing, [line("settings.py"), line("total = 1")])[0]
    assert not is_unfit(listing, [line("total = 1")])
    assert is_unfit(listing, [line("Operations on this channel"), line("total = 1")])


def line(text: str) -> Line:
    box = Box(0, 0, 100, 20)
    words = tuple(Word(word, box, 0.99) for word in text.split())
    return Line(text, box, 0.99, words, (0, 0, 0), (255, 255, 255))


def read(engine: OnnxEngine, language: str | None, lines: Sequence[str] = SESSION) -> Reading:
    pixels = editor_picture(lines, numbers=None, guides=False)
    reading = Reading("terminal", 1.0, pixels.shape[1], pixels.shape[0], read_lines(pixels, engine))
    return read_terminal(pixels, reading, Order(engine=engine, language=language))
