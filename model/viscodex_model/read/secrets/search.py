"""`search_secrets`: a picture is searched as it is sent, and enlarged, since one misread sign hides a key.

What a person or a large model can still read must be found, also where the picture was made smaller before.
"""

from collections.abc import Callable

from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.pixels import Pixels, resized
from viscodex_model.read.recognition.engine import Engine
from viscodex_model.read.recognition.read_lines import read_lines
from viscodex_model.read.secrets.find import Secret, find_secrets

# Text lower than this (pixels, with the room around it) is looked at again, so many times as large, and at most with so
# many pixels.
SMALL, ENLARGED, MOST_PIXELS = 34, 1.6, 12_000_000


def search_secrets(
    pixels: Pixels, engine: Engine, *, addresses: bool = False, stop: Callable[[], bool] | None = None
) -> tuple[Secret, ...]:
    """All secrets found at either size, in pixels of the picture.

    Raises:
        Stopped: `stop` answered yes.
    """
    lines = read_lines(pixels, engine, stop=stop)
    found = find_secrets(lines, addresses=addresses)
    heights = sorted(line.box.height for line in lines)
    area = pixels.shape[0] * pixels.shape[1]
    if not heights or heights[len(heights) // 4] > SMALL or area * ENLARGED**2 > MOST_PIXELS:
        return found
    again = find_secrets(read_lines(resized(pixels, ENLARGED), engine, stop=stop), addresses=addresses)
    return (
        *found,
        *(Secret(secret.kind, _reduced(secret.box)) for secret in again if _is_new(secret, found)),
    )


def _reduced(box: Box) -> Box:
    return Box(*(value / ENLARGED for value in (box.left, box.top, box.right, box.bottom)))


def _is_new(secret: Secret, found: tuple[Secret, ...]) -> bool:
    """Whether no box that was found before covers the secret from end to end."""
    box = _reduced(secret.box)
    return not any(
        other.box.left <= box.left + 1
        and other.box.right >= box.right - 1
        and other.box.top <= box.center[1] <= other.box.bottom
        for other in found
    )
