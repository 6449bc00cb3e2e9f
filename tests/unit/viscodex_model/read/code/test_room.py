"""What becomes of a terminal's text in files of different languages."""

import pytest
from viscodex_model.read.code.room import read_terminal
from viscodex_model.read.order import Order
from viscodex_model.read.reading import Reading
from viscodex_model.read.recognition.engine import OnnxEngine
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


def read(engine: OnnxEngine, language: str | None) -> Reading:
    pixels = editor_picture(SESSION, numbers=None, guides=False)
    reading = Reading("terminal", 1.0, pixels.shape[1], pixels.shape[0], read_lines(pixels, engine))
    return read_terminal(pixels, reading, Order(engine=engine, language=language))
