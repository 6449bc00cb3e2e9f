"""Work for one model, in order: who waits, who is refused, who has gone.

A `Worker` is one thread that does jobs one after another. `Turns` counts the requests that are being answered or wait,
refuses more than its bound, and hands each a `Turn`, by which it can be given up.
"""

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from typing import Any, TypeVar

from viscodex_model.serve.protocol.refusal import Refused

T = TypeVar("T")
RETRY_SECONDS = 5


class Turn:
    """One request's claim on the model, from its admission to `close`."""

    def __init__(self, turns: "Turns") -> None:
        self._turns = turns
        self._given_up = threading.Event()

    def gone(self) -> bool:
        """Whether nobody waits for the answer any more; asked by the worker before each token."""
        return self._given_up.is_set()

    def close(self) -> None:
        """Give the claim back; work that still goes on for it ends at its next token. May be called twice."""
        self._given_up.set()
        self._turns.leave(self)


class Turns:
    """Admits one request at work and `bound` more that wait."""

    def __init__(self, *, bound: int) -> None:
        self._bound = bound
        self._open: set[Turn] = set()
        self.closing = False

    def __len__(self) -> int:
        """How many requests are being answered or wait."""
        return len(self._open)

    def admit(self) -> Turn:
        """A new turn.

        Raises:
            Refused: with 429 where the queue is full, with 503 where the server is stopping.
        """
        if self.closing:
            raise Refused(503, "The model server is stopping. Start it again.", retry_after=RETRY_SECONDS)
        if len(self._open) > self._bound:
            raise Refused(
                429,
                f"The model is busy and {self._bound} requests wait already. Try again in a moment.",
                code="queue_full",
                retry_after=RETRY_SECONDS,
            )
        turn = Turn(self)
        self._open.add(turn)
        return turn

    def leave(self, turn: Turn) -> None:
        """Forget `turn`."""
        self._open.discard(turn)

    def close(self) -> None:
        """Admit nobody any more, and give up every open turn."""
        self.closing = True
        for turn in list(self._open):
            turn.close()


class Worker:
    """One thread that does jobs in the order they came; it does not keep the process alive."""

    def __init__(self, name: str) -> None:
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        threading.Thread(target=self._work, name=name, daemon=True).start()

    async def run(self, job: Callable[[], T]) -> T:
        """Do `job` in the thread and return what it returns, or raise what it raises."""
        future: Future[T] = Future()
        self._jobs.put(lambda: _fulfil(job, future))
        return await asyncio.wrap_future(future)

    async def stream(self, job: Callable[[], Iterator[T]]) -> AsyncIterator[T]:
        """Do `job` in the thread and pass on what it yields, as it comes, then what it raises, if it does."""
        loop = asyncio.get_running_loop()
        arrivals: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()

        def send(kind: str, value: Any) -> None:
            loop.call_soon_threadsafe(arrivals.put_nowait, (kind, value))

        self._jobs.put(lambda: _deliver(job, send))
        while True:
            kind, value = await arrivals.get()
            if kind == "item":
                yield value
            elif kind == "error":
                raise value
            else:
                return

    def _work(self) -> None:
        while True:
            self._jobs.get()()


def _fulfil(job: Callable[[], T], future: Future[T]) -> None:
    # Whoever ordered the job may have gone before it began.
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(job())
    # As in `_deliver`: raised again where the job was ordered.
    except Exception as error:
        future.set_exception(error)


def _deliver(job: Callable[[], Iterator[Any]], send: Callable[[str, Any], None]) -> None:
    try:
        try:
            for item in job():
                send("item", item)
        # The outermost handler of this thread: whatever went wrong is raised again where the job was ordered.
        except Exception as error:
            send("error", error)
        else:
            send("end", None)
    except RuntimeError:
        # The loop has closed: the process is ending and nobody listens.
        return
