"""Two screenshots compared pixel by pixel: mean absolute error and structural similarity, as DesignBench takes them.

Source: DesignBench's published evaluator, which pads the smaller picture with noise and shrinks both to 512 pixels for
the error, and stretches one to the other's size for the similarity. That one is Z. Wang et al., "Image Quality
Assessment: From Error Visibility to Structural Similarity" (2004), with the constants and the 7 x 7 window of
scikit-image.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import uniform_filter

_LONGEST = 512
_WINDOW = 7
_K1, _K2, _RANGE = 0.01, 0.03, 255.0

Gray = NDArray[np.float64]


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
    y = _stretched(np.asarray(other.convert("L"), dtype=np.float64), x.shape)
    sample = _WINDOW**2 / (_WINDOW**2 - 1)
    mean_x, mean_y = _smooth(x), _smooth(y)
    var_x = sample * (_smooth(x * x) - mean_x**2)
    var_y = sample * (_smooth(y * y) - mean_y**2)
    both = sample * (_smooth(x * y) - mean_x * mean_y)
    c1, c2 = (_K1 * _RANGE) ** 2, (_K2 * _RANGE) ** 2
    above = (2 * mean_x * mean_y + c1) * (2 * both + c2)
    below = (mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2)
    edge = (_WINDOW - 1) // 2
    return float((above / below)[edge : -edge or None, edge : -edge or None].mean())


def _smooth(values: Gray) -> Gray:
    smoothed: Gray = uniform_filter(values, size=_WINDOW)
    return smoothed


def _stretched(values: Gray, shape: tuple[int, ...]) -> Gray:
    """Linear between pixel centres, without smoothing first, rounded: OpenCV's default."""
    for axis, size in enumerate(shape):
        places = (np.arange(size) + 0.5) * values.shape[axis] / size - 0.5
        places = np.clip(places, 0, values.shape[axis] - 1)
        low = np.floor(places).astype(int)
        high = np.minimum(low + 1, values.shape[axis] - 1)
        share = np.expand_dims(places - low, 1 - axis)
        values = np.take(values, low, axis) * (1 - share) + np.take(values, high, axis) * share
    return np.rint(values)
