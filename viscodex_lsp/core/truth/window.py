"""How large the page is to be drawn that is compared with a picture."""

from collections.abc import Sequence
from statistics import median

from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.truth.nouns.seen import Seen

# Text this high on a picture this wide was drawn on a screen with two pixels for each of the page's.
_DOUBLE_LINE, _DOUBLE_WIDTH = 30.0, 1400


def window_of(pictures: Sequence[Picture], seen: Seen) -> tuple[int, int]:
    """Width and height of the page in its own pixels, as the picture had it before it was scaled down for the model."""
    original = max((picture.original_width for picture in pictures), default=0) or seen.width
    scale = original / seen.width
    line = median(line.box.height for line in seen.lines) * scale if seen.lines else 0.0
    if original >= _DOUBLE_WIDTH and line >= _DOUBLE_LINE:
        scale /= 2
    return max(1, round(seen.width * scale)), max(1, round(seen.height * scale))
