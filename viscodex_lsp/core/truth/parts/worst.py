"""The region of a picture in which the most differs: what to look at first."""

from collections.abc import Sequence

from viscodex_lsp.core.truth.nouns.likeness import Box

# Differences this near to one another, in parts of the picture's height, are of one region.
_NEAR = 0.15
_MARGIN = 8.0


def worst_region(boxes: Sequence[Box], *, width: int, height: int) -> Box | None:
    """The box around the most differences that lie near one another; None where there are none."""
    if not boxes:
        return None
    tall = sorted(boxes, key=lambda box: box.center[1])
    best: Sequence[Box] = ()
    first = 0
    for last, box in enumerate(tall):
        while box.center[1] - tall[first].center[1] > 2 * _NEAR * height:
            first += 1
        if last + 1 - first > len(best):
            best = tall[first : last + 1]
    return Box(
        max(0.0, min(box.left for box in best) - _MARGIN),
        max(0.0, min(box.top for box in best) - _MARGIN),
        min(float(width), max(box.right for box in best) + _MARGIN),
        min(float(height), max(box.bottom for box in best) + _MARGIN),
    )
