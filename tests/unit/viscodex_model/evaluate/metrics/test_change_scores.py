"""DesignBench's measures on small inputs whose values can be told by hand."""

import numpy as np
import pytest
from PIL import Image
from viscodex_model.evaluate.metrics.code_changes import change_match, without_comments
from viscodex_model.evaluate.metrics.issue_names import issue_match
from viscodex_model.evaluate.metrics.pages.pixels import mean_absolute_error, structural_similarity

ORIGINAL = "a\nb\nc\nd\n"


@pytest.mark.parametrize(
    ("wanted", "given", "match"),
    [
        ("a\nX\nc\nd\n", "a\nX\nc\nd\n", 1.0),
        ("a\nX\nc\nd\n", "a\nY\nc\nd\n", 1.0),  # the same line is touched, whatever is written
        ("a\nX\nc\nd\n", "a\nb\nc\nX\n", 0.0),
        ("a\nX\nY\nd\n", "a\nX\nc\nd\n", 1 / 2),
        (ORIGINAL, ORIGINAL, 1.0),
        ("a\nc\nd\n", ORIGINAL, 1.0),  # removed lines have no number in the new text
        ("a\nX\nc\nd\n", ORIGINAL, 0.0),
    ],
)
def test_the_lines_that_both_touch(wanted: str, given: str, match: float) -> None:
    """Jaccard's index of line numbers."""
    assert change_match(ORIGINAL, wanted, given) == pytest.approx(match)


def test_comments_and_empty_lines_go() -> None:
    """As the evaluator compares components."""
    assert without_comments("a /* b\n c */\n\n<!-- d -->\n  e // f") == "a \n  e // f"


@pytest.mark.parametrize(
    ("response", "match"),
    [
        ("Issues: crowding, overflow\n```", 1.0),
        ("**Issues:** Crowding.", 1 / 2),
        ("Issues: crowding, alignment, overflow", 2 / 3),
        ("Issues: crowding, overflow, alignment, occlusion, text overlap", 0.0),
        ("No line of issues", 0.0),
        ("Issues:", 0.0),
    ],
)
def test_issues_that_are_named(response: str, match: float) -> None:
    """Five names are a guess, and count nothing."""
    assert issue_match(response, ["crowding", "overflow"]) == pytest.approx(match)


def _picture(width: int, height: int, seed: int) -> Image.Image:
    values = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(values)


def test_similarity_is_scikit_images() -> None:
    """Of grey values, with the window and constants of the library that the authors call."""
    metrics = pytest.importorskip("skimage.metrics")
    first, second = _picture(60, 40, 1), _picture(60, 40, 2)
    ours = structural_similarity(first, second)
    theirs = metrics.structural_similarity(np.asarray(first.convert("L")), np.asarray(second.convert("L")))
    assert ours == pytest.approx(theirs, abs=1e-6)
    assert structural_similarity(first, first) == pytest.approx(1.0)


def test_similarity_stretches_as_opencv_does() -> None:
    """The other picture takes the original's size."""
    cv2 = pytest.importorskip("cv2")
    metrics = pytest.importorskip("skimage.metrics")
    first, second = _picture(60, 40, 1), _picture(31, 77, 2)
    stretched = cv2.resize(np.asarray(second.convert("L")), (60, 40))
    theirs = metrics.structural_similarity(np.asarray(first.convert("L")), stretched)
    assert structural_similarity(first, second) == pytest.approx(theirs, abs=2e-3)


def test_the_error_of_equal_and_of_opposite_pictures() -> None:
    """0 and 255; what is missing of a smaller picture is noise, the same each time."""
    white, black = Image.new("RGB", (30, 20), "white"), Image.new("RGB", (30, 20))
    assert mean_absolute_error(white, white) == 0
    assert mean_absolute_error(white, black) == 255
    small = Image.new("RGB", (30, 10), "white")
    assert 20 < mean_absolute_error(white, small) == mean_absolute_error(white, small) < 100
