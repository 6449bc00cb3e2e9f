"""Rows that a reply brings into a table of HTML: the table again with other columns is refused, new rows are taken."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

TABLE = "<table>\n  <thead>\n    <tr><th>A</th>{}</tr>\n  </thead>\n  <tbody>\n{}  </tbody>\n</table>\n"
ROW = "    <tr><td>{}</td>{}</tr>\n"
PLACE = TABLE.format("", ROW.format("Pears", "") + ROW.format("Plums", "") + "    ¦\n")


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (
            TABLE.format("<th>B</th>", ROW.format("Pears", "<td>1</td>") + ROW.format("Figs", "<td>2</td>")),
            "Select the table",
        ),
        (ROW.format("Plums", "<td>1</td>"), "its row `Plums`"),
    ],
)
@pytest.mark.parametrize("language", ["html", "vue", "blade"])
async def test_the_table_with_another_column_is_to_be_selected(language: str, reply: str, words: str) -> None:
    place = f"<template>\n{PLACE}</template>\n" if language == "vue" else PLACE
    told = await told_of(language, place, reply)
    assert told.after is None
    assert words in told.words


async def test_new_rows_with_more_cells_are_told_of() -> None:
    told = await told_of("html", PLACE, ROW.format("Figs", "<td>2</td>").strip())
    assert told.after == PLACE.replace("    ¦\n", ROW.format("Figs", "<td>2</td>"))
    assert "the new rows have 2 cells each, those of the table 1" in told.words
