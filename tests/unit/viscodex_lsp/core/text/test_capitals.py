"""First letters become capitals, and nothing else of a text changes."""

import pytest

from viscodex_lsp.core.text.capitals import as_sentence, pascal_case


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        ("left out `aB`", "Left out `aB`."),
        ("it stays.", "It stays."),
        ("`a` stays", "`a` stays."),
        ("81 % like it", "81 % like it."),
    ],
)
def test_a_note_becomes_a_sentence(note: str, sentence: str) -> None:
    assert as_sentence(note) == sentence


@pytest.mark.parametrize(
    ("words", "name"),
    [(["user", "card"], "UserCard"), (["userCard"], "UserCard"), (["", "2a"], "2a"), ([], "")],
)
def test_words_become_a_name(words: list[str], name: str) -> None:
    assert pascal_case(words) == name
