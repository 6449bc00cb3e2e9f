"""A reply that writes the attribute around its place again."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

MENU = "export const A = () => <Drop trigger={<b />} menu={¦} />;\n"
LIST = "export const A = () => (\n  <List\n    data={all}\n    renderItem={({item}) => (\n      ¦\n    )}\n  />\n);\n"


@pytest.mark.parametrize(
    ("text", "code", "put"),
    [
        (MENU, "menu={[{ a: 1 }]}", "[{ a: 1 }]"),
        (MENU, "[{ a: 1 }]", "[{ a: 1 }]"),
        (LIST, "renderItem={({ item }) => (\n  <b>{item.a}</b>\n)}", "<b>{item.a}</b>"),
        (
            LIST,
            "renderItem={({ item }) => (\n  <b>\n    {item.a}\n  </b>\n)}",
            "<b>\n        {item.a}\n      </b>",
        ),
    ],
)
async def test_only_its_value_is_taken(text: str, code: str, put: str) -> None:
    told = await told_of("typescriptreact", text, code, "tsx", file="a.tsx")
    assert told.after == text.replace("¦", put), told.words
