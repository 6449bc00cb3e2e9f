"""Definitions in a file: blank lines between them, their depth, and none twice."""

import pytest

from tests.fixtures.replies.checking import check
from tests.fixtures.replies.reply_cases import told_of
from viscodex_lsp.core.context.depth import depth_at
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import CheckedPatch, Document, Patch, Reason, Refusal, Span, Style
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.text.difference import apply_replacements


def edited(language: str, text: str, code: str) -> str | Reason:
    place = text.index("|")
    document = Document("file:///a", language, 1, text.replace("|", ""))
    tree, span = parse(document.text, language_of(language)), Span(place, place)
    indent = "\t" if language in ("go", "makefile") else "    "
    depth = depth_at(tree, span, indent=indent)
    result = check(Patch(code, None, False), document, span, depth=depth, style=Style(indent, "\n", '"'))
    if isinstance(result, Refusal):
        return result.reason
    assert isinstance(result, CheckedPatch)
    return apply_replacements(document.text, result.replacements)


DEF = "def two():\n    return 2"


@pytest.mark.parametrize(
    ("language", "text", "code", "after"),
    [
        ("python", "def one():\n    return 1\n|", DEF, f"def one():\n    return 1\n\n\n{DEF}\n"),
        ("python", "def one():\n    return 1|", DEF, f"def one():\n    return 1\n\n\n{DEF}"),
        ("python", "class A:\n    def one(self):\n        return 1|", "def two(self):\n    return 2",
         "class A:\n    def one(self):\n        return 1\n\n    def two(self):\n        return 2"),
        ("python", "def one():\n    return 1\n\n\n|\n\n\ndef three():\n    return 3\n", DEF,
         f"def one():\n    return 1\n\n\n{DEF}\n\n\ndef three():\n    return 3\n"),
        ("python", "def a():\n    pass\n\ndef b():\n    pass\n|", DEF,
         f"def a():\n    pass\n\ndef b():\n    pass\n\n{DEF}\n"),
        ("python", "x = 1\n|", "y = 2", "x = 1\ny = 2\n"),
        ("python", "def one():\n    return 1|", "    x = 2", "def one():\n    return 1\n    x = 2"),
        ("javascript", "function a() {\n    b();\n}\n|", "function c() {\n    d();\n}",
         "function a() {\n    b();\n}\n\nfunction c() {\n    d();\n}\n"),
        ("go", "package a\n\nfunc b() {\n}\n|\n", "func c() {\n}", "package a\n\nfunc b() {\n}\n\nfunc c() {\n}\n"),
        ("makefile", "all: a\n\tgcc a\n\n|\n", "clean:\n    rm a", "all: a\n\tgcc a\n\nclean:\n\trm a\n"),
        ("makefile", "all: a\n\tgcc a\n\t|\n", "strip a", "all: a\n\tgcc a\n\tstrip a\n"),
        ("yaml", "a:\n  {{- if b }}\n  c: 1\n  |\n  {{- end }}\n", "d: 2",
         "a:\n  {{- if b }}\n  c: 1\n  d: 2\n  {{- end }}\n"),
    ],
)  # fmt: skip
def test_a_definition_stands_beside_its_like(language: str, text: str, code: str, after: str) -> None:
    """With as many blank lines as the file has or the language wants, at the depth of those around it."""
    assert edited(language, text, code) == after


@pytest.mark.parametrize(
    ("language", "text", "code", "outcome"),
    [
        ("python", "def a():\n    pass\n\n\n|\n", "def a():\n    return 1", Reason.SECOND_NAME),
        ("python", "a = 1\n|\n", "a = 2", "a = 1\na = 2\n"),
        ("python", "@property\ndef a():\n    pass\n\n\n|\n", "@a.setter\ndef a(v):\n    pass",
         "@property\ndef a():\n    pass\n\n\n@a.setter\ndef a(v):\n    pass\n"),
        ("go", "package p\n\nfunc a() {}\n\n|\n", "func a() {}", Reason.SECOND_NAME),
        ("typescript", "const a = 1;\n|\n", "const a = 2;", Reason.SECOND_NAME),
        ("typescript", "const a = 1;\nfunction f() {\n    |\n}\n", "const a = 2;",
         "const a = 1;\nfunction f() {\n    const a = 2;\n}\n"),
        ("typescript", "export default a;\n|\n", "export default function b() {}",
         "export default a;\nfunction b() {}\n"),
        ("java", "class A {\n    void f() {}\n    |\n}\n", "void f(int a) {}",
         "class A {\n    void f() {}\n    void f(int a) {}\n}\n"),
    ],
)  # fmt: skip
def test_a_name_is_defined_once_in_a_scope(
    language: str, text: str, code: str, outcome: str | Reason
) -> None:
    """A second function or constant of a name is refused; what a language allows (overloads, setters) is not."""
    assert edited(language, text, code) == outcome


@pytest.mark.parametrize(
    ("member", "taken"),
    [
        ("add() {}", False),
        ("static add() {}", True),
        ("get size() {}", False),
        ("set size(n) {}", True),
        ("sub() {}", True),
    ],
)
async def test_a_class_of_a_script_has_each_member_once(member: str, taken: bool) -> None:
    text = "class A {\n  add() {}\n\n  get size() {\n    return 1;\n  }\n\n  ¦\n}\n"
    assert ((await told_of("javascript", text, member)).after is not None) is taken


async def test_blank_lines_of_a_reply_say_nothing_about_those_of_the_file() -> None:
    text = "import os\n\n\ndef a():\n    return 1\n\n¦\n\nif x:\n    a()\n"
    told = await told_of(
        "python", text, "def b():\n    return 1\n\ndef c():\n    return 2\n\ndef d():\n    return 3"
    )
    assert told.after is not None
    assert told.after.count("\n\n\n") == told.after.count("\ndef ") + 1, told.after
    assert "\n\n\n\n" not in told.after


TESTS = (
    "describe('a', () => {\n  it('b', () => {\n    c();\n  });\n¦\n  it('d', () => {\n    e();\n  });\n});\n"
)
TEST = "it('f', () => {\n  g();\n});"


async def test_a_test_stands_apart_from_the_tests_beside_it() -> None:
    """A blank line is around each of several lines, where those of the file have one."""
    told = await told_of("javascript", TESTS, TEST)
    assert told.after == TESTS.replace("\n¦\n", "\n\n  it('f', () => {\n    g();\n  });\n\n")
    close = TESTS.replace("¦", "  it('x', () => {\n    c();\n  });\n¦").replace("¦\n", "¦")
    told = await told_of("javascript", close, TEST)
    assert told.after == close.replace("¦", "  it('f', () => {\n    g();\n  });\n")


async def test_a_further_export_stands_apart_although_the_default_stands_close() -> None:
    """`export default name` belongs to what it names, and says nothing of blank lines."""
    text = "const meta = {\n  a: 1,\n};\nexport default meta;\n\nexport const One = {\n  a: 1,\n};\n¦\n"
    told = await told_of("typescript", text, "export const Two = {\n  a: 2,\n};")
    assert told.after == text.replace("¦", "\nexport const Two = {\n  a: 2,\n};")


async def test_code_at_the_columns_of_its_file_stands_there() -> None:
    """It begins as deep as its place and ends what is open there."""
    text = "export default function A() {\n  return (\n    ¦\n"
    told = await told_of("javascriptreact", text, "    <p>\n      a\n    </p>\n  );\n}")
    assert told.after == text.replace("    ¦\n", "    <p>\n      a\n    </p>\n  );\n}\n"), told.words
