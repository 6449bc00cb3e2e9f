"""TypeScript for a file of JavaScript comes without its types, where it can do without."""

import pytest

from tests.fixtures.replies.reply_cases import told_of


@pytest.mark.parametrize(
    ("code", "after"),
    [
        ("interface A {\n  b: string;\n}\n\nconst c: A = { b: 'd' };", "const c = { b: 'd' };\n"),
        ("export type A = 1;\nfunction f<T>(a: T, b?: number): T { return a!; }", "function f(a, b) { return a; }\n"),
        ("const a = [1] as const;\nconst b = { a } satisfies object;", "const a = [1];\nconst b = { a };\n"),
        ("const [a, setA] = useA<string | null>(null);\nfunction useA(b) { return [b]; }",
         "const [a, setA] = useA(null);\nfunction useA(b) { return [b]; }\n"),
        ("import { E, c } from 'd';\n\nconst f = (e: E) => c(e);", "import { c } from 'd';\n\nconst f = (e) => c(e);"),
        ("const f = (a: A) => a.b as { c?: string };", "const f = (a) => a.b;"),
        ("import type { A } from 'a';\nimport { type B, c } from 'd';\n\nc();", "import { c } from 'd';\n\nc();\n"),
    ],
)  # fmt: skip
async def test_the_types_are_left_out_and_told(code: str, after: str) -> None:
    told = await told_of("javascript", "¦", code, "ts")
    assert told.after is not None, told.words
    assert told.after.replace("import {  c }", "import { c }").rstrip("\n") == after.rstrip("\n")
    assert "left out the types: the file is JavaScript" in told.words


@pytest.mark.parametrize(
    "code",
    [
        "enum A { b }",
        "class A { constructor(private b: string) {} }",
        "declare const a: 1;",
        "@a()\nclass B { c: string; }",
    ],
)
async def test_what_makes_code_is_no_type(code: str) -> None:
    assert (await told_of("javascript", "¦", code, "ts")).after is None


async def test_javascript_stays_as_it_is() -> None:
    """Signs that TypeScript reads as types are something else there."""
    told = await told_of("javascript", "¦", "const a = b < c, d = e > (f);\nvar b, c, e, f;", "js")
    assert told.after is not None
    assert "types" not in told.words


@pytest.mark.parametrize(
    ("line", "use", "kept"),
    [
        ("import React, { FC } from 'react'", "() => null", "import React from 'react'"),
        (
            "import React, { FC, memo } from 'react'",
            "memo(() => null)",
            "import React, { memo } from 'react'",
        ),
    ],
)
async def test_types_beside_a_default_import_are_not_imported(line: str, use: str, kept: str) -> None:
    told = await told_of("javascriptreact", "¦", f"{line}\n\nexport const A: FC = {use}", "tsx")
    assert told.after is not None, told.words
    assert told.after.startswith(f"{kept}\n")
    assert "FC" not in told.after
