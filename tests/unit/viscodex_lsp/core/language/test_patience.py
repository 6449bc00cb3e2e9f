"""How much a parser is asked for before a search is given up."""

from itertools import count

import pytest

from viscodex_lsp.core.errors import TooHardToParse
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.language.patience import ended_by, found_within, look_up
from viscodex_lsp.core.syntax.syntax import parse

PYTHON = language_of("python")
LONG = "x = [1, (2, 3)]\n" * 500


def tried(steps: int, text: str, *, sound_at: int) -> tuple[bool, int]:
    """Whether a search that is right at the so-manieth text finds it, and how many it tried."""
    seen = 0

    def search() -> bool:
        nonlocal seen
        for number in range(1, sound_at + 1):
            seen = number
            parse(text, PYTHON)
        return True

    return found_within(steps, search), seen


@pytest.mark.parametrize(
    ("steps", "text", "found"),
    [(1_000, "x = 1\n", True), (1_000, LONG, False), (100_000, LONG, True)],
    ids=["short texts", "long ones", "long ones with more steps"],
)
def test_a_search_tries_as_many_texts_as_its_steps_are_enough_for(steps: int, text: str, found: bool) -> None:
    """A search that ends for want of steps has found nothing; what is tried does not hang on the machine."""
    is_found, texts = tried(steps, text, sound_at=40)
    assert is_found == found
    assert (texts == 40) == found
    assert tried(steps, text, sound_at=40) == (is_found, texts)


def test_a_search_without_parsing_ends_too() -> None:
    """Other long work that looks up takes steps as well."""

    def search() -> bool:
        for _ in count():
            look_up()
        return True

    assert not found_within(1_000, search)


def test_only_the_search_is_given_up() -> None:
    """What comes behind it is parsed to its end, and whoever waits may still end both."""
    assert not found_within(10, lambda: parse(LONG, PYTHON).is_sound)
    assert parse(LONG, PYTHON).is_sound
    with ended_by(lambda: "too long"), pytest.raises(TooHardToParse):
        found_within(100_000, lambda: parse(LONG, PYTHON).is_sound)
