"""Design2Code's matching: hand-made pages, and the original evaluator's blocks and scores."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from viscodex_model.evaluate.metrics.pages.matching import (
    Block,
    compare_pages,
    match_blocks,
    merge_equal_boxes,
    score_matching,
)

from tests.fixtures.judges.golden_numbers import load, needs_golden

PAGE = [
    Block("news of the day", (0.1, 0.1, 0.5, 0.05), (0, 0, 0)),
    Block("weather", (0.1, 0.3, 0.2, 0.04), (200, 30, 30)),
    Block("subscribe now", (0.1, 0.6, 0.3, 0.04), (20, 20, 200)),
]
texts = st.text("abcdefgh ", min_size=1, max_size=12)
parts = st.floats(0.01, 0.9)
blocks = st.lists(
    st.builds(
        Block,
        texts,
        st.tuples(parts, parts, parts, parts),
        st.tuples(*(st.integers(0, 255) for _ in range(3))),
    ),
    min_size=1,
    max_size=5,
)


def test_a_page_against_itself() -> None:
    """Equal pages score 1 in everything."""
    found = compare_pages(PAGE, PAGE)
    assert (found.block_match, found.text, found.position, found.color) == (1.0, 1.0, 1.0, 1.0)


def test_a_moved_block_lowers_only_the_position() -> None:
    """One of three blocks moved by 0.3 to the right costs 0.1 of Position and nothing else."""
    moved = [PAGE[0], Block("weather", (0.4, 0.3, 0.2, 0.04), (200, 30, 30)), PAGE[2]]
    found = compare_pages(moved, PAGE)
    assert found.position == pytest.approx(0.9)
    assert (found.block_match, found.text, found.color) == (1.0, 1.0, 1.0)


def test_a_recolored_block_lowers_only_the_color() -> None:
    """Another colour costs Color alone."""
    recolored = [PAGE[0], Block("weather", PAGE[1].box, (30, 200, 30)), PAGE[2]]
    found = compare_pages(recolored, PAGE)
    assert found.color < 0.9
    assert (found.block_match, found.text, found.position) == (1.0, 1.0, 1.0)


def test_a_missing_block_lowers_only_the_block_match() -> None:
    """A block that is not there costs its area of Block-Match alone."""
    found = compare_pages(PAGE[:2], PAGE)
    areas = [block.area for block in PAGE]
    expected = 2 * sum(areas[:2]) / (2 * sum(areas[:2]) + areas[2])
    assert found.block_match == pytest.approx(expected)
    assert (found.text, found.position, found.color) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(("predicted", "reference"), [([], PAGE), (PAGE, []), ([], [])])
def test_no_block_scores_nothing(predicted: Any, reference: Any) -> None:
    """A side without text gives four zeros."""
    assert compare_pages(predicted, reference).mean == 0.0


def test_texts_that_differ_by_more_than_half_do_not_match() -> None:
    """Unlike texts give four zeros, although they are assigned to one another."""
    other = [Block("zzzz", block.box, block.color) for block in PAGE]
    assert compare_pages(other, PAGE).mean == 0.0


def test_neighbours_are_joined_where_the_other_page_has_them_in_one() -> None:
    """A heading that is split in two blocks is one again before it is compared."""
    halves = [
        Block("news of", (0.1, 0.1, 0.2, 0.05), (0, 0, 0)),
        Block("the day", (0.35, 0.1, 0.25, 0.05), (0, 0, 0)),
        *PAGE[1:],
    ]
    matched = match_blocks(halves, PAGE)
    assert [block.text for block in matched.predicted] == [block.text for block in PAGE]
    assert matched.predicted[0].box == pytest.approx((0.1, 0.1, 0.5, 0.05))


def test_equal_boxes_become_one() -> None:
    """Two texts in one box are one block, with the mean of their colours."""
    twice = [Block("a", (0, 0, 1, 1), (0, 0, 0)), Block("b", (0, 0, 1, 1), (10, 20, 30))]
    assert merge_equal_boxes(twice) == [Block("a b", (0, 0, 1, 1), (5, 10, 15))]


@given(blocks, blocks)
def test_scores_are_shares(one: Any, two: Any) -> None:
    """Whatever the pages, Block-Match, Text and Color lie in 0..1."""
    found = compare_pages(one, two)
    assert all(0.0 <= value <= 1.0 + 1e-12 for value in (found.block_match, found.text, found.color))


@needs_golden
def test_matching_on_the_original_blocks() -> None:
    """On the original's blocks, all 13 pairs give its matching and its four scores to 1e-9."""
    pairs = load("design2code/blocks.json")
    assert len(pairs) == 13
    for name, pair in pairs.items():
        sides = [merge_equal_boxes(_blocks(pair[side])) for side in ("pred_blocks", "ref_blocks")]
        matched = match_blocks(*sides)
        assert sorted(matched.pairs) == sorted(map(tuple, pair["matching_before_ratio_filter"])), name
        assert [block.text for block in matched.predicted] == [
            block["text"] for block in pair["pred_final"]
        ], name
        found = score_matching(matched)
        for score in ("block_match", "text", "position", "color"):
            assert getattr(found, score) == pytest.approx(pair[score], abs=1e-9), (name, score)


def _blocks(entries: Any) -> Any:
    return [Block(entry["text"], tuple(entry["bbox"]), tuple(entry["color"])) for entry in entries]
