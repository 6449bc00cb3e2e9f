"""`search_secrets`: a picture is searched as it is sent, and enlarged, since one misread sign hides a key.

What a person or a large model can still read must be found, also where the picture was made smaller before.
"""

from collections.abc import Callable, Sequence

from viscodex_model.read.picture.geometry import Box, union
from viscodex_model.read.picture.pixels import Pixels, resized
from viscodex_model.read.recognition.engine import Engine
from viscodex_model.read.recognition.lines import Line
from viscodex_model.read.recognition.read_lines import MAX_LINES, find_boxes, lines_at, read_lines
from viscodex_model.read.secrets.find import Secret, find_secrets
from viscodex_model.read.upright import may_be_turned, straightened, turned

# Text lower than this (pixels, with the room around it) is looked at again, so many times as large, and at most with so
# many pixels.
SMALL, ENLARGED, MOST_PIXELS = 34, 1.6, 12_000_000


def search_secrets(
    pixels: Pixels, engine: Engine, *, addresses: bool = False, stop: Callable[[], bool] | None = None
) -> tuple[Secret, ...]:
    """All secrets found, in pixels of the picture, however it stands.

    Raises:
        Stopped: `stop` answered yes.
    """
    boxes = find_boxes(pixels, engine)[:MAX_LINES]
    lines = lines_at(pixels, boxes, engine, stop=stop)
    found = _at_both_sizes(pixels, lines, engine, addresses=addresses, stop=stop)
    view = straightened(pixels, engine, stop=stop)
    if view is None and may_be_turned(lines):
        view = turned(pixels, boxes, engine, stop=stop)
    if view is None:
        return found
    lines = read_lines(view.pixels, engine, stop=stop)
    upright = _at_both_sizes(view.pixels, lines, engine, addresses=addresses, stop=stop)
    return (*found, *(Secret(secret.kind, view.box_in_picture(secret.box)) for secret in upright))


def _at_both_sizes(
    pixels: Pixels,
    lines: Sequence[Line],
    engine: Engine,
    *,
    addresses: bool,
    stop: Callable[[], bool] | None,
) -> tuple[Secret, ...]:
    """The secrets in the lines, and in the picture enlarged, where its text is small."""
    found = find_secrets(lines, addresses=addresses)
    heights = sorted(line.box.height for line in lines)
    area = pixels.shape[0] * pixels.shape[1]
    if not heights or heights[len(heights) // 4] > SMALL or area * ENLARGED**2 > MOST_PIXELS:
        return found
    again = find_secrets(read_lines(resized(pixels, ENLARGED), engine, stop=stop), addresses=addresses)
    return _united(found, [Secret(secret.kind, secret.box.scaled(1 / ENLARGED)) for secret in again])


def _united(found: tuple[Secret, ...], again: list[Secret]) -> tuple[Secret, ...]:
    """One box for each secret: what both sizes show is covered from the first box's beginning to the last one's end."""
    united = list(found)
    for secret in again:
        same = [number for number, other in enumerate(united) if _are_same(secret.box, other.box)]
        if not same:
            united.append(secret)
        for number in same[:1]:
            united[number] = Secret(united[number].kind, union((united[number].box, secret.box)))
    return tuple(united)


def _are_same(one: Box, other: Box) -> bool:
    """Whether two boxes lie on one line, and share more than half of the narrower one."""
    shared = min(one.right, other.right) - max(one.left, other.left)
    on_a_line = other.top <= one.center[1] <= other.bottom
    return on_a_line and shared > min(one.width, other.width) / 2
