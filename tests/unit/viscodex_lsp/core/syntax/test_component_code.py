"""Where faults in the expressions of components are."""

import pytest

from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.syntax.syntax import parse


@pytest.mark.parametrize(
    ("language", "text", "wrong"),
    [
        ("svelte", "{@const x = }\n<p>a</p>", "x"),
        ("svelte", "{#if a b}c{/if}", "b"),
        ("vue", "<template><p>{{ a b }}</p></template>", "b"),
        ("angular", "<p>{{ a | b: (c d) }}</p>", "d"),
    ],
)
def test_a_fault_is_at_the_code_that_is_wrong(language: str, text: str, wrong: str) -> None:
    """Whatever is written around an expression for the parser, places count in the component."""
    fault = parse(text, language_of(language)).faults[0]
    assert text[fault.span.start : fault.span.end] == wrong


@pytest.mark.parametrize("language", ["ejs", "erb"])
def test_a_sign_that_no_file_can_hold_is_read_as_any_other(language: str) -> None:
    """Half of a pair of UTF-16, as editors can send one."""
    text = "<% a = '\ud800' %>\n<p>\ud800</p>\n"
    assert parse(text, language_of(language)).faults == ()
    assert parse(f"{text}<% ( %>", language_of(language)).faults
