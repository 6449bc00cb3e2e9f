"""A script that joins a component's is written with its quotes and semicolons; a front matter of Astro is one, too."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

BARE = 'import a from "a"\nconst b = "b"\nlet c = a(b)\n'
ENDED = "import a from 'a';\nconst b = 'b';\nlet c = a(b);\n"


@pytest.mark.parametrize(
    ("language", "text", "reply", "label", "line"),
    [
        (
            "vue",
            f"<script setup>\n{BARE}</script>\n\n<template>\n  <main>\n    ¦\n  </main>\n</template>\n",
            "<script setup>\nconst d = 'd';\n</script>\n\n<template>\n  <p>{{ d }}</p>\n</template>",
            "vue",
            'const d = "d"\n',
        ),
        ("svelte", f"<script>\n{ENDED}¦\n</script>\n", 'let d = "d"\n', "js", "let d = 'd';\n"),
        ("astro", f"---\n{ENDED}¦\n---\n<p>{{b}}</p>\n", 'let d = "d"\n', "ts", "let d = 'd';\n"),
        ("typescript", f"{BARE}¦\n", "let d = 'd';\n", "ts", 'let d = "d"\n'),
    ],
)
async def test_a_script_is_written_as_its_file(
    language: str, text: str, reply: str, label: str, line: str
) -> None:
    told = await told_of(language, text, reply, label)
    assert told.after is not None, told.words
    assert line in told.after


async def test_imports_for_a_front_matter_join_its_own() -> None:
    """Also where a reply has the dashes around it."""
    text = "---\nimport A from '../A.astro';\n\nconst a = 1;\n¦\n---\n\n<A a={a} />\n"
    right = text.replace("\n\nconst a", "\nimport { b } from '../b';\n\nconst a").replace(
        "¦", "const c = b(a);"
    )
    for code in (bare := 'import { b } from "../b"\n\nconst c = b(a);', f"---\n{bare}\n---"):
        assert (await told_of("astro", text, code)).after == right
