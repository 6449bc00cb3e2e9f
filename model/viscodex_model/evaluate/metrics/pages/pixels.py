"""Two screenshots compared pixel by pixel, as DesignBench and WebCode2M take their means.

Source: the published evaluators. DesignBench's pads the smaller picture with noise and shrinks both to 512 pixels for
the mean absolute error, and stretches one to the other's size for the similarity. WebCode2M's stretches the rendered
page to the original's size for both of its means. Structural similarity is Z. Wang et al., "Image Quality Assessment:
From Error Visibility to Structural Similarity" (2004), with the constants and windows of scikit-image: a square of 7
pixels, and a Gaussian one.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import gaussian_filter, uniform_filter

from viscodex_model.evaluate.metrics.pages.stretching import by_lanczos, linearly

_LONGEST = 512
_WINDOW = 7
_SIGMA, _TRUNCATE, _GAUSSIAN_WINDOW = 1.5, 3.5, 11
_K1, _K2, _RANGE = 0.01, 0.03, 255.0

Plane = NDArray[np.float64]


def mean_absolute_error(first: Image.Image, second: Image.Image) -> float:
    """0 (equal) to 255. The noise is the same each time, so that the same pictures have the same error."""
    width, height = max(first.width, second.width), max(first.height, second.height)
    factor = min(_LONGEST / width, _LONGEST / height)
    size = max(1, int(width * factor)), max(1, int(height * factor))
    arrays = []
    for number, picture in enumerate((first, second)):
        noise = np.random.default_rng(number).integers(0, 256, (height, width, 3), dtype=np.uint8)
        padded = Image.fromarray(noise)
        padded.paste(picture.convert("RGB"), (0, 0))
        arrays.append(np.asarray(padded.resize(size, Image.Resampling.LANCZOS), dtype=np.int16))
    return float(np.abs(arrays[0] - arrays[1]).mean())


def structural_similarity(original: Image.Image, other: Image.Image) -> float:
    """-1 to 1, of grey values; `other` is stretched to the original's size. 0 where that is under seven pixels."""
    if min(original.size) < _WINDOW:
        return 0.0
    x = np.asarray(original.convert("L"), dtype=np.float64)
    y = linearly(np.asarray(other.convert("L"), dtype=np.float64), x.shape)
    sample = _WINDOW**2 / (_WINDOW**2 - 1)
    return _similarity(x, y, _WINDOW, sample)


def squared_error_and_similarity(original: Image.Image, other: Image.Image) -> tuple[float, float]:
    """WebCode2M's MSE and SSIM of colours: 0 (equal) to 3 (squares of three channels in 0..1 are added), and -1 to 1.

    `other` is stretched to the original's size. The similarity is 0 where that is under eleven pixels.
    """
    sides = [np.asarray(picture.convert("RGB")) for picture in (original, other)]
    is_small = min(original.size) < _GAUSSIAN_WINDOW
    error = similarity = 0.0
    for channel in range(3):
        x, y = (side[..., channel].astype(np.float64) for side in sides)
        y = by_lanczos(y, x.shape)
        error += float((((x - y) / _RANGE) ** 2).mean())
        similarity += 0.0 if is_small else _similarity(x, y, _GAUSSIAN_WINDOW, 1.0) / 3
    return error, similarity


def _similarity(x: Plane, y: Plane, window: int, sample: float) -> float:
    """The mean over all places that have a whole window; `sample` makes variances those of a sample."""
    smooth = _smooth if window == _WINDOW else _smooth_gaussian
    mean_x, mean_y = smooth(x), smooth(y)
    var_x = sample * (smooth(x * x) - mean_x**2)
    var_y = sample * (smooth(y * y) - mean_y**2)
    both = sample * (smooth(x * y) - mean_x * mean_y)
    c1, c2 = (_K1 * _RANGE) ** 2, (_K2 * _RANGE) ** 2
    above = (2 * mean_x * mean_y + c1) * (2 * both + c2)
    below = (mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2)
    edge = (window - 1) // 2
    return float((above / below)[edge : -edge or None, edge : -edge or None].mean())


def _smooth(values: Plane) -> Plane:
    smoothed: Plane = uniform_filter(values, size=_WINDOW)
    return smoothed


def _smooth_gaussian(values: Plane) -> Plane:
    smoothed: Plane = gaussian_filter(values, _SIGMA, truncate=_TRUNCATE)
    return smoothed
