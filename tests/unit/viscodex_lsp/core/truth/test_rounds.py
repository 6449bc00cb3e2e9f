"""Which fix is asked for next, and which answer is kept."""

from dataclasses import replace
from typing import Any

import pytest

from viscodex_lsp.core.truth.nouns.likeness import RGB, Box, Likeness, Moved, Part, Recoloured
from viscodex_lsp.core.truth.rounds import Tried, best_of, is_closer, next_fix, rounds_by_itself

BOX = Box(10, 20, 110, 40)


def likeness(words: float = 1.0, places: float | None = 1.0, colours: float | None = 1.0) -> Likeness:
    known = [part for part in (words, places, colours) if part is not None]
    return Likeness(
        Part(words, ""),
        Part(places, ""),
        Part(colours, ""),
        Part(None, ""),
        Part(None, ""),
        sum(known) / len(known),
        missing=("Total",),
        seen_words=40,
        shown_words=39,
        moved=(Moved("Sign up", BOX, Box(10, 320, 110, 340)),),
        recoloured=(Recoloured("Sign up", "text", RGB(255, 0, 0), RGB(0, 0, 255), BOX),),
        worst=BOX,
    )


def test_words_come_before_places_and_places_before_colours() -> None:
    """One fix of one kind a round, with the numbers and the region of the picture."""
    first = next_fix(likeness(0.9, 0.5, 0.5), ())
    assert first is not None and first.kind == "words"
    assert "1 of 40 words is missing: Total" in first.question
    assert "words: 90 %" in first.question and "from x 10, y 20 to x 110, y 40" in first.question
    second = next_fix(likeness(1.0, 0.5, 0.5), ())
    assert second is not None and second.kind == "places"
    assert "“Sign up” stands at x 10, y 320 and should stand at x 10, y 20" in second.question
    third = next_fix(likeness(1.0, 1.0, 0.5), ())
    assert third is not None and third.kind == "colours"
    assert "the text of “Sign up” is #0000ff and should be #ff0000" in third.question


def test_nothing_is_asked_where_nothing_is_left() -> None:
    """Everything near enough, or not measured."""
    assert next_fix(likeness(1.0, None, None), ()) is None
    assert next_fix(likeness(), ()) is None


def test_another_kind_is_tried_where_one_was_undone() -> None:
    """It comes back once something else was kept."""
    poor = likeness(0.9, 0.5, 0.5)
    undone = Tried("words", 0.6, 0.5, kept=False)
    second = next_fix(poor, (undone,))
    assert second is not None and second.kind == "places"
    kept = Tried("places", 0.6, 0.7, kept=True)
    third = next_fix(poor, (undone, kept))
    assert third is not None and third.kind == "words"
    assert next_fix(likeness(0.9, None, None), (undone,)) is None


def test_a_round_is_kept_only_where_the_value_rises_and_no_part_falls() -> None:
    """By more than its noise; a part that can no longer be measured counts as fallen."""
    start = likeness(0.8, 0.8, 0.8)
    assert is_closer(likeness(0.9, 0.8, 0.8), start, start)
    assert is_closer(likeness(0.9, 0.79, 0.8), start, start)
    assert not is_closer(likeness(1.0, 0.7, 0.8), start, start)
    assert not is_closer(likeness(0.8, 0.8, 0.8), start, start)
    assert not is_closer(replace(likeness(1.0, None, 1.0), value=1.0), start, start)
    assert not is_closer(replace(start, value=None), start, start)


def test_the_best_is_the_most_alike_and_among_equals_the_shorter() -> None:
    """What was not compared is the last choice."""
    good, poor, unknown = likeness(0.9), likeness(0.5), replace(likeness(), value=None)
    assert best_of([(poor, 1), (good, 9), (good, 8), (unknown, 1)]) == 2
    assert best_of([(unknown, 9), (unknown, 9)]) == 0


@pytest.mark.parametrize(
    ("asked", "local", "took", "left", "rounds"),
    [
        (0, True, 1.0, 60.0, 0), (3, False, 90.0, 1.0, 3), ("auto", False, 1.0, 60.0, 0), ("auto", True, 1.0, 60.0, 1),
        ("auto", True, 20.1, 300.0, 0), ("auto", True, 15.0, 29.0, 0), ("auto", True, 15.0, 30.0, 1),
    ],
)  # fmt: skip
def test_a_model_on_this_machine_is_asked_once_more_where_there_is_time(
    asked: Any, local: bool, took: float, left: float, rounds: int
) -> None:
    """A number is followed; by itself only a model of one's own is asked, if it is quick."""
    assert rounds_by_itself(asked, local=local, took=took, left=left) == rounds
