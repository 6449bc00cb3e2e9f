"""TreeBLEU: the share of an original's nestings that another page has."""

import pytest
from viscodex_model.evaluate.metrics.pages.trees import tree_bleu

ORIGINAL = "<ul><li><b>One</b></li><li>Two</li></ul><p>Text <i>here</i></p>"


@pytest.mark.parametrize(
    ("predicted", "share"),
    [
        (ORIGINAL, 1.0),
        (ORIGINAL.upper(), 1.0),
        # Of ul(li li), li(b) and p(i) the first lacks a child, and counts no more.
        ("<ul><li><b>One</b></li></ul><p><i>x</i></p>", 2 / 3),
        ("<ul><li><b>One</b></li><li><b>One</b></li></ul>", 2 / 3),
        ("<p>Text only</p>", 0.0),
        ("", 0.0),
    ],
)
def test_each_nesting_of_the_original_counts_once(predicted: str, share: float) -> None:
    """Order and number of children matter, text and repetition do not."""
    assert tree_bleu(predicted, ORIGINAL) == pytest.approx(share)


def test_an_original_without_nesting_gives_nothing() -> None:
    """There is nothing to have in common."""
    assert tree_bleu(ORIGINAL, "just text") == 0.0
