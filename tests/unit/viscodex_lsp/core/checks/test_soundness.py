"""soundness: what makes a patch unfit before anything is parsed, each with its own reason."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viscodex_lsp.core.asking.prompt import MARK
from viscodex_lsp.core.checks.soundness import MOST_CHARACTERS, MOST_LINES, MOST_NESTED, MOST_TOKENS, unfit
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Patch, Reason


@pytest.mark.parametrize(
    ("patch", "reason"),
    [
        (Patch(" \n\t", None, False), Reason.EMPTY),
        (Patch("x", "rust", False), Reason.WRONG_LANGUAGE),
        (Patch("x", "python", True), Reason.CUT_OFF),
        (Patch("x\n" * MOST_LINES, "python", False), Reason.TOO_LARGE),
        (Patch("x" * (MOST_CHARACTERS + 1), "python", False), Reason.TOO_LARGE),
        (Patch(";" * (MOST_TOKENS + 1), "python", False), Reason.TOO_LARGE),
        (Patch("a, " * (MOST_TOKENS // 2 + 1), "python", False), Reason.TOO_LARGE),
        (Patch("(" * (MOST_NESTED + 1), "python", False), Reason.TOO_LARGE),
        (Patch("x = '\x00'", "python", False), Reason.CONTROL_CHARACTERS),
        (Patch("x = '\x1b[0m'", "python", False), Reason.CONTROL_CHARACTERS),
        (Patch("x = '\ud800'", "python", False), Reason.CONTROL_CHARACTERS),
        (Patch("x\r\ny", "python", False), Reason.CONTROL_CHARACTERS),
        (Patch("a = 1\nif x: # \u202e\u2066", "python", False), Reason.CONTROL_CHARACTERS),
        (Patch("x\n```\ny", "python", False), Reason.LEFT_OVER_FENCE),
        (Patch("x\n~~~python\ny", "python", False), Reason.LEFT_OVER_FENCE),
        (Patch(f"x\n{MARK}\ny", "python", False), Reason.LEFT_OVER_FENCE),
    ],
)
def test_each_unfit_patch_has_its_reason(patch: Patch, reason: Reason) -> None:
    """The first check that fails speaks, in a sentence for the person and one for the model."""
    refusal = unfit(patch, language_of("python"), max_tokens=2048)
    assert refusal is not None
    assert refusal.reason is reason
    assert refusal.sentence.endswith(".")
    assert refusal.detail.endswith(".")


@pytest.mark.parametrize(
    ("language", "patch"),
    [
        ("python", Patch("x = 'é😀\u2028\u200d\t'", "py", False)),
        ("python", Patch('"""\n```\nf()\n```\n"""', None, False)),
        ("javascript", Patch("/*\n```js\nf()\n```\n*/", "ts", False)),
        ("markdown", Patch("```js\nf()\n```", "md", False)),
        ("html", Patch("<svg/>", "xml", False)),
        ("html", Patch("<img><li><p>a(" * 2 * MOST_NESTED, "html", False)),
        ("css", Patch("a {b: c}" * 2 * MOST_NESTED, "css", False)),
        ("nothing-known", Patch("x", "what-else", False)),
        ("python", Patch("x\n" * (MOST_LINES - 1), "text", False)),
        ("python", Patch(f"x = '{'A' * 2 * MOST_TOKENS}'", None, False)),
    ],
)
def test_other_patches_pass(language: str, patch: Patch) -> None:
    """Fences in literals and comments are code; emoji, joiners and tabs are text; labels may be relatives."""
    assert unfit(patch, language_of(language), max_tokens=None) is None


def test_a_cut_off_reply_names_the_setting_and_its_value() -> None:
    """The person reads which limit was met and what to do."""
    cut = Patch("x", None, cut_off=True)
    refusal = unfit(cut, language_of("python"), max_tokens=512)
    assert refusal is not None
    expected = "The reply was cut off at request.maxTokens=512; raise it or choose a smaller picture."
    assert refusal.sentence == expected


def test_an_invisible_character_is_named_with_its_line() -> None:
    """A character that cannot be seen is named by its number."""
    refusal = unfit(Patch("a\nb\u202e", None, cut_off=False), language_of("css"), max_tokens=None)
    assert refusal is not None
    assert refusal.sentence.startswith("Line 2 of the reply has U+202E")


@settings(deadline=None)
@given(st.text(), st.none() | st.text(max_size=8), st.sampled_from(["python", "html", "yaml", "zz"]))
def test_no_patch_makes_it_raise(code: str, label: str | None, language: str) -> None:
    """What passes has no control character but tab and newline."""
    if unfit(Patch(code, label, cut_off=False), language_of(language), max_tokens=1) is None:
        assert not any(ord(character) < 32 and character not in "\t\n" for character in code)
