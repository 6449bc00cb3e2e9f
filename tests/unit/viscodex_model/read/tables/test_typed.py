"""Tables typed with bars, as psql and mysql print them, from their lines."""

from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.tables.text import write_markdown
from viscodex_model.read.tables.typed import table_of_text

BOX = Box(0, 0, 300, 100)
ROWS = [["id", "name"], ["1", "Ana"], ["20", ""]]


def test_bars_alone_and_bars_in_a_frame_give_the_same_table() -> None:
    """The row above the rule is the heading, numbers stand right."""
    psql = [" id | name ", "----+------", "  1 | Ana", " 20 |"]
    mysql = [
        "+----+------+",
        "| id | name |",
        "+----+------+",
        "|  1 | Ana  |",
        "| 20 |      |",
        "+----+------+",
    ]
    for lines in (psql, mysql):
        table = table_of_text(lines, BOX)
        assert table is not None
        assert table.texts() == ROWS
        assert (table.head_rows, table.alignments) == (1, ("right", "left"))


def test_what_is_typed_before_and_after_is_not_of_the_table() -> None:
    """Its box ends where its rules do, so that the rest is told to be beside it."""
    lines = ["db=> select 1;", " id | name", "----+-----", "  1 | Ana", "(1 row)"]
    table = table_of_text(lines, BOX)
    assert table is not None
    assert (table.box.top, table.box.bottom) == (20, 80)


def test_lines_with_bars_at_other_places_are_no_table() -> None:
    """Such as pipes of a shell, and text between rows."""
    assert table_of_text(["cat a | sort", "ls | wc -l"], BOX) is None
    assert table_of_text(["a | b", "and so on", "c | d"], BOX) is None


def test_a_row_without_values_is_no_rule() -> None:
    """A dash in each cell says that there is none; rules are longer."""
    table = table_of_text(
        ["| id | name |", "|----|------|", "| -  | -    |", "| -- | --   |", "| 2  | Ana  |"], BOX
    )
    assert table is not None
    assert table.texts() == [["id", "name"], ["-", "-"], ["--", "--"], ["2", "Ana"]]
    assert table.head_rows == 1


def test_a_bar_within_a_cell_stays_in_it_and_parts_nothing_in_markdown() -> None:
    table = table_of_text(
        ["| id | command |", "|----|---------|", "|  1 | a | b   |", "|  2 | c       |"], BOX
    )
    assert table is not None
    assert table.texts()[1] == ["1", "a | b"]
    assert r"| a \| b  |" in write_markdown(table)


def test_bars_that_were_misread_or_overlooked_part_their_row_all_the_same() -> None:
    """Letters like bars, and a row that ends early, stand where the other rows have bars."""
    table = table_of_text(
        ["| id | name |", "|----|------|", "I 1  I Ana  I", "| 2  |", "| 3  | Bo   |", "| 4  | Cy   |"], BOX
    )
    assert table is not None
    assert table.texts() == [["id", "name"], ["1", "Ana"], ["2", ""], ["3", "Bo"], ["4", "Cy"]]


def test_a_row_that_may_be_misread_is_named_and_many_are_no_table() -> None:
    """A rule that may be misread does not count: it says nothing."""
    lines = [" id | name", "----+-----", "  1 | Ana", "  2 | Bo"]
    table = table_of_text(lines, BOX, {2, 4})
    assert table is not None
    assert table.doubts == ("The row “2 | Bo” may be misread.",)
    assert table_of_text(lines, BOX, {1, 3, 4}) is None


def test_a_rule_that_ends_in_a_misread_bar_is_a_rule() -> None:
    table = table_of_text(["| id | name  |", "|----|-------I", "| 1  | Ana   |", "| 2  | Bo    |"], BOX)
    assert table is not None
    assert table.texts() == [["id", "name"], ["1", "Ana"], ["2", "Bo"]]


def test_a_line_of_words_between_the_rows_is_no_row_and_loses_no_letter() -> None:
    """A letter like a bar, where the others have their bar, is of its word; so is a blank between two words."""
    for words in ("Attaching to", "all of us"):
        lines = ["web-1 | ready", "db-1  | ready", words, "web-1 | GET /", "db-1  | saved"]
        assert words[6] in "i "
        assert table_of_text(lines, BOX) is None
