"""Finds how far a picture can be scaled down with its smallest text still legible.

Without a graphics card each image token costs as much time as a token of text, and a screenshot has thousands.
"""

import numpy as np
from PIL import Image

# The height of a line of text, in pixels, below which a model with patches of 14 pixels confuses letters.
LEGIBLE_PIXELS = 18.0
# A picture that costs less than this is looked at as it is.
WORTH_TOKENS = 256
_SMALL_SHARE = 0.05


def legible_scale(heights: list[float]) -> float:
    """The factor, at most 1, that makes the smallest lines of `heights` (pixels) just legible.

    The lowest twentieth is left out: specks that were taken for text. Without text there is nothing to keep legible,
    and the picture stays as it is.
    """
    if not heights:
        return 1.0
    smallest = float(np.quantile(heights, _SMALL_SHARE))
    return min(1.0, LEGIBLE_PIXELS / max(smallest, 1.0))


def line_heights(picture: Image.Image) -> list[float]:
    """The heights of the lines of text in `picture`, found by the reader; none where it is not installed."""
    try:
        from viscodex_model.read.recognition.engine import shared_engine
        from viscodex_model.read.recognition.read_lines import find_boxes
    except ModuleNotFoundError:
        return []
    return [float(box.height) for box in find_boxes(np.asarray(picture), shared_engine())]
