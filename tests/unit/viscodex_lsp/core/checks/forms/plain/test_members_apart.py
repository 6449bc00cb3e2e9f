"""Definitions that come with members of a type stand beside the type."""

import pytest

from tests.fixtures.replies.reply_cases import told_of


@pytest.mark.parametrize(
    ("language", "text", "reply", "after"),
    [
        (
            "rust",
            "pub struct A {\n    pub a: u8,\n    ¦\n}\n\nfn main() {}\n",
            "#[serde(default)]\npub b: B,\n\n/// How.\n#[derive(Debug)]\npub enum B {\n    C,\n}",
            "pub struct A {\n    pub a: u8,\n    #[serde(default)]\n    pub b: B,\n}\n\n/// How.\n#[derive(Debug)]\n"
            "pub enum B {\n    C,\n}\n\nfn main() {}\n",
        ),
        (
            "rust",
            "enum A {\n    B,\n    ¦\n}\n",
            "C(Size),\n\nstruct Size(u8);",
            "enum A {\n    B,\n    C(Size),\n}\n\nstruct Size(u8);\n",
        ),
        (
            "rust",
            "struct A;\n\nimpl A {\n    ¦\n}\n",
            "pub fn b() {}\n\nimpl Default for A {\n    fn default() -> Self {\n        A\n    }\n}",
            "struct A;\n\nimpl A {\n    pub fn b() {}\n}\n\nimpl Default for A {\n    fn default() -> Self {\n"
            "        A\n    }\n}\n",
        ),
        (
            "go",
            "package a\n\ntype A struct {\n\tB int\n\t¦\n}\n",
            'C C\n\ntype C string\n\nconst (\n\tD C = "d"\n)',
            'package a\n\ntype A struct {\n\tB int\n\tC C\n}\n\ntype C string\n\nconst (\n\tD C = "d"\n)\n',
        ),
        (
            "c",
            "struct a {\n    int b;\n    ¦\n};\n",
            "enum c d;\n\nenum c {\n    E\n};",
            "enum c {\n    E\n};\n\nstruct a {\n    int b;\n    enum c d;\n};\n",
        ),
        (
            "typescript",
            "export interface A {\n  b: number;\n  ¦\n}\n",
            'type: string;\nc: C;\n\nexport type C = "d" | "e";',
            'export interface A {\n  b: number;\n  type: string;\n  c: C;\n}\n\nexport type C = "d" | "e";\n',
        ),
    ],
)
async def test_they_stand_beside_it(language: str, text: str, reply: str, after: str) -> None:
    told = await told_of(language, text, reply)
    assert told.after == after, told.words
    assert "put 1 definition" in told.words or "put 2 definitions" in told.words


async def test_a_type_in_a_module_keeps_its_definitions_in_doubt() -> None:
    """Behind the module they would be out of its sight."""
    text = "mod m {\n    struct A {\n        b: u8,\n        ¦\n    }\n}\n"
    told = await told_of("rust", text, "c: C,\n\nstruct C(u8);")
    assert told.after is None or told.after.index("struct C") < told.after.rindex("}")
