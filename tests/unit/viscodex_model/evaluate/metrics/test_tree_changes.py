"""DesignBench's scores by syntax trees, on trees so small that their values can be told by hand."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from viscodex_model.evaluate.metrics.code_bleu import code_bleu
from viscodex_model.evaluate.metrics.tree_changes import tree_change_match


def page(*texts: str, **fields: Any) -> dict[str, Any]:
    """A tree of lines of text."""
    return {
        "type": "Page",
        "start": len(texts),
        "body": [{"type": "Text", "value": text} for text in texts],
        **fields,
    }


BEFORE = page("a", "b", "c")
CHANGED = page("a", "X", "c")


@pytest.mark.parametrize(
    ("wanted", "given_", "location"),
    [
        (CHANGED, CHANGED, 1.0),
        (CHANGED, page("a", "Y", "c"), 1.0),  # the same place, whatever stands there
        (CHANGED, page("a", "b", "X"), 0.0),
        (CHANGED, page("a", "X", "Y"), 1 / 2),
        (CHANGED, BEFORE, 0.0),
        (BEFORE, BEFORE, 1.0),
        (page("a", "b", "c", "d"), page("a", "b", "c", "e"), 1.0),
        (page("a", "b"), page("a", "b", "c", "d"), 0.0),  # one takes away, the other adds
        (page("a", "b", "c") | {"start": 9}, CHANGED, 0.0),  # positions in the source do not count as changes
        (CHANGED, None, 0.0),
    ],
)
def test_where_both_change(wanted: Any, given_: Any, location: float) -> None:
    """Changes at the same place, over those of the one that has more."""
    assert tree_change_match(BEFORE, wanted, given_)[0] == pytest.approx(location)


def test_a_place_is_the_upper_three_steps() -> None:
    """What lies deeper counts as the same place, each change once."""
    deep = page("a", body=[{"type": "Box", "inside": [{"value": "a"}, {"value": "b"}]}])
    one = page("a", body=[{"type": "Box", "inside": [{"value": "X"}, {"value": "b"}]}])
    other = page("a", body=[{"type": "Box", "inside": [{"value": "a"}, {"value": "Y"}]}])
    assert tree_change_match(deep, one, other)[0] == 1.0
    both = page("a", body=[{"type": "Box", "inside": [{"value": "X"}, {"value": "Y"}]}])
    assert tree_change_match(deep, one, both)[0] == 1 / 2


def test_lists_of_plain_values_are_compared_as_texts_are() -> None:
    """A value that is put in moves the others, and is one change; two lists of which one is empty have none."""
    assert tree_change_match({"a": [1, 2, 3]}, {"a": [0, 1, 2, 3]}, {"a": [7, 1, 2, 3]})[0] == 1.0
    assert tree_change_match({"a": [1, 2, 3]}, {"a": [0, 1, 2, 3]}, {"a": [1, 2, 3, 0]})[0] == 0.0
    assert tree_change_match({"a": []}, {"a": [1]}, {"a": []}) == (1.0, 1.0)


def test_the_likeness_is_of_what_both_changed() -> None:
    """`b X` beside `b Y`: no row of four words, half of the words, the same types, no names: (0 + 1/2 + 1 + 1) / 4."""
    assert tree_change_match(BEFORE, CHANGED, page("a", "Y", "c"))[1] == pytest.approx(2.5 / 4)
    assert tree_change_match(BEFORE, CHANGED, page("a", "b", "X"))[1] == 0.0


def test_code_bleu_is_the_mean_of_four() -> None:
    """Equal code is 1; a keyword weighs double; names that are declared, called and read are compared as sets."""
    code = "const total = sum(items.length) ;"
    tree = {"type": "A", "of": [{"type": "B"}]}
    assert code_bleu(code, code, tree, tree) == pytest.approx(1.0)
    assert code_bleu(code, code, tree, {"type": "A"}) == pytest.approx((1 + 1 + 1 / 2 + 1) / 4)
    # Words: `return` 2 of 2, `x` 1 of 1, `b` 0 of 1; nothing is declared, called or read.
    assert code_bleu("return x a", "return x b", {}, {}) == pytest.approx((0 + 3 / 4 + 1 + 1) / 4)
    assert code_bleu("let a = f(x.p)", "let b = g(x.q)", {}, {}) == pytest.approx((0 + 7 / 10 + 1 + 0) / 4)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from("ab"),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "x", "y", "loc"]), inner)
    ),
    max_leaves=8,
)


@given(json_values, json_values, json_values)
def test_any_trees_have_scores_between_none_and_all(before: Any, wanted: Any, given_: Any) -> None:
    """And the wanted change itself has all points."""
    location, likeness = tree_change_match(before, wanted, given_)
    assert 0 <= location <= 1
    assert 0 <= likeness <= 1 + 1e-9
    if before is not None and wanted is not None:
        assert tree_change_match(before, wanted, wanted)[0] == 1.0


def test_a_tree_without_end_has_no_point() -> None:
    """One that is too deep to be walked is like code that does not parse."""
    deep: Any = {"x": 1}
    for _ in range(5000):
        deep = {"x": deep}
    assert tree_change_match({"x": {"x": 1}}, deep, deep) != (1.0, 1.0)
    assert tree_change_match(deep, {"x": deep}, deep)[0] in (0.0, 1.0)
