"""Whether "syntax checked" may be said: only where a parser could judge the edit at its place."""

import pytest

from tests.fixtures.replies.checking import check
from viscodex_lsp.core.nouns import CheckedPatch, Document, Patch, Span, Style

STYLE = Style("    ", "\n", '"')


def checked(language: str, text: str, code: str) -> CheckedPatch:
    at = text.index("¦")
    document = Document("file:///a", language, 1, text.replace("¦", ""))
    result = check(Patch(code, None, cut_off=False), document, Span(at, at), depth="", style=STYLE)
    assert isinstance(result, CheckedPatch), result
    return result


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("python", "a = 1\n¦\n", "b = 2"),
        # Only the hole was missing.
        ("python", "a = ¦\n", "2"),
        ("typescriptreact", "const a = (\n  ¦\n);\n", "<p />"),
        # What was wrong is mended.
        ("javascript", "f(1, ¦;\n", "2)"),
        # A fault above that ends there is not in the way.
        ("javascript", "const = 1;\n\nfunction f() {\n  return 1;\n}\n¦\n", "const b = 2;"),
    ],
)
def test_it_is_said_where_a_parser_could_judge(language: str, text: str, code: str) -> None:
    result = checked(language, text, code)
    assert (result.syntax_checked, result.notes) == (True, ())


@pytest.mark.parametrize(
    ("language", "text", "code", "fault"),
    [
        ("javascript", "function f( {\n\n¦\n", "const b = 2;", "`{` is never closed"),
        ("css", ".a { color: red;\n¦\n", ".b { color: blue; }", "missing `}`"),
        ("json", '{"a": [1, \n¦\n', '"b"', "`[` is never closed"),
        ("html", "<main>\n<p>\n¦\n", "<b>x</b>", "`<main>` is never closed"),
    ],
)
def test_it_is_not_said_inside_of_what_was_broken_before(
    language: str, text: str, code: str, fault: str
) -> None:
    """There a note names the fault, and says what was checked instead."""
    result = checked(language, text, code)
    note = f"the file was broken before ({fault}), so only the new code by itself was checked"
    assert (result.syntax_checked, result.notes) == (False, (note,))


def test_without_a_grammar_it_is_not_said_and_nothing_is_noted() -> None:
    result = checked("nothing-known", "a\n¦\n", "b")
    assert (result.syntax_checked, result.notes) == (False, ())
