"""What an agent reads of a refusal."""

import pytest

from viscodex_lsp.agents.texts import refusal_text
from viscodex_lsp.core.nouns import Reason, Refusal


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The reply is empty.", "Nothing was changed. The reply is empty."),
        ("It is the same. Nothing was changed.", "It is the same. Nothing was changed."),
        ("It is markup alone, so nothing was changed.", "It is markup alone, so nothing was changed."),
    ],
)
def test_that_nothing_was_changed_is_said_once(sentence: str, told: str) -> None:
    """Whether or not the refusal says it itself."""
    assert refusal_text(Refusal(Reason.UNCHANGED, sentence)) == told
