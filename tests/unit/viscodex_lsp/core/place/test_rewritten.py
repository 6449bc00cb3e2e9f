"""Where a place is after the client sent the whole text anew."""

import pytest

from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.place.guard import guard_of
from viscodex_lsp.core.place.rewritten import MOST_LINES, rewritten


def follow(old: str, new: str) -> str | None:
    """`new` with the place that `¦` marks in `old`; None where it is gone or doubtful."""
    at = old.index("¦")
    text = old.replace("¦", "")
    guard = guard_of(Span(at, at), text)
    found = rewritten(guard, text, new)
    if found is None:
        return None
    place = at + found.start - guard.start
    return f"{new[:place]}¦{new[place:]}"


@pytest.mark.parametrize(
    ("old", "new", "right"),
    [
        ("a\n¦\nb\n", "a1\n\nb\n", "a1\n¦\nb\n"),
        ("a\n¦\nb\n", "a\n\nb1\n", "a\n¦\nb1\n"),
        ("a\n¦\nb\n", "a\nc\n\nb\n", "a\nc\n¦\nb\n"),
        ("a\n¦\nb\n", "c\na\n\nb\n", "c\na\n¦\nb\n"),
        ("\n¦\n\nb\n", "x\n\n\nb\n", "x\n¦\n\nb\n"),
        ("a\n¦\nb\n", "a\n\n\nb\n", None),
        ("a\n¦\nb\n", "a\nb\n", None),
        ("a\n¦\nb\n\nc\n", "a\nb\n\nc\n", None),
        ("f\n¦\ng\n", "f\n\ng\nf\n\ng\n", None),
        ("a¦\nb\n", "a\nc\nb\n", None),
        ("a\n¦\nb\n", "a\n\nb\n", "a\n¦\nb\n"),
        ("  a\n  b¦\n  c\nd\n", "    a\n  b\n  c\nd \n", "    a\n  b¦\n  c\nd \n"),
        ("  a\n¦\n  c\n", "    a\n\n    c\n", "    a\n¦\n    c\n"),
        ("a\n¦\nb\n", "ma\n\nmb\n", "ma\n¦\nmb\n"),
        ("a\n\n¦\nb \n", "am\n\n\nb\n", "am\n\n¦\nb\n"),
        ("a\n¦\nb", "a.\n\nb.\n", "a.\n¦\nb.\n"),
        ("a \nx = 1¦\nb ", "a\nx = 1\nb\n", "a\nx = 1¦\nb\n"),
        ("a\n¦\nb\n", "ma\nm\nmb\n", None),
        ("abc\n¦\ndef\n", "xyz\n\nuvw\n", None),
        ("  a\nb\n¦c\n", "    a\nb\nc\nc\n", None),
        ("a\nb\n¦", "am\nbm\n\n", None),
        ("a\n\n¦\nb\n", "\na\n\nb\n", None),
        ("a\n¦\nb\n", "b\n\na\n", None),
        ("x\na\n¦\nb\nc\n", "a\n\nb\nx\nc\n", "a\n¦\nb\nx\nc\n"),
        ("x\na\n\n¦\nb\nc\n", "a\n\n\nb\nx\nc\n", "a\n\n¦\nb\nx\nc\n"),
        ("a\nb\n¦\nc\n", "b\na\n\nc\n", "b\na\n¦\nc\n"),
        ("a\n¦\nb\n\nc\nd\n", "a\n\nc\nb\n\nd\n", "a\n¦\nc\nb\n\nd\n"),
        ("\n\n¦a\nb\nc\n", "\na\nb\n\nc\n", "\n¦a\nb\n\nc\n"),
        ("\n¦\na\nb\nc\n", "\na\nb\n\nc\n", None),
        ("a\nx¦\nb\n", "x\na\nb\n", None),
    ],
)
def test_a_place_is_followed_or_given_up(old: str, new: str, right: str | None) -> None:
    """Typing beside it moves it along; where two readings of the change disagree, nobody guesses."""
    assert follow(old, new) == right


def test_reformatting_leaves_a_line_that_stands_there_once() -> None:
    """Every line around it has another indentation."""
    old = "def f():\n  a()\n¦only()\n  b()\n"
    assert follow(old, "def f():\n    a()\nonly()\n    b()\n") == "def f():\n    a()\n¦only()\n    b()\n"


def test_texts_too_long_to_align_are_given_up_at_once() -> None:
    """Only where one stretch does not explain it."""
    rows = "".join(f"{number}\n" for number in range(MOST_LINES))
    assert follow(f"a\n{rows}¦only\n{rows}b\n", f"c\na\n{rows}only\n{rows}b1\n") is None
    assert follow(f"a\n{rows}¦only\n{rows}b\n", f"a1\n{rows}only\n{rows}b\n") is not None
