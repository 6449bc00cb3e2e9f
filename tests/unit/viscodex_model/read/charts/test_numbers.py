"""Labels beside an axis are read as the numbers that they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from viscodex_model.read.charts.scales.numbers import parse_number, possible_values, power_of_ten


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("−1.5", -1.5),
        ("一2", -2),
        ("14,000", 14000),
        ("1 200", 1200),
        ("0.05", 0.05),
        ("0,5", 0.5),
        ("$30", 30),
        ("$2.5M", 2_500_000),
        ("15k", 15_000),
        ("20%", 20),
        ("1e6", 1_000_000),
        ("1O", 10),
        ("35 -", 35),
        ("10-", 10),
        ("100 ms", 100),
    ],
)
def test_a_label_is_the_number_it_says(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize("text", ["", "wt", "2024-01-02", "12:30", "v1.2.3", "Q1", "North", "1.2.3"])
def test_what_is_no_single_number_is_none(text: str) -> None:
    assert parse_number(text) is None


@given(st.integers(min_value=-(10**9), max_value=10**9))
def test_every_whole_number_is_read_with_thousands_or_without(number: int) -> None:
    assert parse_number(str(number)) == number
    assert parse_number(f"{number:,}") == number


def test_a_lost_sign_or_dot_is_among_the_possible_values() -> None:
    assert -5 in possible_values("5")
    assert 0.5 in possible_values("05")


@pytest.mark.parametrize(("text", "power"), [("10²", 2), ("102", 2), ("10⁻³", -3), ("10^4", 4)])
def test_a_power_of_ten_gives_its_exponent(text: str, power: float) -> None:
    assert power_of_ten(text) == power


def test_other_numbers_are_no_powers_of_ten() -> None:
    assert power_of_ten("200") is None
    assert power_of_ten("1020") is None
