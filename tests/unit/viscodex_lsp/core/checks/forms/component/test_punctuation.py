"""A script that joins another has its quotes and semicolons, where that changes nothing of what it does."""

import pytest

from tests.fixtures.reply_cases import told_of
from viscodex_lsp.core.checks.forms.component.punctuation import NOTE, as_written_in

BARE = 'import a from "a"\nconst b = "b"\nlet c = a(b)\n'
ENDED = "import a from 'a';\nconst b = 'b';\nlet c = a(b);\n"


@pytest.mark.parametrize(
    ("own", "code", "written"),
    [
        (BARE, "const d = 'd';\ne('f', d);\n", 'const d = "d"\ne("f", d)\n'),
        (BARE, "type D = {\n  d: 'd';\n};\n", 'type D = {\n  d: "d"\n}\n'),
        (BARE, "$: d = 'd'; // now\n", '$: d = "d" // now\n'),
        (ENDED, 'const d = ""\nif (d) {\n  e("f")\n}\n', "const d = '';\nif (d) {\n  e('f');\n}\n"),
        (ENDED, 'd: "d",\ne() {\n  return "e"\n}', "d: 'd',\ne() {\n  return 'e';\n}"),
        (ENDED, 'interface D {\n  d: "d"\n}', "interface D {\n  d: 'd';\n}"),
    ],
)
def test_quotes_and_semicolons_are_those_of_the_file(own: str, code: str, written: str) -> None:
    assert as_written_in(own, code) == written


@pytest.mark.parametrize(
    ("own", "code"),
    [
        (BARE, "let d = e;\n[f].map(d)\n"),  # which would become `e[f]`
        (BARE, "let d = e;\n// first\n(f())\n"),
        (BARE, "g('it\\'s', 'say \"h\"')\n"),
        (BARE, "for (let d = 0; d < 3; d++) { e(); f() }\n"),
        (ENDED, "{ d: 1 },\n{ d: 2 }"),  # items of a list
        (ENDED, "d(e)"),  # may be an argument
        (ENDED, "const = "),
        ("const b = 'b'\n", 'const d = "d";\n'),  # one line tells nothing
        ("a('b');\nc(\"d\")\n", "e('f')\ng(\"h\");\n"),
    ],
)
def test_what_would_mean_something_else_or_is_not_clear_stays(own: str, code: str) -> None:
    assert as_written_in(own, code) == code


def test_values_of_attributes_in_jsx_keep_their_quotes() -> None:
    assert (
        as_written_in(ENDED, 'const d = <p id="d">{"e"}</p>\n', jsx=True)
        == "const d = <p id=\"d\">{'e'}</p>;\n"
    )


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
async def test_a_script_is_written_as_its_file_and_that_is_told(
    language: str, text: str, reply: str, label: str, line: str
) -> None:
    told = await told_of(language, text, reply, label)
    assert told.after is not None, told.words
    assert line in told.after
    assert NOTE in told.words


async def test_imports_for_a_front_matter_join_its_own() -> None:
    """Also where a reply has the dashes around it."""
    text = "---\nimport A from '../A.astro';\n\nconst a = 1;\n¦\n---\n\n<A a={a} />\n"
    right = text.replace("\n\nconst a", "\nimport { b } from '../b';\n\nconst a").replace(
        "¦", "const c = b(a);"
    )
    for code in (bare := 'import { b } from "../b"\n\nconst c = b(a);', f"---\n{bare}\n---"):
        assert (await told_of("astro", text, code)).after == right
