"""What the HTTP face needs to know of the model behind it: a port, and the state of its one server.

Nothing here imports torch, so that the server listens before the model is there.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from viscodex_model.serve.local.turns import Turn, Turns, Worker
from viscodex_model.serve.protocol.refusal import Refused
from viscodex_model.serve.protocol.request import ChatRequest
from viscodex_model.serve.protocol.speech import Piece


class Prepared(Protocol):
    """A request made ready to be answered."""

    @property
    def prompt_tokens(self) -> int:
        """How many tokens the model will read."""
        ...

    @property
    def seconds(self) -> float | None:
        """How long the answer is likely to take; None where that is not known, or not worth a word."""
        ...


class Speaker(Protocol):
    """A model that answers. `prepare` and `speak` are called from two threads, each from one only."""

    def prepare(self, request: ChatRequest) -> Prepared:
        """Make `request` ready; raises `Refused` where it cannot be answered."""
        ...

    def speak(self, task: Any, gone: Callable[[], bool]) -> Iterator[Piece]:
        """Answer what `prepare` returned; raises `Cancelled` soon after `gone()` turned true."""
        ...


@dataclass
class Service:
    """One model's server: its `name`, the bearer `token`, the queue, and the model once it is loaded.

    `reader` is the thread in which pictures are read beside the model; None where the reader is the model itself.
    `used` is when a request was last begun or ended, in seconds of `clock`.
    """

    name: str
    token: str
    turns: Turns
    clock: Callable[[], float] = time.monotonic
    progress: str = "starting"
    speaker: Speaker | None = None
    preparing: Worker = field(default_factory=lambda: Worker("preparing"))
    speaking: Worker = field(default_factory=lambda: Worker("speaking"))
    reader: Worker | None = None
    used: float = field(init=False)

    def __post_init__(self) -> None:
        self.touch()

    @property
    def reading(self) -> Worker:
        """The thread of the reader: its own beside a language model, which may speak for minutes."""
        return self.reader or self.speaking

    def touch(self) -> None:
        """Note that the server is of use to somebody."""
        self.used = self.clock()

    def idle_for(self) -> float:
        """Seconds since the last request; 0 while one is open or the model is being loaded."""
        return 0.0 if self.turns or self.speaker is None else self.clock() - self.used

    @contextmanager
    def turn(self) -> Iterator[tuple[Speaker, Turn]]:
        """The model, and a place in its queue, given back at the end.

        Raises:
            Refused: the model is still being loaded, the queue is full, or the server is stopping.
        """
        self.touch()
        if self.speaker is None:
            raise Refused(
                503, f"The model is still loading ({self.progress}). Try again soon.", retry_after=2
            )
        turn = self.turns.admit()
        try:
            yield self.speaker, turn
        finally:
            turn.close()
            self.touch()
