"""An engine that remembers what it saw last: the local server is asked for the same picture twice in a row.

Once it is asked for code, and once, to compare that with the picture, for what can be seen in it.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.recognition.engine import Engine
from viscodex_model.read.recognition.lines import Box, Glyph

# Lines of a few pictures; a line's characters take about 10 kB.
MOST_STRIPS, MOST_PICTURES = 2_000, 16
Value = TypeVar("Value")


class RememberingEngine:
    """Implements `Engine` over another one. Threads may share it: at worst something is read twice."""

    def __init__(self, inner: Engine) -> None:
        self._inner = inner
        self._boxes = _Latest[tuple[Box, ...]](MOST_PICTURES)
        self._glyphs = _Latest[tuple[Glyph, ...]](MOST_STRIPS)

    def boxes(self, pixels: Pixels, *, scale: float = 1.0) -> tuple[Box, ...]:
        """See `Engine.boxes`."""
        key = _digest(pixels) + str(scale).encode()
        found = self._boxes.get(key)
        if found is None:
            found = self._inner.boxes(pixels, scale=scale)
            self._boxes.keep(key, found)
        return found

    def glyphs(
        self, strips: Sequence[Pixels], *, stop: Callable[[], bool] | None = None
    ) -> list[tuple[Glyph, ...]]:
        """See `Engine.glyphs`."""
        keys = [_digest(strip) for strip in strips]
        known = {key: found for key in keys if (found := self._glyphs.get(key)) is not None}
        new = {key: strip for key, strip in zip(keys, strips, strict=True) if key not in known}
        read = self._inner.glyphs(list(new.values()), stop=stop) if new else []
        for key, found in zip(new, read, strict=True):
            known[key] = found
            self._glyphs.keep(key, found)
        return [known[key] for key in keys]


class _Latest(Generic[Value]):
    """The values that came last, at most so many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[bytes, Value] = OrderedDict()

    def get(self, key: bytes) -> Value | None:
        return self._kept.get(key)

    def keep(self, key: bytes, value: Value) -> None:
        self._kept[key] = value
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)


def _digest(pixels: Pixels) -> bytes:
    return hashlib.blake2b(pixels.tobytes(), digest_size=16).digest() + str(pixels.shape).encode()
