"""Reasoning that a model writes into its reply."""

import pytest

from viscodex_lsp.core.asking.prose import Thinking


@pytest.mark.parametrize(
    ("pieces", "thinks"),
    [
        (["<think>", "a", "</think>", "b"], [True, True, False, False]),
        (["\n <thi", "nk>a", "b</th", "ink>c"], [False, True, True, False]),
        (["[THINK]a", "[/THINK]", "b"], [True, False, False]),
        (["<p>", "<think>"], [False, False]),
        (["```html\n", "<think>"], [False, False]),
        (["", "<think>a"], [False, True]),
    ],
)
def test_reasoning_is_noticed_while_it_lasts(pieces: list[str], thinks: list[bool]) -> None:
    """However the stream cuts its marks; it counts at the beginning alone."""
    thinking = Thinking()
    assert [thinking.hears(piece) for piece in pieces] == thinks
