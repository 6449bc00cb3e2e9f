"""Tables typed with bars, as psql and mysql print them, from their lines."""

from viscodex_model.read.picture.geometry import Box
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
