"""A picture of code becomes exactly its text: characters, indentation and inner blanks."""

from dataclasses import replace
from typing import Any

import pytest
from viscodex_model.read.code import Listing, recognize_code, recognize_terminal
from viscodex_model.read.order import Order
from viscodex_model.read.picture.geometry import union
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.recognition.engine import OnnxEngine
from viscodex_model.read.recognition.read_lines import read_lines

from tests.unit.viscodex_model.read.code.editor import editor_picture

PROGRAM = [
    "def total(prices, *, tax=0.2):",
    '    """The sum of prices."""',
    "    amount = 0",
    "    for name, price in prices.items():",
    "        if price >= 10 and name != '_':",
    "            amount += price  # twice",
    "",
    "    return round(amount * (1 + tax), 2)",
]


def read(pixels: Pixels, engine: OnnxEngine, **order: Any) -> Listing:
    listing = recognize_code(pixels, read_lines(pixels, engine), Order(engine=engine, **order))
    assert listing is not None
    return listing


def test_code_is_read_with_its_indentation_and_blanks(engine: OnnxEngine) -> None:
    """Gutter, guides and tab are no part of it; the blank line stays, and so do two blanks before a remark."""
    listing = read(editor_picture(PROGRAM, tab="total.py  x"), engine)
    assert listing.lines == tuple(PROGRAM)
    assert listing.language == "python"


def test_a_light_theme_without_numbers_is_read_alike(engine: OnnxEngine) -> None:
    """Neither a gutter nor a dark ground is needed."""
    listing = read(
        editor_picture(PROGRAM, numbers=None, guides=False, ink="#24292e", ground="#ffffff"), engine
    )
    assert listing.lines == tuple(PROGRAM)


def test_rows_that_were_found_as_one_are_read_by_their_places(engine: OnnxEngine) -> None:
    pixels = editor_picture(PROGRAM)
    lines = read_lines(pixels, engine)
    both = [line for line in lines if line.text.startswith(("for", "if"))]
    merged = replace(both[0], box=union(line.box for line in both))
    others = [line for line in lines if line not in both]
    listing = recognize_code(pixels, [*others, merged], Order(engine=engine))
    assert len(both) == 2
    assert listing is not None
    assert listing.lines == tuple(PROGRAM)


def test_numbers_may_begin_anywhere(engine: OnnxEngine) -> None:
    """A part of a long file has large numbers beside it."""
    assert read(editor_picture(PROGRAM, numbers=997), engine).lines == tuple(PROGRAM)


def test_what_is_indented_as_a_whole_stays_so_beside_guides(engine: OnnxEngine) -> None:
    """The leftmost guide is the file's margin."""
    method = [f"    {line}".rstrip() for line in PROGRAM]
    assert read(editor_picture(method), engine).lines == tuple(method)


@pytest.mark.parametrize(("gap", "whole"), [(1, ""), (2, ""), (2, "    "), (3, "")])
def test_numbers_on_the_grid_of_the_code_leave_one_blank_or_more(
    engine: OnnxEngine, gap: int, whole: str
) -> None:
    """How many there are, the steps of the indentation tell."""
    lines = [f"{whole}{line}".rstrip() for line in PROGRAM]
    picture = editor_picture(lines, size=24, numbers=41, guides=False, gap=gap)
    assert read(picture, engine).lines == tuple(lines)


def test_a_row_of_one_level_does_not_begin_beside_the_steps(engine: OnnxEngine) -> None:
    """The attributes of a class, say, with two blanks after the numbers."""
    lines = ["    name: str", "    size: int", "    kind: str", "    places: list[int]"]
    picture = editor_picture(lines, size=24, numbers=41, guides=False, gap=2)
    assert read(picture, engine).lines == tuple(lines)


def test_a_lone_quote_above_all_else_is_read(engine: OnnxEngine) -> None:
    lines = ['"""', "What this module is for.", '"""', "", "import os", "import sys", "", "print(os.name)"]
    picture = editor_picture(lines, numbers=None, guides=False)
    assert read(picture, engine).lines[1:] == tuple(lines[1:])
    assert len(read(picture, engine).lines) == len(lines)


def test_aligned_columns_keep_their_blanks(engine: OnnxEngine) -> None:
    """Blanks are counted on the grid, however many there are."""
    aligned = ["#define ONE      1", "#define HUNDRED  100", "#define MANY     10000"]
    listing = read(editor_picture(aligned, guides=False), engine)
    assert listing.lines == tuple(aligned)
    assert listing.language == "c"


def test_the_open_file_decides_between_kin(engine: OnnxEngine) -> None:
    """What could be JavaScript is TypeScript in a TypeScript file."""
    script = ["const total = (a, b) => {", "  return a + b;", "};"]
    assert read(editor_picture(script), engine).language == "javascript"
    assert read(editor_picture(script), engine, language="typescript").language == "typescript"


@pytest.mark.parametrize("size", [13, 16, 28])
def test_small_and_large_letters_are_read(engine: OnnxEngine, size: int) -> None:
    """From an ordinary screen's size to twice that."""
    assert read(editor_picture(PROGRAM, size=size), engine).lines == tuple(PROGRAM)


def test_a_terminal_keeps_its_form(engine: OnnxEngine) -> None:
    """Numbers at the margin and upright bars are text there."""
    session = ["$ ls -l", "total 12", "-rw-r--r--  1 root   44 a.txt", "-rw-r--r--  1 root  120 b.txt"]
    pixels = editor_picture(session, numbers=None, guides=False)
    listing = recognize_terminal(pixels, read_lines(pixels, engine), Order(engine=engine))
    assert listing is not None
    assert listing.lines == tuple(session)
    assert listing.language == "plaintext"
