"""Replies that were taken wrongly once, each with its neighbours: where the code is now, or why it is refused."""

import pytest

from tests.fixtures.replies.reply_cases import told_of


async def outcome(language: str, file: str, text: str, reply: str) -> str | None:
    """The file afterwards, or None for a refusal."""
    label = {"typescriptreact": "tsx", "javascript": "js"}.get(language, language)
    return (await told_of(language, text, reply, label, file=file)).after


@pytest.mark.parametrize(
    ("text", "reply", "after"),
    [
        (
            "services:\n  front:\n    image: one\n    ¦\nvolumes:\n  data:\n",
            "services:\n  front:\n    image: one\n  back:\n    image: two\nvolumes:\n  data:",
            "services:\n  front:\n    image: one\n  back:\n    image: two\nvolumes:\n  data:\n",
        ),
        (
            "services:\n  front: first\n  ¦\nvolumes: none\n",
            "services:\n  front: first\nnetworks: many",
            "services:\n  front: first\nnetworks: many\nvolumes: none\n",
        ),
        (
            " - name: a\n   do:\n     x: 1\n\n¦\n - name: b\n",
            "register: c",
            " - name: a\n   do:\n     x: 1\n\n     register: c\n - name: b\n",
        ),
        (
            "---\n¦\n   provider: a\n   lines: b\n",
            '- name: "x"',
            '---\n - name: "x"\n   provider: a\n   lines: b\n',
        ),
    ],
)
async def test_yaml_stands_where_the_reply_or_the_file_says(text: str, reply: str, after: str) -> None:
    """A key that the reply shows beside another stays beside it; an item stands left of its keys."""
    assert await outcome("yaml", "a.yaml", text, reply) == after


@pytest.mark.parametrize("line", ['b: {{ c }}"', 'b: "{{ c "}}"', "b: '{{ c }}"])
async def test_a_damaged_quote_beside_a_mark_is_seen(line: str) -> None:
    """Where all marks of a template are in quotes, they hide no broken quote."""
    text = 'a: "{{ b }}"\n¦\n'
    assert await outcome("yaml", "a.yml", text, line) is None
    assert (
        await outcome("yaml", "a.yml", text, 'b: "{{ c }}"')
        == f'{text.replace("¦", "")[:-1]}b: "{{{{ c }}}}"\n'
    )


async def test_a_template_of_yaml_is_still_taken() -> None:
    """In a new file, and in one with bare marks, a mark may stand anywhere."""
    assert await outcome("yaml", "a.yaml", "¦\n", "name: {{ .Values.a }}") == "name: {{ .Values.a }}\n"
    bare = "name: {{ .Values.a }}\n"
    assert (
        await outcome("yaml", "a.yaml", f"{bare}¦\n", "b: {{ .Values.b }}")
        == f"{bare}b: {{{{ .Values.b }}}}\n"
    )


@pytest.mark.parametrize(
    ("reply", "after"),
    [
        ("import 'a.dart';\n\nclass C {}", "import 'a.dart';\n\nclass C {}\n"),
        (
            "import \"a.dart\";\nimport 'b.dart';\n\nclass C {}",
            "import 'a.dart';\nimport 'b.dart';\n\nclass C {}\n",
        ),
        ("class C {}", "import 'a.dart';\n\nclass C {}\n"),
    ],
)
async def test_imports_of_a_language_without_a_grammar_come_once_and_at_the_top(
    reply: str, after: str
) -> None:
    """They are known by the look of their lines."""
    assert await outcome("dart", "a.dart", "import 'a.dart';\n\n¦\n", reply) == after


@pytest.mark.parametrize("directive", ["'use client';", '"use client"', '"use strict";'])
async def test_a_directive_below_other_code_goes_and_its_imports_are_moved(directive: str) -> None:
    """It would be a string that does nothing."""
    text = "import a from 'a';\n\nlet b = a;\n\n¦\n"
    after = "import a from 'a';\nimport c from 'c';\n\nlet b = a;\n\nlet d = c;\n"
    assert (
        await outcome("javascript", "a.js", text, f"{directive}\n\nimport c from 'c';\n\nlet d = c;") == after
    )


async def test_a_directive_that_begins_a_file_stays() -> None:
    """There it counts."""
    code = "'use client';\n\nlet d = 1;"
    assert await outcome("javascript", "a.js", "¦\n", code) == f"{code}\n"


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ('<p style="color: red">a</p>', "<p style={{ color: 'red' }}>a</p>"),
        ('<p style="font-size: 2px; --a: b">a</p>', "<p style={{ fontSize: '2px', '--a': 'b' }}>a</p>"),
        ('<Box style="wide">a</Box>', '<Box style="wide">a</Box>'),
        ("<p style={{ color: 'red' }}>a</p>", "<p style={{ color: 'red' }}>a</p>"),
    ],
)
async def test_styles_in_jsx_are_objects(code: str, line: str) -> None:
    """React refuses a text as the style of an element of HTML; a component may take what it likes."""
    text = "export const A = () => (\n  <main>\n    ¦\n  </main>\n);\n"
    assert await outcome("typescriptreact", "A.tsx", text, code) == text.replace("¦", line)


@pytest.mark.parametrize(
    "line",
    [
        "<textarea>Dear <you>,</textarea>",
        "<textarea>a < b</textarea>",
        "<textarea></textarea>",
        "<textarea>if a <b> & c</textarea>",
    ],
)
async def test_the_text_of_a_field_is_no_markup(line: str) -> None:
    """Nothing in it is put right."""
    assert await outcome("html", "a.html", "<form>\n  ¦\n</form>\n", line) == f"<form>\n  {line}\n</form>\n"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('<p class="a" class="b">x</p>', '<p class="a b">x</p>'),
        ("<p style='a: b' id=\"c\" style='d: e;'>x</p>", '<p style="a: b; d: e" id="c">x</p>'),
        ('<p class="a" id="b">x</p>', '<p class="a" id="b">x</p>'),
        (
            '<p {% if a %}class="a"{% else %}class="b"{% endif %}>x</p>',
            '<p {% if a %}class="a"{% else %}class="b"{% endif %}>x</p>',
        ),
    ],
)
async def test_a_class_that_a_browser_would_drop_is_kept(written: str, kept: str) -> None:
    """Two attributes of one name become one, but for those of which a template takes only one."""
    assert (
        await outcome("html", "a.html", "<main>\n  ¦\n</main>\n", written) == f"<main>\n  {kept}\n</main>\n"
    )


BODY = "    var body: some View {\n        VStack {\n            ¦\n        }\n    }\n"
VIEW = f"import SwiftUI\n\nstruct A: View {{\n{BODY}}}\n"


@pytest.mark.parametrize(
    "code", ['struct B: View {\n    var body: some View { Text("b") }\n}', '#Preview {\n    Text("b")\n}']
)
async def test_a_whole_view_does_not_go_into_the_body_of_another(code: str) -> None:
    """A result builder takes no declarations."""
    assert await outcome("swift", "A.swift", VIEW, code) is None
    assert await outcome("swift", "A.swift", VIEW.replace("¦", 'Text("a")') + "\n¦\n", code) is not None


@pytest.mark.parametrize(
    ("block", "fenced"),
    [
        ('Traceback (most recent call last):\n  File "a"\nKeyError: 1', True),
        ("$ npm test\nok 1\n$ ls", True),
        ("let a = 1;\nlet b = {};", True),
        ("- one\n- two", False),
        ("Fresh fish\n\nOpen 9-5", False),
        ("# A title\n\nSome words.", False),
    ],
)
async def test_output_in_markdown_keeps_its_fence(block: str, fenced: bool) -> None:
    """What is Markdown or plain text comes out of it."""
    after = await outcome("markdown", "a.md", "# A\n\n¦\n", f"```\n{block}\n```")
    assert after == (f"# A\n\n```\n{block}\n```\n" if fenced else f"# A\n\n{block}\n")


@pytest.mark.parametrize(
    ("language", "text", "reply", "sound"),
    [
        ("php", "<?php\n$a = 1;\n\n¦\n", "class C {}\n\nnamespace B;\n", False),
        ("php", "<?php\n\n¦\n", "namespace B;\n\nclass C {}", True),
        ("php", "<?php\n$a = 1;\n\n¦\n", "class C {}", True),
        ("rust", "//! a\n\n¦\nfn b() {}\n", "//! c", True),
        ("rust", "/// a\n¦\nfn b() {}\n", "//! c", False),
        ("rust", "fn b() {}\n¦\n", "//! c", False),
        ("shellscript", "f() {\n  if a; then\n    ¦\n  fi\n}\n", "} return", False),
        ("shellscript", "f() {\n  if a; then\n    ¦\n  fi\n}\n", "done", False),
        ("shellscript", "f() {\n  if a; then\n    ¦\n  fi\n}\n", "echo done }", True),
    ],
)
async def test_what_a_grammar_lets_pass_is_seen(language: str, text: str, reply: str, sound: bool) -> None:
    """Rules of the languages that their grammars do not know."""
    after = await outcome(language, "a", text, reply)
    assert (after is not None) is sound
