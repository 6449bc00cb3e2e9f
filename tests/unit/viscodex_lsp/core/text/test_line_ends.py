"""A file with CR LF is edited as the same file with LF, and what an edit brings ends its lines as the file does."""

import pytest

from tests.fixtures.replies.reply_cases import told_of
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.text.line_ends import read_carriage_returns

SCRIPT = "import { a } from 'a'\n\nconst g = () => <p>¦</p>\n"
ANGULAR = "@Component({\n  template: `\n    ¦\n  `,\n})\nexport class A {\n  b = 1;\n}\n"


@pytest.mark.parametrize("at", range(6))
def test_an_offset_between_the_signs_of_a_line_end_is_the_end_of_the_line(at: int) -> None:
    ends = read_carriage_returns("a\r\n\r\nb")
    assert ends is not None
    inner = ends.inner(Span(at, at))
    assert inner.start == (0, 1, 1, 2, 2, 3)[at]
    assert ends.outer(Replacement(inner, "x\ny")) == Replacement(
        Span(*(2 * ((0, 1, 1, 3, 3, 5)[at],))), "x\r\ny"
    )


@pytest.mark.parametrize("text", ["", "a", "a\nb", "a\r\nb\nc", "a\r\nb\rc"])
def test_a_text_without_or_with_other_line_ends_is_no_such_text(text: str) -> None:
    assert read_carriage_returns(text) is None


@pytest.mark.parametrize(
    ("language", "text", "reply"),
    [
        ("toml", '[a]\nx = [\n  "1",\n  ¦\n]\n\n[c]\nz = 1\n', 'x = [\n  "1",\n  "2",\n]\n\n[b]\ny = 1\n'),
        ("go", "package a\n\nfunc f() {\n\t¦\n}\n", "g()\n\nfunc g() {\n\th()\n}"),
        ("javascriptreact", SCRIPT, "```jsx\nimport { c } from 'c'\n\n<b>\n  {c}\n</b>\n```"),
        (
            "typescript",
            ANGULAR,
            "```html\n<p>\n  {{ c }}\n</p>\n```\n\n```ts\nc = 2;\n\nd() {\n  e();\n}\n```",
        ),
        (
            "yaml",
            'a:\n  b:\n    {{- include "c" . | nindent 4 }}\n    ¦\nd:\n  e: 1\n',
            "```yaml\nf: g\nh: i\n```",
        ),
    ],
)
async def test_an_edit_is_the_same_with_either_line_end(language: str, text: str, reply: str) -> None:
    plain = await told_of(language, text, reply)
    told = await told_of(language, text.replace("\n", "\r\n"), reply)
    assert plain.after is not None, plain.words
    assert told.after == plain.after.replace("\n", "\r\n"), told.words
