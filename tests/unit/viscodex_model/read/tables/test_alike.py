"""A column says what its signs are."""

import pytest
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.tables.alike import with_alike_signs
from viscodex_model.read.tables.table import table_of

BOX = Box(0, 0, 100, 100)


def column(*texts: str) -> list[str]:
    table = table_of(["Escape", "Meaning"], [[text, "a word"] for text in texts], BOX)
    return [row[0] for row in with_alike_signs(table).body()]


def test_backslashes_among_backslashes_are_such() -> None:
    assert column("\\b", "|f", "In", "\\r", "1t", "[v", "\\0") == [
        "\\b",
        "\\f",
        "\\n",
        "\\r",
        "\\t",
        "\\v",
        "\\0",
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ("In", "It", "If", "As"),
        ("\\b", "In", "It", "If"),
        ("10", "1a", "12"),
        ("\\alpha", "\\beta", "In", "It"),
    ],
)
def test_words_stay_words(texts: tuple[str, ...]) -> None:
    """Where one cell alone begins with a backslash, or only long ones do, nothing is known."""
    assert column(*texts) == list(texts)


def test_a_letter_like_a_dash_alone_is_one_in_latin_text_only() -> None:
    """The number one of Chinese is drawn as a dash is."""
    for beside, read in (("Total", "–"), ("合計", "一")):
        table = table_of(["Name", "Price"], [[beside, "一"], [beside, "12"]], Box(0, 0, 90, 60))
        assert with_alike_signs(table).texts()[1] == [beside, read]
