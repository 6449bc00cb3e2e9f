"""Files and blocks that a reply writes again with more in them: what is new stands at the place, the rest is told."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

INSERT = "INSERT INTO a (id, name) VALUES\n    (1, 'x'),\n    ¦\n    (9, 'y');\n"
COMPOSE = 'version: "3.9"\n\nservices:\n  web:\n    image: nginx\n  ¦\n\nvolumes:\n  data:\n'


@pytest.mark.parametrize(
    ("language", "text", "reply", "after"),
    [
        (
            "python",
            'COLORS = {\n    "main": "x",\n    "other": "y",\n    ¦\n}\n\nS = {"s": 8}\nT = 1\n',
            'COLORS = {\n    "main": "x",\n    "b": "z",\n    "other": "y",\n}',
            'COLORS = {\n    "main": "x",\n    "other": "y",\n    "b": "z",\n}\n\nS = {"s": 8}\nT = 1\n',
        ),
        (
            "dockerfile",
            "FROM node:20\nWORKDIR /app\nCOPY package.json .\n¦\nCMD node main.js\n",
            "FROM node:20\nWORKDIR /app\nENV A=1\nCOPY package.json .\nRUN npm ci\nCMD node main.js",
            "FROM node:20\nWORKDIR /app\nENV A=1\nCOPY package.json .\nRUN npm ci\nCMD node main.js\n",
        ),
        (
            "sql",
            INSERT,
            "INSERT INTO a (id, name)\nVALUES (2, 'z');",
            INSERT.replace("¦", "(2, 'z'),"),
        ),
        ("sql", INSERT, "INSERT INTO b (id) VALUES (2);", None),
        (
            "yaml",
            COMPOSE,
            "version: '3'\nservices:\n  db:\n    image: postgres\nvolumes:\n  data:",
            COMPOSE.replace("¦", "db:\n    image: postgres"),
        ),
        ("yaml", COMPOSE, "services:\n  db:\n    image: postgres\nnetworks:\n  back:", None),
        (
            "yaml",
            "spec:\n  containers:\n    - name: a\n      ¦\n",
            "apiVersion: v1\nkind: Service\nspec:\n  a: 1",
            None,
        ),
        (
            "less",
            ".nav {\n  color: red;\n  ¦\n}\n",
            ".nav {\n  gap: 1px;\n\n  &-item {\n    top: 0;\n  }\n}",
            ".nav {\n  color: red;\n  gap: 1px;\n\n  &-item {\n    top: 0;\n  }\n}\n",
        ),
        (
            "scss",
            "@import 'a';\n\n.b { top: 0; }\n\n¦\n",
            "@use 'sass:math';\n\n.c { top: 1px; }",
            "@use 'sass:math';\n\n@import 'a';\n\n.b { top: 0; }\n\n.c { top: 1px; }\n",
        ),
        (
            "shellscript",
            "#!/bin/bash\nset -euo pipefail\n\n¦\n",
            "#!/bin/bash\nset -e\n\necho a",
            "#!/bin/bash\nset -euo pipefail\n\necho a\n",
        ),
        (
            "php",
            "<?php\n\nreturn [\n    'a' => 1,\n    ¦\n];\n",
            "'b' => 2",
            "<?php\n\nreturn [\n    'a' => 1,\n    'b' => 2,\n];\n",
        ),
    ],
)
async def test_what_is_new_of_it_is_taken(language: str, text: str, reply: str, after: str | None) -> None:
    told = await told_of(language, text, reply)
    assert told.after == after, told.words
    assert told.words


async def test_a_variable_of_a_style_sheet_that_is_set_again_is_told() -> None:
    told = await told_of("scss", "$gap: 8px;\n\n.a { gap: $gap; }\n\n¦\n", "$gap: 9px;\n\n.b { gap: $gap; }")
    assert "`$gap` gets another value" in told.words


@pytest.mark.parametrize(
    ("text", "reply", "after"),
    [
        ("- one\n- ¦\n", "1. two\n2. three\n   - deep", "- one\n- two\n- three\n  - deep\n"),
        ("1. one\n2. ¦\n", "2. two", "1. one\n2. two\n"),
        ("| A |\n|---|\n| 1 |\n¦\n", "| A | B |\n|---|---|\n| 2 | 3 |", None),
        ("| A |\n|---|\n| 1 |\n¦\n", "| A |\n|---|\n| 2 |", "| A |\n|---|\n| 1 |\n| 2 |\n"),
        (
            "# A\n\n¦\n",
            "## B\n\nHere is the table from the image:\n\n| A |\n|---|\n| 1 |",
            "# A\n\n## B\n\n| A |\n|---|\n| 1 |\n",
        ),
    ],
)
async def test_lists_and_tables_of_a_document_go_on(text: str, reply: str, after: str | None) -> None:
    told = await told_of(
        "markdown",
        text,
        f"```markdown\n{reply}\n```" if "image" not in reply else reply + "\n\n```js\na\n```",
    )
    if after is not None and "image" in reply:
        assert told.after is not None
        assert told.after.startswith(after), told.after
    else:
        assert told.after == after, told.words
