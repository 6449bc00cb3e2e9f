"""A reply for the top of a file of a compiled language that gives definitions of the file again beside its new ones."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

GO = "package a\n\ntype A struct {\n\tB int\n}\n\nfunc (a *A) C() int {\n\treturn a.B\n}\n\n¦\n"
GO_NEW = "// D is new.\nfunc (a *A) D() int {\n\treturn 2\n}"
GO_TYPE = "type A struct {\n\tB int\n\tE int\n}"
GO_METHOD = "func (a *A) C() int {\n\treturn a.B\n}"


@pytest.mark.parametrize(
    ("language", "text", "reply", "new", "words"),
    [
        (
            "go",
            GO,
            f"{GO_TYPE}\n\n{GO_METHOD}\n\n{GO_NEW}",
            GO_NEW,
            "kept `A` of the file, which the reply changes",
        ),
        ("go", GO, f"// C is there.\n{GO_METHOD}\n\n{GO_NEW}", GO_NEW, "left out"),
        (
            "swift",
            "struct A {\n    let b: Int\n}\n\n¦\n",
            "struct A {\n    let b: Int\n    let c: Int\n}\n\nextension A {\n    func d() -> Int { c }\n}",
            "extension A {\n    func d() -> Int { c }\n}",
            "kept `A`",
        ),
        (
            "rust",
            "#[derive(Debug)]\npub struct A {\n    b: i32,\n}\n\n¦\n",
            "#[derive(Debug, Clone)]\npub struct A {\n    b: i32,\n    c: i32,\n}\n\nimpl A {\n    fn d() {}\n}",
            "impl A {\n    fn d() {}\n}",
            "kept `A`",
        ),
        (
            "csharp",
            "namespace N;\n\npublic record A(int B);\n\n¦\n",
            "public record A(int B, int C);\n\npublic record D(A E);",
            "public record D(A E);",
            "kept `A`",
        ),
    ],
)
async def test_what_the_file_has_is_left_out_and_a_change_of_it_told(
    language: str, text: str, reply: str, new: str, words: str
) -> None:
    told = await told_of(language, text, reply)
    assert told.after == text.replace("¦", new), told.words
    assert words in told.words


@pytest.mark.parametrize(
    ("language", "text", "reply"),
    [
        ("go", GO, f"{GO_METHOD.replace('a.B', '1')}\n\n{GO_NEW}"),
        ("go", GO, GO_TYPE),
        ("c", "int a(int b)\n{\n    return b;\n}\n\n¦\n", "int a(int b)\n{\n    return 2;\n}\n\nint c;"),
        ("swift", "enum A {\n    case b\n}\n\n¦\n", "enum A {\n    case c\n}"),
        ("java", "interface A {\n}\n\n¦\n", "interface A {\n    int b();\n}"),
    ],
)
async def test_a_definition_is_never_there_twice(language: str, text: str, reply: str) -> None:
    told = await told_of(language, text, reply)
    assert told.after is None
    assert "which the file has already" in told.words


@pytest.mark.parametrize(
    ("language", "text", "reply"),
    [
        ("go", "package a\n\nfunc init() {\n\tb()\n}\n\n¦\n", "func init() {\n\tc()\n}"),
        ("csharp", "partial class A\n{\n}\n\n¦\n", "partial class A\n{\n    int b;\n}"),
        ("swift", "struct A {\n}\n\n¦\n", "extension A {\n    func b() {}\n}"),
        ("cpp", "int a(int b)\n{\n    return b;\n}\n\n¦\n", "int a(char b)\n{\n    return b;\n}"),
        ("cpp", "class A {\n};\n\n¦\n", "class A;"),
        ("go", GO, "func C() {}"),
    ],
)
async def test_what_may_have_the_same_name_is_no_second_one(language: str, text: str, reply: str) -> None:
    told = await told_of(language, text, reply)
    assert told.after is not None, told.words
    assert reply in told.after
