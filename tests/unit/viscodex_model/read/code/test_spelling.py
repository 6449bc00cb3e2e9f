"""Look-alikes are settled by what words and grammars allow."""

import pytest
from viscodex_model.read.code.cells import Cell
from viscodex_model.read.code.spelling import correct_names, correct_zeros


def cells(text: str, *, others: tuple[tuple[str, float], ...] = ()) -> list[Cell]:
    return [
        Cell(0, column, character, 0.9, others) for column, character in enumerate(text) if character != " "
    ]


def text_of(row: list[Cell]) -> str:
    return "".join(cell.text for cell in row)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("0ct", "Oct"),
        ("0nline", "Online"),
        ("0bservables", "Observables"),
        ("0xff", "0xff"),
        ("0face", "0face"),
        ("10", "10"),
        ("UART0", "UART0"),
    ],
)
def test_a_word_does_not_begin_with_a_nought(read: str, meant: str) -> None:
    """Numbers, hexadecimal ones too, and names with a number at their end stay."""
    row = cells(read)
    correct_zeros(row)
    assert text_of(row) == meant


def test_a_doubted_nought_among_capitals_is_a_letter() -> None:
    """The network's second choice counts."""
    row = cells("ZER0", others=(("O", 0.1),))
    correct_zeros(row)
    assert text_of(row) == "ZERO"


@pytest.mark.parametrize(
    ("read", "names", "meant"),
    [
        ("nuli", {"null"}, "nuli"),
        ("tota1", {"total"}, "total"),
        ("total", {"tota1"}, "total"),
        ("tota1", {"total", "totaI"}, "tota1"),
    ],
)
def test_a_known_name_that_looks_alike_is_meant(read: str, names: set[str], meant: str) -> None:
    """Only one that differs by look-alikes, only where there is one, and never for a name that is known itself."""
    row = cells(read)
    correct_names(row, frozenset(names | ({read} if read == meant == "total" else set())))
    assert text_of(row) == meant
