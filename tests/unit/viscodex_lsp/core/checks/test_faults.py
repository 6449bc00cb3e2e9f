"""What a refusal for syntax says: the line of the reply, counted from its first one, and the true reason."""

import pytest

from tests.fixtures.replies.checking import check
from viscodex_lsp.core.nouns import Document, Patch, Refusal, Span, Style


@pytest.mark.parametrize(
    ("language", "marked", "depth", "code", "line"),
    [
        ("python", "def f():\n|\n    return 1\n", "    ", "x = 1\ny = (\n", 2),
        ("python", "def f():\n    |\n    return 1\n", "    ", "x = (\n", 1),
        ("python", "def f():\n    a = 1|\n    return 1\n", "    ", "x = 1\ny = 2\nz = f(a=1, 2)\n", 3),
        ("python", "import os\n\nx = os\n|\n", "", "import re\n\ny = re\nz = f(a=1, 2)\n", 4),
        ("javascript", "function f() {\n  |a();\n}\n", "  ", "b();\nc(;\n", 2),
        ("css", "a {\n  b: c;\n}\n|\n", "", "d {\n  e f;\n}\n", 2),
    ],
)  # fmt: skip
def test_a_refusal_names_the_line_of_the_reply(
    language: str, marked: str, depth: str, code: str, line: int
) -> None:
    """Wherever the place is: on a blank line, behind code, before it, and with imports taken to the top."""
    at = marked.index("|")
    document = Document("file:///a", language, 1, marked.replace("|", ""))
    style = Style(indent="    " if language == "python" else "  ", newline="\n", quote='"')
    patch = Patch(code.rstrip("\n"), None, cut_off=False)
    result = check(patch, document, Span(at, at), depth=depth, style=style)
    assert isinstance(result, Refusal)
    assert f"line {line} of it" in result.sentence


def refusal_of(language: str, marked: str, code: str) -> Refusal:
    at = marked.index("|")
    document = Document("file:///a", language, 1, marked.replace("|", ""))
    patch = Patch(code, None, cut_off=False)
    result = check(patch, document, Span(at, at), depth="", style=Style("  ", "\n", '"'))
    assert isinstance(result, Refusal), result
    return result


@pytest.mark.parametrize(
    ("language", "marked", "code", "says"),
    [
        # What breaks is noticed far from where it is wrong: the reason named is the reply's own.
        (
            "html",
            "<main>\n  <p>a</p>\n  |\n</main>\n",
            '<b>x</b>\n<div id="b>\n  <p>x</p>\n</div>',
            "line 2 of it",
        ),
        (
            "typescriptreact",
            "const a = (\n  <p>\n    |\n  </p>\n);\n",
            "<b>x</b>\n<div>\n  <i>y</i>",
            "`<div>` is never closed",
        ),
        ("svelte", "<main>\n  |\n</main>\n", "{#if a}\n  <p>x</p>", "line 1 of it"),
        ("css", ".a {\n  top: 0;\n}\n|\n", ".b {\n  top: 0;", "line 2 of it"),
    ],
)
def test_the_reason_is_the_reply_s_own(language: str, marked: str, code: str, says: str) -> None:
    assert says in refusal_of(language, marked, code).sentence


def test_of_a_reply_as_long_as_answers_get_the_reason_is_its_own() -> None:
    """Some sixty thousand characters are parsed by themselves."""
    rows = "<p>one of many rows that are here</p>\n" * 1_400
    refusal = refusal_of("html", "<main>\n  |\n</main>\n", f'<b>x</b>\n{rows}<div id="b>\n</div>')
    assert "line 1402 of it" in refusal.sentence


def test_of_a_longer_reply_no_fault_is_told_beside_the_text_of_another_line() -> None:
    """It is not parsed by itself: the fault that the file then has is told with its own line."""
    rows = "<p>one of many rows that are here</p>\n" * 1_800
    refusal = refusal_of("html", "<main>\n  |\n</main>\n", f'<b>x</b>\n{rows}<div id="b>\n</div>')
    assert "`<main>` is never closed in `<main>`" in refusal.detail


@pytest.mark.parametrize(
    ("language", "marked", "code"),
    [
        ("typescript", "class A {\n  b = 1;\n\n  |\n}\n", "export class B {\n  c = 2;\n}"),
        ("json", '{\n  "a": 1,\n  "b": |\n}\n', '"c": 2, "d": 3'),
        ("python", "a = [\n    1,\n    |\n]\n", "def f():\n    return 1"),
        ("css", ".a {\n  top: |;\n}\n", ".b { top: 0; }"),
    ],
)
def test_sound_code_is_said_to_be_sound(language: str, marked: str, code: str) -> None:
    """Nothing of it "is never closed": it only does not fit."""
    sentence = refusal_of(language, marked, code).sentence
    assert "sound" in sentence and "by itself, but does not fit at this place" in sentence
    assert "never closed" not in sentence
