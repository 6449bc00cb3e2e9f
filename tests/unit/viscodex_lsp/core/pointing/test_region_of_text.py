"""Regions of a picture that are named by their words."""

import pytest

from viscodex_lsp.core.errors import UsageError
from viscodex_lsp.core.pointing.region_of_text import find_region
from viscodex_lsp.core.truth.nouns.likeness import RGB, Box
from viscodex_lsp.core.truth.nouns.seen import Seen, SeenLine

BLACK, WHITE = RGB(0, 0, 0), RGB(255, 255, 255)


def line(text: str, left: float, top: float, height: float = 20) -> SeenLine:
    box = Box(left, top, left + 10 * len(text), top + height)
    return SeenLine(text, box, 0.99, BLACK, WHITE, ())


# Three cards side by side under a heading, and a price table further down.
PAGE = Seen(
    1200,
    900,
    "page",
    (
        line("Our plans", 500, 40, 36),
        line("Starter", 100, 140),
        line("One project", 100, 170),
        line("Sign up", 100, 200),
        line("Team", 500, 140),
        line("Ten projects", 500, 170),
        line("Contact us", 500, 200),
        line("Company", 900, 140),
        line("No limits", 900, 170),
        line("Contact us", 900, 200),
        line("Pricing", 100, 400),
        line("Plan", 100, 440),
        line("Month", 500, 440),
        line("Year", 900, 440),
        line("Starter", 100, 480),
        line("9", 500, 480),
        line("90", 900, 480),
        line("Team plan", 100, 520),
        line("29", 500, 520),
        line("290", 900, 520),
        line("All rights reserved", 500, 800),
    ),
)


def holds(region: tuple[int, int, int, int], texts: set[str]) -> bool:
    left, top, width, height = region
    inside = {
        each.text
        for each in PAGE.lines
        if left <= each.box.left
        and each.box.right <= left + width
        and top <= each.box.top
        and each.box.bottom <= top + height
    }
    return inside == texts


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        (
            "the pricing table",
            {"Pricing", "Plan", "Month", "Year", "Starter", "9", "90", "Team plan", "29", "290"},
        ),
        ("only the company card", {"Company", "No limits", "Contact us"}),
        ("ten projects", {"Team", "Ten projects", "Contact us"}),
        ("our plans", {"Our plans"}),
        ("the Compny card", {"Company", "No limits", "Contact us"}),
        ("all rights reserved", {"All rights reserved"}),
    ],
)
def test_a_region_is_its_block_of_lines(words: str, texts: set[str]) -> None:
    """A card is its column, a table all its rows; a misread letter is forgiven; nothing else is in it."""
    assert holds(find_region(PAGE, words, origin="mock.png"), texts)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("the weather map", "was not found in the picture (mock.png). It shows “Our plans”"),
        ("contact us", "stands in 2 places"),
        ("   ", "was not found"),
    ],
)
def test_what_cannot_be_found_is_told(words: str, told: str) -> None:
    """With what the picture shows instead."""
    with pytest.raises(UsageError) as error:
        find_region(PAGE, words, origin="mock.png")
    assert told in str(error.value)


def test_a_picture_without_text_has_no_named_region() -> None:
    """The person is told to name numbers."""
    with pytest.raises(UsageError, match="no text"):
        find_region(Seen(10, 10, "photograph", ()), "the sky", origin="a.png")
