"""envelopes: what is wrapped around an answer is taken off, and what only looks like a wrapper stays."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.asking.envelopes import unwrap
from viscodex_lsp.core.asking.reply import read_reply
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Patch, Reply

CODE = "<p>Open</p>"
FENCED = f"```html\n{CODE}\n```"


@pytest.mark.parametrize(
    "text",
    [
        f"<answer>{CODE}</answer>",
        f"<answer>\n{FENCED}\n</answer>",
        f'<file name="a.html">\n{CODE}\n</file>',
        f'<files><file path="a"><content>{CODE}\n{CODE[:0]}</content></file></files>',
        f'Here:\n\n<antArtifact identifier="a" type="text/html" title="A">\n{CODE}\n</antArtifact>',
        f'<boltArtifact id="a"><boltAction type="file" filePath="a">{CODE}\n</boltAction></boltArtifact>',
        f"<|begin_of_box|>{CODE}<|end_of_box|>",
        f"[CODE]\n{CODE}\n[/CODE]",
        f"<output>{FENCED}</output>",
        f"<file><![CDATA[{CODE}\n]]></file>",
        json.dumps({"code": CODE, "language": "html"}),
        json.dumps({"files": [{"path": "a.html", "content": CODE}]}),
        f"```json\n{json.dumps({'html': CODE, 'css': ''})}\n```",
        f"HTML: {FENCED}",
        f"```html {CODE} ```",
        f"html\n{CODE}",
    ],
)
def test_the_answer_is_taken_out(text: str) -> None:
    """Tags, box marks, objects and fences, one in another, in any of the forms that models write."""
    patch = read_reply(Reply(text, "stop"), language_of("html"))
    assert isinstance(patch, Patch)
    assert patch.code == CODE


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("html", "<result>4</result>"),
        ("html", "<output>4</output>"),
        ("html", "<code>a</code>"),
        ("xml", "<file>\n<answer>a</answer>\n</file>"),
        ("typescriptreact", "<Content>\n  <p>a</p>\n</Content>"),
        ("json", '{"code": "a"}'),
        ("javascript", '{ code: "a", language: "html" }'),
        ("python", 'prices = {"code": "a"}'),
    ],
)
def test_code_that_looks_like_a_wrapper_stays(language: str, text: str) -> None:
    """Elements of HTML and components, XML, and objects that are the code itself."""
    assert unwrap(text, language_of(language)) == text


PIECES = st.sampled_from(
    [
        "<answer>",
        "</answer>",
        "<file a='b'>",
        "</file>",
        "[CODE]",
        "[/CODE]",
        '{"code": "',
        '"}',
        "```",
        "\n",
        "x",
        "<",
        "[",
    ]
)


@given(st.lists(PIECES, max_size=20).map("".join))
def test_no_text_makes_it_raise(text: str) -> None:
    """Wrappers that are open, crossed or empty are read like any text."""
    for language in ("html", "python", "markdown"):
        assert isinstance(unwrap(text, language_of(language)), str)
