"""Writes first letters as capitals: of a note that becomes a sentence, of the words in a component's name."""

from collections.abc import Iterable


def capitalised(text: str) -> str:
    """The text with its first letter as a capital, the others as they are."""
    return text[:1].upper() + text[1:]


def as_sentence(note: str) -> str:
    """A note as a sentence, with one full stop."""
    return f"{capitalised(note).rstrip('.')}."


def pascal_case(words: Iterable[str]) -> str:
    """The words as one name: `user` and `card` are `UserCard`."""
    return "".join(map(capitalised, words))
