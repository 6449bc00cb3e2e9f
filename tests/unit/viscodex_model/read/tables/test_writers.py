"""A table is written as each language has tables, and read back from it says the same."""

import ast
import csv
import html as html_module
import io
import json
import re
import sqlite3

import hypothesis.strategies as st
from hypothesis import given
from markdown_it import MarkdownIt
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.tables.data import value_of, write_javascript, write_json, write_python, write_sql
from viscodex_model.read.tables.table import Cell, Table, is_number
from viscodex_model.read.tables.text import write_csv, write_html, write_latex, write_markdown

WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=0x17F, exclude_characters="\x7f"), max_size=12)


def table_of(rows: list[list[str]], *, heads: int = 1, ways: tuple[str, ...] | None = None) -> Table:
    cells = tuple(
        Cell(text, row, column, head=row < heads)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    return Table(cells, len(rows), ways or ("left",) * len(rows[0]), heads, Box(0, 0, 1, 1))


PRICES = table_of([["Item", "Price"], ["Tea & milk", "1,200"], ["O'Neil", "2.50"]], ways=("left", "right"))


def test_markdown_has_a_rule_that_tells_the_alignment() -> None:
    """Numbers are aligned to the right."""
    assert write_markdown(PRICES).splitlines() == [
        "| Item       | Price |",
        "| :--------- | ----: |",
        "| Tea & milk | 1,200 |",
        "| O'Neil     |  2.50 |",
    ]


SIGNS = [
    "<none>",
    "__init__",
    "a_b",
    "*",
    "`x`",
    "a|b",
    "~~1~~",
    "&lt;",
    "\\n",
    "[a](b)",
    "Array<string>",
    "1 < 2",
]


def test_signs_of_markdown_stay_what_they_are() -> None:
    """A renderer of Markdown shows the texts of the picture, not what their signs mean in Markdown."""
    rendered = MarkdownIt("gfm-like", {"linkify": False}).render(
        write_markdown(table_of([["Value"], *([s] for s in SIGNS)]))
    )
    shown = re.findall(r"<td[^>]*>(.*?)</td>", rendered)
    assert [html_module.unescape(text) for text in shown] == SIGNS


def test_headings_over_headings_are_in_the_names_of_markdown() -> None:
    """Markdown knows one row of headings: it says all that stand over a column."""
    cells = (
        Cell("2014", 0, 0, columns=2, head=True),
        Cell("Votes", 1, 0, head=True),
        Cell("Seats", 1, 1, head=True),
        Cell("51", 2, 0),
        Cell("9", 2, 1),
    )
    table = Table(cells, 3, ("left", "left"), 2, Box(0, 0, 1, 1))
    assert write_markdown(table).splitlines()[0] == "| 2014 Votes | 2014 Seats |"


@given(st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=2, max_size=5))
def test_csv_gives_back_every_text(rows: list[list[str]]) -> None:
    """Whatever signs are in them."""
    assert list(csv.reader(io.StringIO(write_csv(table_of(rows))))) == rows


def test_python_is_a_list_of_dictionaries_with_numbers() -> None:
    """What is plainly a number is one."""
    module = ast.parse(write_python(PRICES))
    [assignment] = module.body
    assert isinstance(assignment, ast.Assign)
    assert ast.literal_eval(assignment.value) == [
        {"Item": "Tea & milk", "Price": 1200},
        {"Item": "O'Neil", "Price": 2.5},
    ]


def test_json_and_javascript_hold_the_same() -> None:
    """Objects with the headings as keys."""
    assert json.loads(write_json(PRICES))[1] == {"Item": "O'Neil", "Price": 2.5}
    assert write_javascript(PRICES).startswith("const rows = [")


def test_sql_inserts_run() -> None:
    """Quotes are doubled, columns are identifiers, empty places are NULL."""
    table = table_of([["Name of item", "2nd"], ["O'Neil", ""], ["b", "3"]])
    base = sqlite3.connect(":memory:")
    base.execute("create table table_name (name_of_item, c_2nd)")
    base.execute(write_sql(table).rstrip().rstrip(";"))
    assert base.execute("select * from table_name").fetchall() == [("O'Neil", None), ("b", 3)]


def test_latex_escapes_and_spans() -> None:
    """Signs that mean something are escaped; merged heads are multicolumn."""
    cells = (Cell("50 % & more", 0, 0, columns=2, head=True), Cell("a_b", 1, 0), Cell("{x}", 1, 1))
    text = write_latex(Table(cells, 2, ("left", "right"), 1, Box(0, 0, 1, 1)))
    assert r"\multicolumn{2}{c}{\textbf{50 \% \& more}}" in text
    assert r"a\_b & \{x\} \\" in text
    assert r"\begin{tabular}{lr}" in text


def test_html_has_head_body_spans_and_alignment() -> None:
    """Each text is there once."""
    html = write_html(PRICES)
    assert re.findall(r"<th[^>]*>([^<]*)</th>", html) == ["Item", "Price"]
    assert '<td style="text-align: right">2.50</td>' in html
    assert "<td>Tea &amp; milk</td>" in html


def test_numbers_with_leading_zeros_stay_texts() -> None:
    """A code is no number."""
    assert [value_of(text) for text in ("007", "7", "−3", "1,340", "1,34", "4.0", "", "v1")] == [
        "007", 7, -3, 1340, "1,34", 4.0, None, "v1",
    ]  # fmt: skip
    assert is_number("$1,200.50")
    assert not is_number("12 apples")
