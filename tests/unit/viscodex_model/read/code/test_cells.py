"""Characters go to the cells that have ink, in order."""

from viscodex_model.read.code.cells import Inked, align, spelled
from viscodex_model.read.code.strips import Placed


def placed(text: str, *places: float) -> list[Placed]:
    return [Placed(character, 10 * place + 5, 1.0) for character, place in zip(text, places, strict=True)]


def inked(*columns: int) -> list[Inked]:
    return [Inked(column, sure=True) for column in columns]


def test_places_that_are_off_by_less_than_half_change_nothing() -> None:
    """The network tells places roughly; the ink tells them exactly."""
    assert align(placed("abc", 0.4, 0.7, 4.3), inked(0, 1, 4), left=0, advance=10) == [0, 1, 2]


def test_ink_that_was_not_read_stays_empty() -> None:
    """The other characters keep their own cells."""
    assert align(placed("ac", 0.1, 2.1), inked(0, 1, 2), left=0, advance=10) == [0, None, 1]


def test_a_character_without_ink_is_dropped() -> None:
    """What was read twice stands once."""
    assert align(placed("abb", 0, 1, 1.4), inked(0, 1), left=0, advance=10) == [0, 1]


def test_a_ligature_is_written_out_over_its_cells() -> None:
    """One drawn sign is two characters, side by side."""
    written = spelled(placed("≥", 1.5), 10)
    assert "".join(character.text for character in written) == ">="
    assert [character.x for character in written] == [15, 25]
