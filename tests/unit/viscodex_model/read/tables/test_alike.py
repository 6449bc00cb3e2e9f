"""A column says what its signs are."""

from dataclasses import replace

import pytest
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.scene.faces import face_of
from viscodex_model.read.scene.pieces import Piece, Run, Style
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


def test_a_letter_as_wide_as_an_escape_has_a_backslash() -> None:
    """The backslash before it was not read, though its ink was seen; a letter that is narrower has none."""
    read = {"\\t": 14, "b": 14, "n": 7, "\\digits": 53}
    table = table_of(["Escape"], [[text] for text in read], BOX)
    cells = tuple(
        replace(cell, pieces=(piece(cell.text, read[cell.text]),)) if not cell.head else cell
        for cell in table.cells
    )
    mended = with_alike_signs(replace(table, cells=cells))
    assert [row[0] for row in mended.body()] == ["\\t", "\\b", "n", "\\digits"]


def piece(text: str, width: float) -> Piece:
    style = Style(face_of("Arial", bold=False), 16, (0, 0, 0), (255, 255, 255))
    box = Box(0, 0, width, 12)
    return Piece((Run(text, box, style),), box, 12, 1.0)


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        (("v1.2", "V6.4.8", "v2.0"), ("v1.2", "v6.4.8", "v2.0")),
        (("V1", "V2", "v3"), ("V1", "V2", "v3")),
        (("Hana lvanova", "Tom Park"), ("Hana Ivanova", "Tom Park")),
        (("Bug", "ldea", "Task", "Bug"), ("Bug", "Idea", "Task", "Bug")),
        (("Bug", "lxml", "numpy", "Task"), ("Bug", "lxml", "numpy", "Task")),
        (("Django", "lxml", "Flask", "Pillow"), ("Django", "lxml", "Flask", "Pillow")),
        (("Spain", "lreland", "Israel", "ltaly"), ("Spain", "Ireland", "Israel", "Italy")),
        (("Linden", "Lower limit", "Llama", "List"), ("Linden", "Lower limit", "Llama", "List")),
        (("ldea", "12", "13"), ("ldea", "12", "13")),
        (
            ("Cl environment", "Cl", "the APl of a CLl", "All"),
            ("CI environment", "Cl", "the API of a CLI", "All"),
        ),
        (
            ("nul1, fa1se", "SQL_MODE, sq1-mode", "sha1 md1"),
            ("null, false", "SQL_MODE, sql-mode", "sha1 md1"),
        ),
        (("h1", "log1 11", "1og"), ("h1", "log1 11", "log")),
    ],
)
def test_letters_have_the_case_of_their_columns(seen: tuple[str, ...], read: tuple[str, ...]) -> None:
    assert column(*seen) == list(read)


def test_a_letter_like_a_dash_alone_is_one_in_latin_text_only() -> None:
    """The number one of Chinese is drawn as a dash is."""
    for beside, read in (("Total", "–"), ("合計", "一")):
        table = table_of(["Name", "Price"], [[beside, "一"], [beside, "12"]], Box(0, 0, 90, 60))
        assert with_alike_signs(table).texts()[1] == [beside, read]


@pytest.mark.parametrize(
    "texts", [("0min", "Free"), ("0days", "-"), ("0wk", "3wk"), ("0deadbeef", "1c2d3e4f5")]
)
def test_a_zero_before_a_unit_or_in_a_number_of_letters_stays(texts: tuple[str, ...]) -> None:
    assert column(*texts) == list(texts)


def test_a_zero_begins_no_word() -> None:
    """In typewriter faces a capital O is as narrow as a zero; units and numbers keep theirs."""
    assert column("07 0ct 2024", "0slo", "0px", "0xff", "0 words", "10ct") == [
        "07 Oct 2024",
        "Oslo",
        "0px",
        "0xff",
        "0 words",
        "10ct",
    ]


def test_a_root_alone_is_a_tick_and_so_is_a_capital_beside_one() -> None:
    assert column("√", "V", "–", "√2") == ["✓", "✓", "–", "√2"]
    assert column("V", "IV", "X") == ["V", "IV", "X"]
