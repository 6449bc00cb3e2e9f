"""Boxes of secrets cover all of their text, and as little else as may be."""

from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.recognition.lines import Line, Word
from viscodex_model.read.secrets import find_secrets

PITCH = 10.0


def line(text: str, left: float = 0.0, top: float = 0.0) -> Line:
    words, at = [], 0
    for word in text.split(" "):
        words.append(Word(word, Box(left + at * PITCH, top, left + (at + len(word)) * PITCH, top + 20), 1.0))
        at += len(word) + 1
    return Line(
        text,
        Box(left, top, left + len(text) * PITCH, top + 20),
        1.0,
        tuple(words),
        (0, 0, 0),
        (255, 255, 255),
    )


def test_the_value_is_covered_and_the_label_is_not() -> None:
    (secret,) = find_secrets([line("password: hunter2! # old")])
    assert secret.box.left <= 100 <= 180 <= secret.box.right
    assert secret.box.left > 80
    assert secret.box.right < 220


def test_a_value_in_one_word_with_its_label_is_covered_whole() -> None:
    (secret,) = find_secrets([line("PASSWORD=hunter2!")])
    assert secret.box.left <= 90
    assert secret.box.right >= 170


def test_a_private_key_is_covered_to_its_last_line() -> None:
    block = [
        "-----BEGIN RSA PRIVATE KEY-----",
        "MIIEpAIBAAKCAQEAx7",
        "q9wZ0bY3n5vL8sT2kQ",
        "-----END RSA PRIVATE KEY-----",
    ]
    lines = [line(text, 0, 30 * index) for index, text in enumerate([*block, "and then some words"])]
    found = find_secrets(lines)
    assert {secret.kind for secret in found} == {"private key"}
    assert len(found) == 4


def test_a_field_beside_or_below_its_label_is_covered() -> None:
    beside = find_secrets(
        [line("Password"), line("s3cret!x", 200, 0), line("Name", 0, 60), line("Jane", 200, 60)]
    )
    below = find_secrets([line("API key"), line("a1b2c3d4e5", 0, 40), line("Save", 0, 90)])
    assert [secret.box.left < 200 < secret.box.right for secret in beside] == [True]
    assert [secret.box.top <= 40 for secret in below] == [True]


def test_a_token_with_a_blank_read_into_it_is_covered() -> None:
    assert find_secrets([line("ghp_a7QxW9kLm2 pR4tYu8iOp3aSd5fGh6jKl1z")])


def test_the_rest_of_a_token_in_the_next_line_is_covered() -> None:
    found = find_secrets(
        [line("token: a7QxW9kLm2pR4tYu8iOp"), line("Sd5fGh6jKl1z", 70, 24), line("next words here", 0, 70)]
    )
    assert any(secret.box.top < 44 < secret.box.bottom + 1 for secret in found)
    assert all(secret.box.top < 60 for secret in found)


def test_nothing_is_found_in_ordinary_text() -> None:
    assert (
        find_secrets([line("The quick brown fox"), line("Password", 0, 30), line("Forgot it?", 0, 60)]) == ()
    )
