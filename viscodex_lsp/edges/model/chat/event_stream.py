"""Server-sent events out of the bytes of an answer, within bounds (WHATWG HTML, section 9.2.6).

More lenient than the standard where servers are: an event without its blank line, JSON without `data:`.
"""

import json
import zlib
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass

# A whole reply may come as one event; nothing that is meant comes near this.
MOST_EVENT_BYTES = 4 * 2**20
MOST_BODY_BYTES = 64 * 2**20
_STEP_BYTES = 64 * 1024
_MOST_STRAY_BYTES = 4096


class TooMuchAnswer(Exception):
    """An answer, or one event of it, goes on beyond all bounds."""


class UnknownEncoding(Exception):
    """The answer is compressed in a way that was not asked for."""


@dataclass(frozen=True, slots=True)
class Event:
    """`name` is "" where the server gives none."""

    name: str
    data: str


class EventParser:
    """Takes bytes as they come, gives events as they are whole. `stray` is what was no part of an event."""

    def __init__(self, *, most: int = MOST_EVENT_BYTES) -> None:
        self._most = most
        self._rest: list[bytes] = []
        self._name = ""
        self._data: list[bytes] = []
        self._begun = False
        self._size = 0
        self.stray = b""

    def feed(self, chunk: bytes) -> Iterator[Event]:
        """The events that `chunk` completes.

        Raises:
            TooMuchAnswer: one event is larger than the bound.
        """
        self._grow(len(chunk))
        self._rest.append(chunk)
        if b"\n" not in chunk and b"\r" not in chunk:
            return
        lines = b"".join(self._rest).splitlines(keepends=True)
        # A line end may be cut in two; what follows it tells.
        self._rest = [lines.pop()] if not lines[-1].endswith(b"\n") else []
        for line in lines:
            yield from self._line(line.rstrip(b"\r\n"))
        self._size = sum(map(len, self._rest)) + sum(map(len, self._data))

    def end(self) -> Iterator[Event]:
        """The event that the end of the stream cut off before its blank line."""
        for line in b"".join(self._rest).splitlines():
            yield from self._line(line)
        yield from self._line(b"")

    def _grow(self, size: int) -> None:
        self._size += size
        if self._size > self._most:
            raise TooMuchAnswer

    def _line(self, line: bytes) -> Iterator[Event]:
        if not self._begun:
            self._begun = True
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line:
            yield from self._complete()
            return
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if field == b"data":
            self._data.append(value)
            # Some servers leave the blank line out, or send it with the next event.
            if len(self._data) == 1 and (value == b"[DONE]" or _is_whole(value)):
                yield from self._complete()
        elif field == b"event":
            self._name = value.decode("utf-8", errors="replace")
        elif line.startswith(b"{"):
            yield Event(self._name, line.decode("utf-8", errors="replace"))
        elif field not in (b"", b"id", b"retry") and len(self.stray) < _MOST_STRAY_BYTES:
            self.stray += line[:_MOST_STRAY_BYTES] + b"\n"

    def _complete(self) -> Iterator[Event]:
        lines, name = self._data, self._name
        self._data, self._name = [], ""
        if not lines:
            return
        whole = b"\n".join(lines)
        for data in [whole] if _is_whole(whole) or not all(map(_is_whole, lines)) else lines:
            yield Event(name, data.decode("utf-8", errors="replace"))


def _is_whole(data: bytes) -> bool:
    if not data.rstrip().endswith((b"}", b"]", b'"')):
        return False
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


async def inflated(raw: AsyncGenerator[bytes, None], encoding: str) -> AsyncGenerator[bytes, None]:
    """The body behind its content encoding, in steps of at most 64 KB, so that a bomb is seen before it fills memory.

    Raises:
        UnknownEncoding: neither plain, gzip nor deflate; nothing is asked for but plain.
        TooMuchAnswer: over 64 MB.
        zlib.error: damaged.
    """
    if encoding.strip().lower() not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise UnknownEncoding(encoding)
    plain = encoding.strip().lower() in ("", "identity")
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 32)
    size = 0
    async with aclosing(raw) as chunks:
        async for chunk in chunks:
            rest = chunk
            while rest:
                step, rest = (rest, b"") if plain else _inflate(inflater, rest)
                size += len(step)
                if size > MOST_BODY_BYTES:
                    raise TooMuchAnswer
                if step:
                    yield step


def _inflate(inflater: "zlib._Decompress", data: bytes) -> tuple[bytes, bytes]:
    step = inflater.decompress(data, _STEP_BYTES)
    return step, inflater.unconsumed_tail
