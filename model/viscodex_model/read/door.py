"""`read_picture`: bytes of a picture become a Reading, by way of the room that its kind belongs to."""

import dataclasses
from collections.abc import Callable, Iterator, Sequence

from viscodex_model.read.kinds import is_noisy, measure_texture, tell_kind
from viscodex_model.read.order import Order
from viscodex_model.read.picture.colors import PLAIN, contrast_of, plain_color
from viscodex_model.read.picture.pixels import Pixels, is_animated, load_pixels, resized
from viscodex_model.read.reading import Kind, Reading
from viscodex_model.read.recognition.bounded import BoundedEngine
from viscodex_model.read.recognition.engine import Engine, shared_engine
from viscodex_model.read.recognition.lines import Box, Line
from viscodex_model.read.recognition.read_lines import MAX_LINES, find_boxes, lines_at
from viscodex_model.read.recognition.remembering import RememberingEngine
from viscodex_model.read.recognition.telling import TellingEngine, Told
from viscodex_model.read.recognition.unread import unread_boxes
from viscodex_model.read.recognition.waiting import stopped_by
from viscodex_model.read.rooms import ROOMS
from viscodex_model.read.sizes import in_full_size, scale_of
from viscodex_model.read.upright import View, is_doubtful, may_be_turned, straightened, turned
from viscodex_model.read.windows import read_one_window

# So many lines of so little confidence are no text that can be copied.
FEW, UNSURE = 4, 0.8
# Lines of so many characters each are no numbers of a chart; of printed text less than a sixth is unsure.
LETTERS, GUESSED = 4, 0.35
# In ordinary pictures next to no line of text is found and not read, and all is read with a confidence above .95.
FEW_UNREAD, MOST_UNREAD, SOME_UNREAD, UNCERTAIN_BELOW = 3, 0.5, 0.1, 0.9
# The colours of readable pictures are farther apart.
FAINTEST = 40
# A person who says another kind means the picture as a whole; charts and diagrams have edges of their own.
_MAY_BE_BESIDE: frozenset[Kind] = frozenset({"code", "terminal", "page", "table"})
# Text is looked for and read for so long, and read once more, as code say, for as long again.
MOST_SECONDS = 60.0
_GRIDS_OR_NONE: frozenset[Kind | None] = frozenset({None, "code", "terminal"})
ANIMATED = "The picture is animated: only its first frame was read."
FAINT = "The picture has hardly any contrast: some of it may not have been seen. Capture it again, clearer."
PHOTO_OF_A_SCREEN = (
    "The picture looks like a photo of a screen: characters may be misread. Capture the screen itself."
)
TOO_MUCH = (
    "{count} lines of text were left out: no more than {most:,} are read, and for no longer than {seconds:g} s. "
    "Capture a smaller part of the picture."
)
ONE_UNREAD = (
    "A line of text was found and could not be read: it may be written by hand, turned, too small, or of a script that "
    "is not known."
)
LEFT_UNREAD = (
    "{count} lines of text were found and could not be read: they may be written by hand, turned, too small, or of a "
    "script that is not known."
)
UNCERTAIN = (
    "Many characters may be misread: the text may be small, blurred, or of a script that is not known. "
    "Capture it again, larger."
)
UNREAD = (
    "Text was found, but it could not be read: it may be written by hand, tilted, upside down, blurred, or of a "
    "script that is not known. Turn the picture upright, or capture it again, larger."
)


def read_picture(
    data: bytes,
    *,
    kind: Kind | None = None,
    language: str | None = None,
    names: frozenset[str] = frozenset(),
    engine: Engine | None = None,
    stop: Callable[[], bool] | None = None,
    tailwind: bool = False,
    cut_outs: bool = False,
    seconds: float = MOST_SECONDS,
    progress: Told | None = None,
) -> Reading:
    """Read a picture.

    `kind` is what a person says it is, `language` that of the open file (an LSP identifier), `names` the identifiers
    known there; they help to tell look-alikes apart. With `tailwind` a page has classes of Tailwind instead of a style
    sheet; with `cut_outs` its pictures have the addresses of regions. After `seconds`, and as many again for what its
    kind reads once more, the rest of the text is left out, and that is said. `progress` hears how far the reading is.

    Raises:
        UnreadablePicture: the bytes are no picture, or a limit is exceeded.
        Stopped: `stop` answered yes.
    """
    pixels = load_pixels(data)
    notes = tuple(_told_at_once(data, pixels))
    if (color := plain_color(pixels)) is not None:
        refusal = f"The picture is plain {color}: there is nothing in it to copy."
        return Reading(kind or "photograph", 1.0, *_size(pixels), (), doubts=notes, refusal=refusal)
    scale, size = scale_of(pixels), _size(pixels)
    seen = resized(pixels, scale)
    # Of a very large picture the reduced one alone is kept: memory stays bounded.
    del pixels
    # A tilted picture is looked at before and after it was straightened.
    bounded = BoundedEngine(engine or RememberingEngine(shared_engine()), seconds)
    order = Order(
        engine=TellingEngine(bounded, progress) if progress else bounded,
        language=language,
        names=names,
        stop=stop,
        tailwind=tailwind,
        # Regions are told in the picture's own pixels.
        cut_outs=cut_outs and scale == 1,
    )
    with stopped_by(stop):
        reading = _read(seen, kind, order, bounded)
    notes += tuple(_told_after(reading, seen, bounded.left_out, seconds))
    reading = in_full_size(reading, size, scale)
    return dataclasses.replace(reading, doubts=(*notes, *reading.doubts))


def _told_at_once(data: bytes, pixels: Pixels) -> Iterator[str]:
    """What is said of the picture before it is read."""
    if is_animated(data):
        yield ANIMATED
    if PLAIN < contrast_of(pixels) < FAINTEST:
        yield FAINT


def _told_after(reading: Reading, seen: Pixels, left_out: int, seconds: float) -> Iterator[str]:
    """What is said of a picture and of its lines that were not read, once it is read."""
    if reading.code and is_noisy(measure_texture(seen)):
        yield PHOTO_OF_A_SCREEN
    if left_out:
        yield TOO_MUCH.format(count=left_out, seconds=seconds, most=MAX_LINES)


def _read(seen: Pixels, kind: Kind | None, order: Order, bounded: BoundedEngine) -> Reading:
    """What the pixels show, in their own size, however they stand."""
    if view := straightened(seen, bounded.inner, stop=order.stop):
        return _read_view(view, kind, order, bounded)
    boxes, lines = _text_of(seen, order, bounded)
    if may_be_turned(lines) and (view := turned(seen, boxes, bounded.inner, stop=order.stop)):
        return _read_view(view, kind, order, bounded)
    return _read_lines(seen, boxes, lines, kind, order, bounded)


def _text_of(seen: Pixels, order: Order, bounded: BoundedEngine) -> tuple[Sequence[Box], tuple[Line, ...]]:
    """The boxes of lines of text, without those for which no time was left, and what is read in them."""
    bounded.left_out = 0
    every = find_boxes(seen, order.engine)
    boxes = every[:MAX_LINES]
    lines = lines_at(seen, boxes, order.engine, stop=order.stop)
    boxes = boxes[: len(boxes) - bounded.left_out]
    bounded.left_out += max(0, len(every) - MAX_LINES)
    return boxes, lines


def _read_view(view: View, kind: Kind | None, order: Order, bounded: BoundedEngine) -> Reading:
    """What a picture shows that was turned, told of the picture as it was given."""
    order = dataclasses.replace(order, cut_outs=False)
    boxes, lines = _text_of(view.pixels, order, bounded)
    reading = _read_lines(view.pixels, boxes, lines, kind, order, bounded)
    return dataclasses.replace(
        reading,
        width=view.width,
        height=view.height,
        lines=tuple(map(view.line_in_picture, reading.lines)),
        doubts=(view.said, *reading.doubts),
    )


def _read_lines(
    seen: Pixels,
    boxes: Sequence[Box],
    lines: tuple[Line, ...],
    kind: Kind | None,
    order: Order,
    bounded: BoundedEngine,
) -> Reading:
    """What the pixels show, by the lines that were found in them."""
    if hard_to_read(lines) or mostly_unread(boxes, lines):
        return Reading(kind or "photograph", 1.0, *_size(seen), lines, refusal=UNREAD)
    told, confidence = (kind, 1.0) if kind else tell_kind(seen, lines)
    alone = Reading(told, confidence, *_size(seen), lines)
    bounded.begin()
    may_be_beside = told in _MAY_BE_BESIDE and kind in _GRIDS_OR_NONE
    beside = read_one_window(seen, alone, order, said=kind) if may_be_beside else None
    reading = beside or _read_as(told, confidence, seen, alone, order)
    return dataclasses.replace(reading, doubts=(*_hard_parts(boxes, lines, told), *reading.doubts))


def _hard_parts(boxes: Sequence[Box], lines: Sequence[Line], kind: Kind) -> Iterator[str]:
    """What is said of lines that were not read, and of many that are likely misread."""
    unread, share = unread_boxes(boxes, lines)
    # A chart's and a diagram's words may stand upright, and their strokes look like text.
    if share > SOME_UNREAD and kind not in ("chart", "diagram", "photograph"):
        yield LEFT_UNREAD.format(count=len(unread)) if len(unread) > 1 else ONE_UNREAD
    if lines and is_doubtful(lines, below=UNCERTAIN_BELOW):
        yield UNCERTAIN


def hard_to_read(lines: Sequence[Line]) -> bool:
    """Whether several lines were found and nearly all of them, or many of the longer ones, are guesses."""
    unsure = [line for line in lines if line.confidence < UNSURE]
    letters = sum(len(line.text) for line in lines)
    guessed = sum(len(line.text) for line in unsure)
    most = len(unsure) > 0.8 * len(lines)
    written = letters >= LETTERS * len(lines) and guessed > GUESSED * letters
    return len(lines) >= FEW and (most or written)


def mostly_unread(boxes: Sequence[Box], lines: Sequence[Line]) -> bool:
    """Whether several lines of text were found, and in most of them hardly anything could be read."""
    unread, share = unread_boxes(boxes, lines)
    return len(unread) >= FEW_UNREAD and share > MOST_UNREAD


def _size(pixels: Pixels) -> tuple[int, int]:
    return pixels.shape[1], pixels.shape[0]


def _read_as(kind: Kind, confidence: float, pixels: Pixels, reading: Reading, order: Order) -> Reading:
    room = ROOMS.get(kind)
    if room is None:
        return dataclasses.replace(reading, refusal=f"Pictures of the kind “{kind}” are not read yet.")
    return dataclasses.replace(room(pixels, reading, order), kind_confidence=confidence)
