"""A closing bracket that is alone in its line is easily taken for a digit or a bar: the line that opened it tells."""

import re
from collections.abc import Sequence
from itertools import groupby

from viscodex_model.read.code.cells import Cell

LIKE_BRACKETS = frozenset("1lI|J")
_AFTER = frozenset(",;:)]}")
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_STRING = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")


def correct_lone_brackets(cells: Sequence[Cell]) -> None:
    """Change a sign that begins a line of nothing else, as far in as the line in which a bracket was opened last, to
    the bracket that closes it; the sign may also be one that nothing was read in."""
    opened: list[tuple[str, int]] = []
    for _, row in groupby(sorted(cells, key=lambda cell: (cell.row, cell.column)), key=lambda cell: cell.row):
        line = list(row)
        first = line[0]
        alone = first.text in LIKE_BRACKETS | {""} and all(cell.text in _AFTER for cell in line[1:])
        if alone and opened and opened[-1][1] == first.column:
            first.text = _CLOSING[opened[-1][0]]
        for sign in _STRING.sub("", "".join(cell.text for cell in line)):
            if sign in _CLOSING:
                opened.append((sign, first.column))
            elif opened and sign == _CLOSING[opened[-1][0]]:
                opened.pop()
