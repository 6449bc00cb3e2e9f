"""Texts that would keep a search busy for seconds, minutes or for ever are judged like others."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

FORMS = '<form class="own">a</form>\n'


@pytest.mark.parametrize(
    ("language", "text", "reply", "new"),
    [
        ("css", "\n" * 60 + "¦", "a {\n  top: 0;\n}", "a {\n  top: 0;\n}"),
        ("xml", "<?xml version='1.0'?>\n" + "<!-- a -->\n" * 60 + "¦\n", "<b/>", "<b/>"),
        ("xml", "<!DOCTYPE a>\n<a>\n¦\n</a>\n", f"<{'b' * 50_000}/>", f"<{'b' * 50_000}/>"),
        ("python", f"DATA = '{'ab' * 50_000}'\n¦\n", "more = 1", "more = 1"),
        ("graphql", "type A\n" * 14_000 + "¦\n", "type B {\n  c: Int\n}", "type B {\n  c: Int\n}"),
        ("sql", "INSERT INTO a VALUES\n(1),\n¦\n(3);\n", f"INSERT INTO a{' ' * 50_000}VALUES (2),", "(2),"),
        ("css", "a {\n  ¦\n}\n", f"--b: {'&c' * 25_000};", f"--b: {'&c' * 25_000};"),
        ("html", f"<main>\n{FORMS * 1_500}¦\n</main>\n", FORMS * 1_000, FORMS * 1_000),
        ("rust", "use a::c;\n¦\n", f"use {'{' * 990}a::b{'}' * 990};", f"use {'{' * 990}a::b{'}' * 990};"),
    ],
    ids=[
        "blank lines",
        "remarks",
        "a long name",
        "a long string",
        "heads",
        "blanks",
        "signs",
        "forms",
        "braces",
    ],
)
async def test_long_texts_take_no_time_that_grows_with_the_square(
    language: str, text: str, reply: str, new: str
) -> None:
    told = await told_of(language, text, reply)
    assert told.after is not None, told.words
    assert told.after.split() == text.replace("¦", new).split()
