"""Detokenizes a growing reply: no half characters, and nothing of a stop string."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

# What a decoder puts for bytes that are not (yet) a character.
UNFINISHED = "\ufffd"


class Cancelled(Exception):
    """Nobody waits for the reply any more; the model is free again."""


@dataclass(frozen=True)
class Reached:
    """How far a reading is: `done` of `total` lines; 0 of 0 while text is looked for."""

    done: int
    total: int


@dataclass(frozen=True)
class Piece:
    """Some more text of a reply; `tokens` is how many were written so far, `finish` why it ended, if it did.

    `read` is the prompt's length in tokens, where it is known only when it has been read. `reached` is news for whoever
    waits, and no part of the reply.
    """

    text: str
    tokens: int
    finish: Literal["stop", "length"] | None = None
    read: int | None = None
    reached: Reached | None = None


def speak(
    tokens: Iterable[int],
    decode: Callable[[Sequence[int]], str],
    *,
    ends: Container[int] = (),
    stops: Sequence[str] = (),
    limit: int,
) -> Iterator[Piece]:
    """Turn `tokens` into pieces as they come, up to one of `ends`, a text of `stops`, or `limit` tokens.

    The last piece alone has a `finish`. No more of `tokens` is taken than is needed.
    """
    words, watch = Detokenizer(decode), StopWatch(stops)
    written = 0
    finish: Literal["stop", "length"] = "length"
    for written, token in enumerate(tokens, start=1):
        if token in ends:
            finish = "stop"
            break
        if text := watch.add(words.add(token)):
            yield Piece(text, written)
        if watch.stopped or written == limit:
            break
    rest = watch.add(words.finish()) + watch.finish()
    yield Piece(rest, written, "stop" if watch.stopped else finish)


class Detokenizer:
    """Turns ids into text as they come; the pieces, put together, are the decoding of all ids at once.

    `decode` must be that of a byte-level tokenizer: where a decoding ends in a whole character, the next begins anew.
    """

    def __init__(self, decode: Callable[[Sequence[int]], str]) -> None:
        self._decode = decode
        self._pending: list[int] = []

    def add(self, token: int) -> str:
        """The text that `token` completes; empty while a character is unfinished."""
        self._pending.append(token)
        text = self._decode(self._pending)
        if text.endswith(UNFINISHED):
            return ""
        self._pending.clear()
        return text

    def finish(self) -> str:
        """What is left when no more ids come."""
        text = self._decode(self._pending)
        self._pending.clear()
        return text


class StopWatch:
    """Passes text through up to the first of `stops`, holding back an end that may yet become one."""

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = tuple(stops)
        self._held = ""
        self.stopped = False

    def add(self, text: str) -> str:
        """The part of the text so far that is sure not to belong to a stop string."""
        if self.stopped:
            return ""
        self._held += text
        first = min((place for stop in self._stops if (place := self._held.find(stop)) >= 0), default=None)
        if first is not None:
            self.stopped = True
            return self._release(first)
        return self._release(len(self._held) - self._begun())

    def finish(self) -> str:
        """What was held back, when no more text comes."""
        return "" if self.stopped else self._release(len(self._held))

    def _begun(self) -> int:
        """The length of the longest end that begins a stop string."""
        longest = max((len(stop) for stop in self._stops), default=0)
        for size in range(min(longest - 1, len(self._held)), 0, -1):
            if any(stop.startswith(self._held[-size:]) for stop in self._stops):
                return size
        return 0

    def _release(self, size: int) -> str:
        sure, self._held = self._held[:size], self._held[size:]
        return sure
