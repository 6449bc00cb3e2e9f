"""Colours of text: of each line that both sides have, and of all text, whichever line it is in."""

from PIL import Image

from tests.fixtures.pictures.seen_pictures import BLACK, WHITE, seen_lines
from viscodex_lsp.core.truth.nouns.likeness import RGB, Box
from viscodex_lsp.core.truth.nouns.rendered import DrawnLine, Rendered
from viscodex_lsp.core.truth.parts.colours import compare_colours
from viscodex_lsp.core.truth.parts.places import pair_words

RED = RGB(200, 20, 40)
SHEET = Image.new("RGB", (64, 40), "white")


def alike(*pieces: tuple[str, RGB]) -> float:
    """The likeness of colours of one black line to a page that draws it in pieces."""
    seen = seen_lines(["The ferry leaves the harbour at seven"])
    lines = tuple(DrawnLine(text, Box(8, 8, 300, 24), colour, WHITE) for text, colour in pieces)
    drawn = Rendered(b"", 640, 40, lines)
    part, _ = compare_colours(seen, drawn, pair_words(seen, drawn), (SHEET, SHEET))
    assert part.value is not None
    return part.value


def test_the_same_colours_are_wholly_alike() -> None:
    """In one piece or in two."""
    assert alike(("The ferry leaves the harbour at seven", BLACK)) == 1.0
    assert alike(("The ferry leaves the harbour", BLACK), ("at seven", BLACK)) == 1.0


def test_a_piece_of_a_line_in_another_colour_is_felt() -> None:
    """Though most of its line is as it was; and the more of it, the more."""
    short = alike(("The ferry leaves the harbour", BLACK), ("at seven", RED))
    longer = alike(("The ferry leaves the", BLACK), ("harbour at seven", RED))
    assert longer < short < 1.0


def test_text_that_no_line_is_paired_with_is_felt() -> None:
    """As a bullet is."""
    assert alike(("The ferry leaves the harbour at seven", BLACK), ("•", RED)) < 1.0
