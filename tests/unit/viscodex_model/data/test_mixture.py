"""Mixtures of sets and the order of records."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from viscodex_model.core.recipe import read_recipe
from viscodex_model.data.chat import BadRecordError, Piece, as_turns, pieces_of
from viscodex_model.data.mixture import grouped_order, mix
from viscodex_model.data.records import Message, Record
from viscodex_model.train.tuning.sft_recipe import SftRecipe

RECIPES = Path(__file__).resolve().parents[4] / "model" / "recipes"


@given(st.lists(st.integers(1, 999), max_size=300), st.integers(1, 8), st.integers(0, 99))
def test_an_order_has_every_record_once(lengths: list[int], batch: int, seed: int) -> None:
    """Grouping by length loses and repeats nothing, depends on the seed alone, and has a longest record
    in its first batch."""
    order = grouped_order(lengths, batch=batch, seed=seed)
    assert sorted(order) == list(range(len(lengths)))
    assert order == grouped_order(lengths, batch=batch, seed=seed)
    whole = order[: len(order) // batch * batch]
    assert max((lengths[at] for at in whole), default=0) == max(
        (lengths[at] for at in whole[:batch]), default=0
    )


def test_grouping_wastes_less_padding() -> None:
    """Batches of like length pad a small share of what a random order pads."""
    lengths = [37 * at % 997 for at in range(1000)]
    order = grouped_order(lengths, batch=8, seed=0)

    def padding(indices: list[int]) -> int:
        rows = [[lengths[at] for at in indices[start : start + 8]] for start in range(0, 1000, 8)]
        return sum(max(row) * len(row) - sum(row) for row in rows)

    assert padding(order) < 0.1 * padding(list(range(1000)))


@given(st.floats(0.1, 3.5), st.integers(0, 5))
def test_a_set_comes_as_often_as_its_weight(repeat: float, seed: int) -> None:
    """Each record comes the whole number of times, and a share of them, drawn by chance, once more."""
    counts = Counter(mix([(range(100), repeat), (["other"], 1.0)], seed=seed))
    assert counts.pop("other") == 1
    assert set(counts.values()) <= {int(repeat), int(repeat) + 1}
    assert counts.total() == pytest.approx(100 * repeat, abs=1)


def test_turns_become_pieces_of_which_answers_are_learnt() -> None:
    """The pieces are the template's text with every answer and its end, in order, and only answers are learnt."""
    said = [("user", "a"), ("assistant", "B"), ("user", "c"), ("assistant", "D")]
    record = Record((), tuple(Message(role, text) for role, text in said), "qa")

    def template(turns: list[dict[str, object]]) -> str:
        return "".join(f"[{turn['role'][0]}]{turn['content']}$" for turn in turns) + "[a]"  # type: ignore[index]

    assert pieces_of(record, template, end="$") == [
        Piece("[u]a$[a]", learnt=False),
        Piece("B$", learnt=True),
        Piece("[u]c$[a]", learnt=False),
        Piece("D$", learnt=True),
    ]
    with pytest.raises(BadRecordError, match="earlier answer"):
        pieces_of(record, lambda turns: template(turns[-1:]), end="$")


def test_a_picture_stands_where_its_mark_stood() -> None:
    """A user's text is split at its marks; a line end right after a mark belongs to it."""
    (turn,) = as_turns(Record(("1", "2"), (Message("user", "<image>\nMake <image>it"),), "html"))
    assert turn["content"] == [
        {"type": "image"},
        {"type": "text", "text": "Make "},
        {"type": "image"},
        {"type": "text", "text": "it"},
    ]


@pytest.mark.parametrize(
    "path", sorted(RECIPES.glob("viscodex-*/02-tune.yaml")), ids=lambda path: path.parent.name
)
def test_the_recipes_freeze_what_the_paper_freezes(path: Path) -> None:
    """Each recipe for VisCodex is valid, and vision tower and projector stay as they are."""
    recipe = read_recipe(path, SftRecipe)
    assert not recipe.learns.vision
    assert not recipe.learns.projector
    assert recipe.learns.layers
