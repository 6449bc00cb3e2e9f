"""WebCode2M's means of pixels and words, beside the libraries that its authors call."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from viscodex_model.evaluate.metrics.pages.pixels import squared_error_and_similarity
from viscodex_model.evaluate.metrics.pages.stretching import by_lanczos
from viscodex_model.evaluate.metrics.pages.words import word_scores


def _picture(width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """Noise over a slope: something at every scale."""
    noise = np.random.default_rng(seed).integers(0, 80, (height, width, 3))
    slope = np.linspace(0, 170, width)[None, :, None]
    return (noise + slope).astype(np.uint8)


@pytest.mark.parametrize("size", [(60, 40), (31, 77), (90, 40), (20, 20)])
def test_stretching_is_opencvs(size: tuple[int, int]) -> None:
    """Larger, smaller and mixed; its fixed-point weights may round another way."""
    cv2 = pytest.importorskip("cv2")
    plane = _picture(*size, seed=3)[..., 0]
    theirs = cv2.resize(plane, (60, 40), interpolation=cv2.INTER_LANCZOS4)
    ours = by_lanczos(plane.astype(np.float64), (40, 60))
    assert np.abs(ours - theirs).max() <= 1


@pytest.mark.parametrize("size", [(60, 40), (31, 77)])
def test_pixels_are_scikit_images(size: tuple[int, int]) -> None:
    """In colour, with a Gaussian window; squares of three channels are added."""
    cv2 = pytest.importorskip("cv2")
    metrics = pytest.importorskip("skimage.metrics")
    first, second = _picture(60, 40, 1), _picture(*size, seed=2)
    error, similarity = squared_error_and_similarity(Image.fromarray(first), Image.fromarray(second))
    stretched = cv2.resize(second, (60, 40), interpolation=cv2.INTER_LANCZOS4)
    theirs = metrics.structural_similarity(
        *(first, stretched),
        channel_axis=2,
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
        data_range=255,
    )
    assert similarity == pytest.approx(theirs, abs=1e-3)
    squares = ((first / 255 - stretched / 255) ** 2).sum() / (60 * 40)
    assert error == pytest.approx(squares, rel=1e-2)


def test_equal_pictures_have_no_error() -> None:
    """And white beside black has all of it: one for each channel."""
    white, black = Image.new("RGB", (30, 20), "white"), Image.new("RGB", (30, 20))
    assert squared_error_and_similarity(white, white) == pytest.approx((0.0, 1.0))
    assert squared_error_and_similarity(white, black)[0] == pytest.approx(3.0)
    small = Image.new("RGB", (10, 20))
    assert squared_error_and_similarity(small, small) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("predicted", "original", "bleu", "rouge"),
    [
        ("<p>one two</p>", "<p>one two</p>", 1.0, 1.0),
        ("one one", "one two three", math.exp(-1 / 2) / 2, 1 / 3),
        ("one two three four", "<h1>one</h1> <p>two", 2 / 4, 1.0),
        ("one two", "<h1>one</h1><p>two", 0.0, 0.0),  # tags alone part no words
        ("one", "two", 0.0, 0.0),
        ("", "two", 0.0, 0.0),
        ("two", "<p></p>", 0.0, 0.0),
        ("<style>one</style>two", "one two", math.exp(-1), 1 / 2),  # styles are no text
        ("3.14", "3 14", 0.0, 1.0),  # the package for ROUGE ends a sentence at every full stop
    ],
)
def test_the_words_of_a_page(predicted: str, original: str, bleu: float, rouge: float) -> None:
    """BLEU counts every word and what is missing, ROUGE each different word of the original."""
    assert word_scores(predicted, original) == pytest.approx((bleu, rouge))
