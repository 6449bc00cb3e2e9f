"""`read_picture`: bytes of a picture become a Reading, by way of the room that its kind belongs to."""

import dataclasses
from collections.abc import Callable

from viscodex_model.read.kinds import tell_kind
from viscodex_model.read.order import Order
from viscodex_model.read.picture.colors import plain_color
from viscodex_model.read.picture.pixels import Pixels, load_pixels
from viscodex_model.read.reading import Kind, Reading
from viscodex_model.read.recognition.engine import Engine, shared_engine
from viscodex_model.read.recognition.read_lines import read_lines
from viscodex_model.read.rooms import ROOMS


def read_picture(
    data: bytes,
    *,
    kind: Kind | None = None,
    language: str | None = None,
    names: frozenset[str] = frozenset(),
    engine: Engine | None = None,
    stop: Callable[[], bool] | None = None,
) -> Reading:
    """Read a picture. `kind` is what a person says it is, `language` that of the open file (an LSP identifier),
    `names` the identifiers known there; they help to tell look-alikes apart.

    Raises:
        UnreadablePicture: the bytes are no picture, or a limit is exceeded.
        Stopped: `stop` answered yes.
    """
    pixels = load_pixels(data)
    if (color := plain_color(pixels)) is not None:
        refusal = f"The picture is plain {color}: there is nothing in it to copy."
        return Reading(kind or "photograph", 1.0, *_size(pixels), (), refusal=refusal)
    engine = engine or shared_engine()
    lines = read_lines(pixels, engine, stop=stop)
    told, confidence = (kind, 1.0) if kind else tell_kind(pixels, lines)
    order = Order(engine=engine, language=language, names=names, stop=stop)
    return _read_as(told, confidence, pixels, Reading(told, confidence, *_size(pixels), lines), order)


def _size(pixels: Pixels) -> tuple[int, int]:
    return pixels.shape[1], pixels.shape[0]


def _read_as(kind: Kind, confidence: float, pixels: Pixels, reading: Reading, order: Order) -> Reading:
    room = ROOMS.get(kind)
    if room is None:
        return dataclasses.replace(reading, refusal=f"Pictures of the kind “{kind}” are not read yet.")
    return dataclasses.replace(room(pixels, reading, order), kind=kind, kind_confidence=confidence)
