"""An item of a list or object of JavaScript gets the comma that the one before it lacks."""

import pytest

from tests.fixtures.replies.reply_cases import told_of


@pytest.mark.parametrize(
    ("text", "code", "after"),
    [
        ("const a = [\n  { b: 1 }¦\n];\n", "{ b: 2 },", "const a = [\n  { b: 1 },\n  { b: 2 },\n];\n"),
        ("const a = [\n  { b: 1 }\n  ¦\n];\n", "{ b: 2 }", "const a = [\n  { b: 1 },\n  { b: 2 }\n];\n"),
        ("const a = {\n  b: 1 // one\n  ¦\n};\n", "c: 2,", "const a = {\n  b: 1, // one\n  c: 2,\n};\n"),
        ("const a = [\n  { b: 1 },\n  ¦\n];\n", '{ "b": 2 }', "const a = [\n  { b: 1 },\n  { b: 2 },\n];\n"),
    ],
)
async def test_items_are_set_apart(text: str, code: str, after: str) -> None:
    told = await told_of("typescript", text, code, "json" if '"b"' in code else None)
    assert told.after == after, told.words


async def test_statements_get_none() -> None:
    text = "function f() {\n  a()\n  ¦\n}\n"
    told = await told_of("javascript", text, "b()")
    assert told.after == text.replace("¦", "b()")
