"""Characters that cannot be seen go where code is, and stay where they are content."""

import pytest

from viscodex_lsp.core.checks.invisible import without_invisible
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Patch


@pytest.mark.parametrize(
    ("language", "code", "left", "note"),
    [
        ("python", "y = 2\u200b", "y = 2", "took out 1 character that cannot be seen"),
        ("python", "\ufeffy\u2060 = 2", "y = 2", "took out 2 characters that cannot be seen"),
        ("javascript", "f(a,\u00a0b);", "f(a, b);", "took out 1 character that cannot be seen"),
        ("php", "$a\u200b = 1;", "$a = 1;", "took out 1 character that cannot be seen"),
        ("go", "x\u200d := 1", "x := 1", "took out 1 character that cannot be seen"),
        ("python", "y = 'a\u00a0b\u200b'  # c\u200bd", "y = 'a\u00a0b\u200b'  # c\u200bd", ""),
        ("typescriptreact", "a = <p>\u00a0b</p>;", "a = <p>\u00a0b</p>;", ""),
        ("html", "<p>a\u200bb</p>", "<p>a\u200bb</p>", ""),
        ("markdown", "a\u200bb", "a\u200bb", ""),
    ],
)
def test_what_cannot_be_seen_is_taken_out_of_code(language: str, code: str, left: str, note: str) -> None:
    """In strings, comments and text nothing changes."""
    patch = without_invisible(Patch(code, None, cut_off=False), language_of(language))
    assert (patch.code, patch.notes) == (left, (note,) if note else ())
