"""Imports of a script join those of its file, in its style; a name is never imported twice."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

CODE = "\n\nexport function A() {\n  return (\n    <main>\n      ¦\n    </main>\n  );\n}\n"
PART = "export default function B() {{\n  return <b>{}</b>;\n}}\n"


@pytest.mark.parametrize(
    ("before", "brought", "after"),
    [
        ('import { a } from "m";', 'import { b } from "m";', 'import { a, b } from "m";'),
        ("import { a } from 'm'", 'import { a, b, c } from "m";', "import { a, b, c } from 'm'"),
        ("import m from 'm';", 'import { b } from "m";', "import m, { b } from 'm';"),
        ("import m, { a } from 'm';", 'import { b as d } from "m";', "import m, { a, b as d } from 'm';"),
        (
            'import {\n  a,\n  c,\n} from "m";',
            'import { b } from "m";',
            'import {\n  a,\n  c,\n  b,\n} from "m";',
        ),
        (
            'import type { T } from "m";',
            'import { b } from "m";',
            'import type { T } from "m";\nimport { b } from "m";',
        ),
        (
            'import * as m from "m";',
            'import { b } from "m";',
            'import * as m from "m";\nimport { b } from "m";',
        ),
        ("import x from 'x'", 'import y from "y";', "import x from 'x'\nimport y from 'y'"),
        (
            'import x from \'x\'\n\nconst z = ["a", "b"]',
            'import y from "y";',
            "import x from 'x'\nimport y from 'y'\n\nconst z = [\"a\", \"b\"]",
        ),
        ("import x from 'x'", 'import "./y.css";', "import x from 'x'\nimport './y.css'"),
        ("import x from 'x'", 'import React from "react";', "import x from 'x'"),
    ],
)
async def test_an_import_is_written_as_the_file_writes_its_own(before: str, brought: str, after: str) -> None:
    """Names join the import of their module; others take the file's quotes and the sign at its end."""
    told = await told_of("typescriptreact", before + CODE, f"{brought}\n\n{PART.format('x')}")
    assert told.after is not None, told.words
    assert told.after.partition("\n\nexport")[0] == after
    assert "import" in told.words


async def test_a_name_of_another_module_is_not_imported_beside_the_files_own() -> None:
    """Two names of one spelling are no program."""
    text = "import { Link } from 'next/link';" + CODE
    told = await told_of(
        "typescriptreact", text, f"import {{ Link }} from 'router';\n\n{PART.format('<Link />')}"
    )
    assert told.after is None
    assert "`Link`, which the file has already" in told.words


async def test_a_module_that_ends_alike_is_taken_for_the_files_own() -> None:
    """An alias and a relative path of one module: the file's stays, and the person is told."""
    text = "import { Card } from './ui/card';" + CODE
    told = await told_of(
        "typescriptreact", text, f"import {{ Card }} from '@/ui/card';\n\n{PART.format('<Card />')}"
    )
    assert told.after is not None
    assert told.after.count("import") == 1
    assert "left out the import of `Card` from `@/ui/card`" in told.words


async def test_react_is_imported_where_the_code_names_it() -> None:
    """Builds bring in React for elements alone."""
    told = await told_of(
        "typescriptreact",
        "import x from 'x';" + CODE,
        f"import React from 'react';\n\n{PART.format('{React.version}')}",
    )
    assert told.after is not None
    assert "import React from 'react';" in told.after


@pytest.mark.parametrize(
    ("own", "brought"),
    [
        ('import Box from "@mui/material/Box";', 'import { Box, Stack } from "@mui/material";'),
        ('import { Box } from "@mui/material";', 'import Box from "@mui/material/Box";'),
    ],
)
async def test_a_package_and_its_part_are_one_source(own: str, brought: str) -> None:
    """The same name of both is one thing; the file's import stays, and the other is named."""
    text = f"{own}{CODE}"
    told = await told_of("typescriptreact", text, f"{brought}\n\n{PART.format('<Box />')}")
    assert told.after is not None, told.words
    assert own in told.after
    assert "left out the import of `Box` from" in told.words


LONG = "import { alphabetical, alternative, another, anything } from '@/components/elements'"


@pytest.mark.parametrize(
    ("own", "after"),
    [
        (
            f"{LONG};",
            "import {\n  alphabetical,\n  alternative,\n  another,\n  anything,\n  b,\n} from '@/components/elements';",
        ),
        (
            LONG,
            "import {\n  alphabetical,\n  alternative,\n  another,\n  anything,\n  b\n} from '@/components/elements'",
        ),
        (f"{LONG}\n// {'x' * 100}", f"{LONG.replace(' }', ', b }')}\n// {'x' * 100}"),
    ],
)
async def test_a_line_that_would_be_longer_than_the_files_own_is_broken(own: str, after: str) -> None:
    told = await told_of(
        "typescriptreact", own + CODE, f"import {{ b }} from '@/components/elements';\n\n{PART.format('{b}')}"
    )
    assert told.after is not None, told.words
    assert told.after.partition("\n\nexport")[0] == after


@pytest.mark.parametrize(
    ("block", "brought"),
    [("\n\n```css\n.b {\n  top: 0;\n}\n```", False), ("", True)],
)
async def test_the_import_of_a_sheet_that_is_left_out_goes_with_it(block: str, brought: bool) -> None:
    """Without a block for it, the sheet may be the project's."""
    reply = f"```tsx\nimport './B.css';\n\n{PART.format('x')}```{block}"
    told = await told_of("typescriptreact", f"import x from 'x';{CODE}", reply)
    assert told.after is not None, told.words
    assert ("B.css" in told.after) == brought
    assert ("left out `import './B.css';`: so are its rules" in told.words) != brought
