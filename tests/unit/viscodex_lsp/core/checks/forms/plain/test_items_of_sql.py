"""Columns and rows of SQL behind the last one get the comma that it lacks, at the depth of the others."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

SELECT = "SELECT a,\n       b{}\nFROM t;\n"
INSERT = "INSERT INTO t (a, b) VALUES\n  (1, 'a'),\n  (2, 'b'){};\n"


@pytest.mark.parametrize(
    ("text", "reply", "after"),
    [
        (SELECT.format("¦"), "c,\n       d", SELECT.format(",\n       c,\n       d")),
        (SELECT.format(",\n       e¦"), "COUNT(*) AS c", SELECT.format(",\n       e,\n       COUNT(*) AS c")),
        (SELECT.format(",¦\n       e"), "c,\n       d,", SELECT.format(",\n       c,\n       d,\n       e")),
        ("SELECT a, b¦ FROM t;\n", "c", "SELECT a, b, c FROM t;\n"),
        ("UPDATE t\nSET a = 1¦\nWHERE c;\n", "b = 2", "UPDATE t\nSET a = 1,\nb = 2\nWHERE c;\n"),
        (
            "SELECT a\nFROM t¦\nWHERE c;\n",
            "JOIN u ON u.id = t.id",
            "SELECT a\nFROM t\nJOIN u ON u.id = t.id\nWHERE c;\n",
        ),
        (INSERT.format("¦"), "(3, 'c'),\n(4, 'd');", INSERT.format(",\n  (3, 'c'),\n  (4, 'd')")),
        (
            INSERT.format(",¦\n  (5, 'e')"),
            "(3, 'c'),\n  (4, 'd')",
            INSERT.format(",\n  (3, 'c'),\n  (4, 'd'),\n  (5, 'e')"),
        ),
        (
            INSERT.format("¦").removesuffix(";\n"),
            "(3, 'c')",
            INSERT.format(",\n  (3, 'c')").removesuffix(";\n"),
        ),
        (
            INSERT.format("") + "¦",
            "INSERT INTO t (a, b) VALUES\n  (3, 'c');",
            INSERT.format("") + "INSERT INTO t (a, b) VALUES\n  (3, 'c');\n",
        ),
    ],
)
async def test_items_of_sql_are_parted(text: str, reply: str, after: str) -> None:
    told = await told_of("sql", text, reply)
    assert told.after == after, told.words
