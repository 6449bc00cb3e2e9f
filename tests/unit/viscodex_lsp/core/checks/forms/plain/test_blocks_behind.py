"""A block that a reply writes again, with others behind it: what is new goes to the place, the others follow."""

import pytest

from tests.fixtures.replies.reply_cases import told_of


@pytest.mark.parametrize(
    ("language", "text", "reply", "after"),
    [
        (
            "go",
            "package a\n\ntype A struct {\n\tX string\n\t¦\n}\n\nfunc f() {}\n",
            "type A struct {\n\tX string\n\tY B\n}\n\ntype B struct {\n\tZ int\n}",
            "package a\n\ntype A struct {\n\tX string\n\tY B\n}\n\ntype B struct {\n\tZ int\n}\n\nfunc f() {}\n",
        ),
        (
            "typescript",
            "export interface A {\n  x: string;\n  ¦\n}\n",
            "export interface A {\n  x: string;\n  y: B;\n}\n\nexport interface B {\n  z: number;\n}",
            "export interface A {\n  x: string;\n  y: B;\n}\n\nexport interface B {\n  z: number;\n}\n",
        ),
        (
            "proto",
            'syntax = "proto3";\n\npackage a.v1;\n\nmessage A {\n  string id = 1;\n  ¦\n}\n',
            'syntax = "proto3";\n\npackage a.v1;\n\nmessage A {\n  string id = 1;\n  B b = 2;\n}\n\n'
            "message B {\n  int32 x = 1;\n}",
            'syntax = "proto3";\n\npackage a.v1;\n\nmessage A {\n  string id = 1;\n  B b = 2;\n}\n\n'
            "message B {\n  int32 x = 1;\n}\n",
        ),
    ],
)
async def test_further_blocks_stand_behind_at_their_own_depth(
    language: str, text: str, reply: str, after: str
) -> None:
    assert (await told_of(language, text, reply)).after == after
