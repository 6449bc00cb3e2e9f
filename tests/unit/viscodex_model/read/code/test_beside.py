"""What editors and notebooks write beside code is none of it: side bars, who changed a line, the number of a cell."""

import math
from dataclasses import replace

import pytest
from viscodex_model.read.code.around.beside import numbered, right_of
from viscodex_model.read.code.around.gutter import find_gutter
from viscodex_model.read.code.around.remarks import without_blame, without_prompt
from viscodex_model.read.code.around.typeface import in_one_typeface
from viscodex_model.read.code.cells import Cell
from viscodex_model.read.code.grid import rows_beside
from viscodex_model.read.code.strips import Placed
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.recognition.lines import RGB, Glyph, Line

ADVANCE, PITCH, HEIGHT = 8.0, 20.0, 14.0


def cells_of(*rows: str) -> list[Cell]:
    return [
        Cell(row, column, sign, 1.0)
        for row, text in enumerate(rows)
        for column, sign in enumerate(text)
        if sign != " "
    ]


def texts_of(cells: list[Cell]) -> list[str]:
    rows: dict[int, dict[int, str]] = {}
    for cell in cells:
        rows.setdefault(cell.row, {})[cell.column] = cell.text
    return ["".join(row.get(at, " ") for at in range(max(row) + 1)) for _, row in sorted(rows.items())]


def line(text: str, left: float, row: float) -> Line:
    glyphs = tuple(Glyph(sign, (at + 0.5) * ADVANCE, 1.0) for at, sign in enumerate(text))
    box = Box(left, row * PITCH, left + len(text) * ADVANCE, row * PITCH + HEIGHT)
    return Line(text, box, 1.0, (), (0, 0, 0), (255, 255, 255), glyphs)


@pytest.mark.parametrize(
    "remark",
    [
        "Ana Lopez, 2 weeks ago • Parse the options",
        "You, just now",
        "Keep the order, Jon Voss (3 days ago)",
        "Mira, a month ago",
    ],
)
def test_who_changed_a_line_is_none_of_its_code(remark: str) -> None:
    code = ["def load(path):", "    return open(path).read()"]
    assert texts_of(without_blame(cells_of(code[0], f"{code[1]}     {remark}"))) == code


@pytest.mark.parametrize(
    "code",
    [
        "wait = 5      # minutes, as it was two days ago",
        "name, age     = row",
        "log(`${n}, seen ${when} ago`)",
        "rate = 5      # set by Ann, 2 weeks ago",
        "int a;     // as Ann said, yesterday",
        "a int,     -- asked for, Ann (3 days ago)",
    ],
)
def test_a_comment_after_a_gap_stays(code: str) -> None:
    assert texts_of(without_blame(cells_of(code))) == [code]


@pytest.mark.parametrize(
    "prompts", [("In [12]:", "", ""), ("   In", "[12]:", ""), (".  In", "[12]:", ""), ("[3]:", "", "")]
)
def test_the_number_of_a_notebooks_cell_goes(prompts: tuple[str, ...]) -> None:
    """Also where it is broken in two, and a bar beside it was read."""
    code = ["total = 0", "for one in some:", "    total += 1"]
    rows = [f"{prompt:10}{line}" for prompt, line in zip(prompts, code, strict=True)]
    assert texts_of(without_prompt(cells_of(*rows))) == [f"{'':10}{line}" for line in code]


def test_a_list_at_the_beginning_of_code_is_no_number_of_a_cell() -> None:
    rows = ["[1]  + others", "print(1)"]
    assert texts_of(without_prompt(cells_of(*rows))) == rows


def test_what_stands_left_of_line_numbers_goes() -> None:
    names = [line(name, 0, row) for row, name in enumerate(["src", "app.py", "util.py", "docs"])]
    numbers = [line(f"{at}", 128 - ADVANCE * len(f"{at}"), at - 8) for at in range(8, 12)]
    code = [line("pass", 150, row) for row in range(4)]
    assert numbered([*names, *numbers, *code]) == numbers
    assert right_of(numbers, [*names, *code]) == code


def sentence(text: str, row: float, *, uneven: float, ground: RGB = (255, 255, 255)) -> Line:
    """A line whose characters stand by `uneven` steps beside a grid, in waves."""
    there = line(text, 40, row)
    glyphs = tuple(
        replace(glyph, x=glyph.x + uneven * ADVANCE * math.sin(at / 3))
        for at, glyph in enumerate(there.glyphs)
    )
    return replace(there, glyphs=glyphs, ground=ground)


def test_what_is_asked_and_said_above_a_block_of_a_chat_goes() -> None:
    """A short question is nearly on the grid; what follows it is not."""
    grey = (240, 240, 240)
    asked = sentence("How does it do this?", 0, uneven=0.6, ground=grey)
    said = sentence("You can see below that the options are merged first.", 3, uneven=2.0)
    code = [line(f"first_value = other_value({row})", 0, row) for row in range(6, 12)]
    assert in_one_typeface([asked, said, *code]) == code


def test_numbers_that_do_not_count_the_lines_are_none() -> None:
    values = [line(value, 100, row) for row, value in enumerate(["40", "17", "23", "11", "90"])]
    assert numbered(values) == []
    assert right_of([], values) == values


@pytest.mark.parametrize("ends", ['{}: "a",', "{},", "{}. a", "{})"])
def test_values_and_keys_that_count_are_no_numbers_of_lines(ends: str) -> None:
    """A dictionary or list of numbers one after the other is code, and so is what begins left of them."""
    texts = [ends.format(at) for at in range(1, 7)]
    assert numbered([line(text, 40, row) for row, text in enumerate(texts)]) == []
    rows = {
        row: [Placed(sign, (at + 0.5) * ADVANCE, 1.0) for at, sign in enumerate(text) if sign != " "]
        for row, text in enumerate(texts)
    }
    assert find_gutter(rows, ADVANCE) is None
    beside = {row: [placed[0], Placed("x", 40, 1.0)] for row, placed in rows.items()}
    assert find_gutter(beside, ADVANCE) is not None


@pytest.mark.parametrize(
    ("first", "is_code"),
    [("python", False), ("src/app.py", False), ("import os", True), ("<?php", True), ('"use strict";', True)],
)
def test_a_label_on_its_own_ground_is_the_head_of_a_block_and_a_lit_line_is_code(
    first: str, is_code: bool
) -> None:
    """An editor lights the line that the cursor is in, which is often the first one."""
    code = [
        line(text, 0, row) for row, text in enumerate(["def total(prices):", "    return sum(prices)"], 2)
    ]
    head = replace(line(first, 0, 0), ground=(240, 240, 240))
    assert in_one_typeface([head, *code]) == ([head, *code] if is_code else code)


def test_rows_are_those_of_the_numbers_and_not_what_lies_between_them() -> None:
    numbers = [line(f"{at + 1}", 0, at).box for at in range(6)]
    box = line("Find", 200, 1.5).box
    rows = rows_beside(numbers, [*numbers, box])
    assert rows is not None
    assert (rows.count, round(rows.pitch, 1), round(rows.middle(0), 1)) == (6, PITCH, HEIGHT / 2)


def test_rows_are_those_of_the_numbers_where_no_text_stands_on_them() -> None:
    numbers = [line(f"{at + 1}", 0, at).box for at in range(6)]
    rows = rows_beside(numbers, [line("text", 50, at + 0.4).box for at in range(5)])
    assert rows is not None
    assert (rows.count, round(rows.pitch, 1)) == (6, PITCH)
