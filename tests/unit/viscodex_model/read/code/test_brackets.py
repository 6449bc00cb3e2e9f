"""A bracket alone in its line is told by the line that opened it."""

import pytest
from viscodex_model.read.code.cells import Cell
from viscodex_model.read.code.spelling import correct_lone_brackets


def corrected(*lines: str) -> list[str]:
    cells = [
        Cell(row, column, text.replace("?", ""), 0.99)
        for row, line in enumerate(lines)
        for column, text in enumerate(line)
        if text != " "
    ]
    correct_lone_brackets(cells)
    signs = {(cell.row, cell.column): cell.text for cell in cells}
    return ["".join(signs.get((row, at), " ") for at in range(len(line))) for row, line in enumerate(lines)]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        (["a = [", "    2,", "1"], "]"),
        (["f(", "    '(',", "l;"], ");"),
        (['"a": {', '    "b": [3],', "|,"], "},"),
        (["if (x) {", "    g([1, 2]);", "I"], "}"),
        (["f(", "    2", "?"], ")"),
    ],
)
def test_a_sign_as_far_in_as_what_was_opened_closes_it(read: list[str], meant: str) -> None:
    assert corrected(*read) == [*read[:-1], meant]


@pytest.mark.parametrize(
    "lines",
    [
        ["a = [", "    1,", "    1", "]"],
        ["x = 2", "1"],
        ["a = [3]", "l"],
        ["f(", "1 + 2)"],
        ["a in (", "2,", "3", ");"],
    ],
)
def test_numbers_and_names_stay(lines: list[str]) -> None:
    """What stands farther in is an element, as is what stands before the closing bracket; what nothing opened is no
    bracket."""
    assert corrected(*lines) == lines


def test_a_bracket_of_the_next_block_closes_nothing_of_the_one_before() -> None:
    assert corrected("if (a) {", "  b();", "3", "if (c) {", "}") == [
        "if (a) {",
        "  b();",
        "}",
        "if (c) {",
        "}",
    ]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        (["  color: red;", "?", "a {"], "}"),
        (["    ONE,", "1;", "enum b {"], "};"),
        (["    int a;", "3;", "f();"], "};"),
    ],
)
def test_a_sign_left_of_all_above_closes_a_block_opened_above_the_picture(
    read: list[str], meant: str
) -> None:
    assert corrected(*read) == [read[0], meant, read[2]]


@pytest.mark.parametrize("lines", [["  2,", "1"], ["1", "a {"], ["  1", "    2", "  3", "a {"]])
def test_a_number_stays_without_braces_or_beside_others(lines: list[str]) -> None:
    assert corrected(*lines) == lines
