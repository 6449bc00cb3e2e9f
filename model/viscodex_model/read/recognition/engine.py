"""The port of the text recognition, and its real adapter: two small networks on the processor.

Everything else of the reader sees text only through `Engine`, so that another recognition can take its place.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Protocol

from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.recognition.detector import Detector
from viscodex_model.read.recognition.lines import Box, Glyph
from viscodex_model.read.recognition.recognizer import Recognizer
from viscodex_model.read.recognition.sessions import (
    DETECTOR,
    RECOGNIZER,
    Session,
    thread_count,
    weights_path,
)


class Stopped(Exception):
    """The person who asked no longer waits."""


class Engine(Protocol):
    """Finds lines of text and reads them. `stop` is asked between steps; where it answers yes, Stopped is raised."""

    def boxes(self, pixels: Pixels, *, scale: float = 1.0) -> tuple[Box, ...]: ...

    def glyphs(
        self, strips: Sequence[Pixels], *, stop: Callable[[], bool] | None = None
    ) -> list[tuple[Glyph, ...]]: ...


class OnnxEngine:
    """PP-OCRv6 on ONNX Runtime. Strips are read one by one on as many threads as the machine lends.

    One strip a call is faster here than batches: a batch pads each strip to the widest, and its output (18,710
    characters a step) leaves the caches.
    """

    def __init__(self, *, threads: int | None = None) -> None:
        self.threads = threads or thread_count()
        self._detector = Detector(Session(weights_path(DETECTOR), threads=self.threads))
        self._recognizer = Recognizer(Session(weights_path(RECOGNIZER), threads=1))
        self._pool = ThreadPoolExecutor(self.threads, thread_name_prefix="reader")

    def boxes(self, pixels: Pixels, *, scale: float = 1.0) -> tuple[Box, ...]:
        return self._detector.boxes(pixels, scale=scale)

    def glyphs(
        self, strips: Sequence[Pixels], *, stop: Callable[[], bool] | None = None
    ) -> list[tuple[Glyph, ...]]:
        def one(strip: Pixels) -> tuple[Glyph, ...]:
            if stop is not None and stop():
                raise Stopped
            return self._recognizer.glyphs(strip)

        return list(self._pool.map(one, strips))


_once = threading.Lock()


def shared_engine() -> OnnxEngine:
    """The engine of this process, made at the first call."""
    with _once:
        return _made()


@cache
def _made() -> OnnxEngine:
    return OnnxEngine()
