"""Secrets are found in text as it is read from pictures; code that only speaks of them is left alone.

Keys are put together here, so that no scanner takes this file for a leak.
"""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from viscodex_model.read.secrets.rules import luhn, spans_of

DRAW = random.Random(5)


def chance(count: int, signs: str = string.ascii_letters + string.digits) -> str:
    """Signs by chance, with at least one of each sort among the first."""
    return "a7Q" + "".join(DRAW.choice(signs) for _ in range(count - 3))


def covered(text: str, *, addresses: bool = False) -> set[str]:
    return {text[span.start : span.end] for span in spans_of(text, addresses=addresses)}


@pytest.mark.parametrize(
    "prefix",
    ["AKIA" + "Q3" * 8, "ghp_" + chance(36), "glpat-" + chance(20), "sk-proj-" + chance(40), "xoxb-" + chance(24),
     "AIza" + chance(35), "npm_" + chance(36), "hf_" + chance(34), "sk_live_" + chance(24)],
)  # fmt: skip
def test_keys_of_known_services_are_found(prefix: str) -> None:
    assert prefix in covered(f"key: {prefix}")
    assert any(prefix in found or found in prefix for found in covered(f"  use {prefix} for it"))


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("password: hunter2!", "hunter2!"),
        ('DB_PASSWORD="tr0ub4dor"', "tr0ub4dor"),
        ("api_key = 9f8e7d6c5b", "9f8e7d6c5b"),
        ("client-secret: q1w2e3r4t5", "q1w2e3r4t5"),
        ("PWD=letme1n;", "letme1n"),
        ("Authorization: Bearer abcdef1234567890", "abcdef1234567890"),
        ("postgres://admin:s3cr3t@db.example.com/app", "s3cr3t"),
        ("redis://:pa55word@cache:6379", "pa55word"),
        ("card 4111 1111 1111 1111 exp", "4111 1111 1111 1111"),
    ],
)
def test_what_stands_behind_a_label_is_found(text: str, secret: str) -> None:
    assert any(secret in found for found in covered(text))


@pytest.mark.parametrize(
    "text",
    [
        "password: string",
        "password = None",
        "token = get_token()",
        "password: ********",
        "api_key = os.environ['API_KEY']",
        "password: ${DB_PASSWORD}",
        "the password is required",
        "Forgot your password?",
        "commit 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12",
        "getUserAccountPreferencesForOrganization(user)",
        "https://example.com/a/very/long/path/to/some/resource/index.html",
        "order 1234 5678 9012 3456 shipped",
        "id: 123e4567-e89b-12d3-a456-426614174000",
        "const tokens = tokenize(source);",
        "/usr/lib/python3/dist-packages/numpy/core/multiarray.py",
    ],
)
def test_text_that_only_speaks_of_secrets_is_left_alone(text: str) -> None:
    assert covered(text) == set()


def test_addresses_are_found_only_where_asked() -> None:
    text = "ask jane.doe@example.org at 192.168.10.7"
    assert covered(text) == set()
    assert covered(text, addresses=True) == {"jane.doe@example.org", "192.168.10.7"}


@given(st.lists(st.integers(0, 9), min_size=12, max_size=18))
def test_one_wrong_digit_breaks_the_check_of_a_card(digits: list[int]) -> None:
    number = [4, *digits[1:]]
    check = next(last for last in range(10) if luhn_sum([*number, last]) % 10 == 0)
    whole = "".join(map(str, [*number, check]))
    wrong = whole[:-1] + str((check + 1) % 10)
    assert luhn(whole) == (len(set(whole)) >= 2)
    assert not luhn(wrong)


def luhn_sum(digits: list[int]) -> int:
    doubled = [
        digit if index % 2 == 0 else 2 * digit - 9 * (digit > 4)
        for index, digit in enumerate(reversed(digits))
    ]
    return sum(doubled)
