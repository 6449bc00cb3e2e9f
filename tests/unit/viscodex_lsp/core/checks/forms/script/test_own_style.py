"""What a reply brings into a script has the quotes and semicolons of the file."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

BARE = "import { a } from 'a'\n\nexport function f() {\n  const b = a('x')\n  ¦\n  return b\n}\n"
ENDED = 'import { a } from "a";\n\nexport function f() {\n  const b = a("x");\n  ¦\n  return b;\n}\n'


@pytest.mark.parametrize(
    ("text", "code", "written"),
    [
        (
            BARE,
            'const c = a("y");\nif (c === "z") {\n  return "";\n}',
            "const c = a('y')\n  if (c === 'z') {\n    return ''\n  }",
        ),
        (ENDED, "const c = a('y')\nb.push(c)", 'const c = a("y");\n  b.push(c);'),
        (BARE, "b.pop();\n// at last\na(b);", "b.pop()\n  // at last\n  a(b)"),
        (BARE, 'const c = "it\'s";', 'const c = "it\'s"'),
        (BARE, 'const c = `${a("y")}`;', "const c = `${a('y')}`"),
        (BARE, "for (let i = 0; i < 3; i++) { a(i); }", "for (let i = 0; i < 3; i++) { a(i) }"),
    ],
)
async def test_statements_are_written_as_the_file_is(text: str, code: str, written: str) -> None:
    told = await told_of("typescript", text, code)
    assert told.after == text.replace("¦", written), told.words


@pytest.mark.parametrize("following", ["[1].map(a);", "(async () => a())();", "`${b}`.trim();"])
async def test_a_semicolon_stays_where_the_next_line_would_go_on(following: str) -> None:
    """Without it `a()` and `[1]` on the next line are one expression."""
    told = await told_of("javascript", BARE, f"a();\n{following}")
    assert told.after is not None, told.words
    assert "a();\n" in told.after


async def test_two_statements_on_a_line_stay_apart() -> None:
    told = await told_of("javascript", BARE, "a(); b.pop();")
    assert told.after == BARE.replace("¦", "a(); b.pop()")


@pytest.mark.parametrize(
    ("language", "text", "reply", "code"),
    [
        pytest.param(
            "javascript",
            "const a = 'x'\nconst b = \"y\";\nconst c = 'z';\nconst d = \"w\"\n¦\n",
            'const e = "v";',
            'const e = "v";',
            id="a file with both leaves the reply as it is",
        ),
        pytest.param(
            "typescriptreact",
            "function F() {\n  const a = ['x', 'y'];\n  return (\n    <p id=\"b\">\n      ¦\n    </p>\n  );\n}\n",
            '<b title=\'c\'>{a.includes("x") ? "d" : "e"}</b>',
            "<b title=\"c\">{a.includes('x') ? 'd' : 'e'}</b>",
            id="attributes in jsx have quotes of their own",
        ),
        pytest.param(
            "typescript",
            "export class C {\n  a = 1\n  ¦\n}\n\nexport const d = 'x'\n",
            'b = "y";\n\nc(): string {\n  return this.b;\n}',
            "b = 'y'\n\n  c(): string {\n    return this.b\n  }",
            id="fields go without semicolons too",
        ),
        pytest.param(
            "typescript",
            "const a = 'x'\nconst b = 'y'\n\n¦\n",
            "interface E {\n  f: string;\n  g: number;\n}",
            "interface E {\n  f: string\n  g: number\n}",
            id="members of types go without semicolons too",
        ),
        pytest.param(
            "typescript",
            "interface A {\n  b: string;\n  ¦\n}\n\nconst c = 'd';\n",
            "e: string,\nf?: number,",
            "e: string;\n  f?: number;",
            id="members of a type end as those of the file",
        ),
    ],
)
async def test_quotes_and_ends_are_those_of_the_file(language: str, text: str, reply: str, code: str) -> None:
    told = await told_of(language, text, reply)
    assert told.after == text.replace("¦", code), told.words


async def test_an_import_of_the_file_itself_is_left_out() -> None:
    text = "import { a } from 'a';\n\nexport function useB() {\n  return a();\n}\n\n¦\n"
    code = "import { useB } from './own';\n\nexport function c() {\n  return useB();\n}"
    told = await told_of("typescript", text, code, file="own.ts")
    assert told.after == text.replace("¦", code.partition("\n\n")[2]), told.words
    assert "left out `import { useB } from './own';`: it is this file" in told.words
