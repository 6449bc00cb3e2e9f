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
        (
            "typescript",
            'type A =\n  | "b";\n\nfunction f(a: A) {\n  switch (a) {\n    case "b":\n      return 1;\n    ¦\n  }\n}\n',
            'case "c":\n  return 2;\n\ntype A =\n  | "b"\n  | "c";',
            'type A =\n  | "b"\n  | "c";\n\nfunction f(a: A) {\n  switch (a) {\n    case "b":\n      return 1;\n'
            '    case "c":\n      return 2;\n  }\n}\n',
        ),
    ],
)
async def test_they_stand_beside_it(language: str, text: str, reply: str, after: str) -> None:
    told = await told_of(language, text, reply)
    assert told.after == after, told.words
    assert any(one in told.words for one in ("put 1 def", "put 2 def", "added to the file's own"))


async def test_a_type_in_a_module_keeps_its_definitions_in_doubt() -> None:
    """Behind the module they would be out of its sight."""
    text = "mod m {\n    struct A {\n        b: u8,\n        ¦\n    }\n}\n"
    told = await told_of("rust", text, "c: C,\n\nstruct C(u8);")
    assert told.after is None or told.after.index("struct C") < told.after.rindex("}")


@pytest.mark.parametrize(
    ("language", "text", "case"),
    [
        (
            "go",
            "package a\n\nfunc f(a int) {\n\tswitch a {\n\tcase 1:\n\t\tg()\n\t\t¦\n\t}\n}\n",
            "case 2:\n\th()",
        ),
        (
            "java",
            "class A {\n  void f() {\n    switch (a) {\n      case 1:\n        g();\n        ¦\n    }\n  }\n}\n",
            "default:\n  h();",
        ),
    ],
)
async def test_further_cases_are_as_deep_as_those_above(language: str, text: str, case: str) -> None:
    told = await told_of(language, text, case)
    lines = text.split("\n")
    above = next(line for line in lines if line.strip().startswith("case"))
    assert told.after is not None
    wanted = above[: len(above) - len(above.lstrip())] + case.split("\n")[0]
    assert wanted in told.after.split("\n")
