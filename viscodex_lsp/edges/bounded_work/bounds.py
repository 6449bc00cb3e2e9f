"""How much time and memory work may take, asked by the work itself (see `core.language.patience`)."""

import threading
import time

from viscodex_lsp.edges.processes import resident_bytes

PATIENCE = 4.0
"""On a machine that is too busy, a person waits no longer than so many times what the work may take of a processor."""
MOST_GROWTH_BYTES = 768 * 2**20
# Out of the questions, which come up to a hundred thousand times a second.
_LOOK_EVERY, _MEMORY_EVERY = 16, 256


class Bounds:
    """Asked again and again, gives the reason to stop, or "". Made in the thread that works.

    Time is first of all this thread's own on the processor, so that a busy machine refuses little that an idle one
    takes.
    """

    def __init__(
        self, seconds: float, *, abandoned: threading.Event, most_growth: int = MOST_GROWTH_BYTES
    ) -> None:
        self._seconds, self._abandoned, self._most_growth = seconds, abandoned, most_growth
        self._end = time.thread_time() + seconds
        self._latest = time.monotonic() + PATIENCE * seconds
        self._memory = resident_bytes()
        self._asked = 0

    def __call__(self) -> str:
        self._asked += 1
        if self._asked % _LOOK_EVERY:
            return ""
        if time.thread_time() > self._end or time.monotonic() > self._latest:
            return over_seconds(self._seconds)
        if self._abandoned.is_set():
            return "nobody waits for it"
        if self._asked % _MEMORY_EVERY == 0 and resident_bytes() - self._memory > self._most_growth:
            return over_bytes(self._most_growth)
        return ""


def over_seconds(seconds: float) -> str:
    """The reason of work that took too long."""
    return f"over {seconds:.0f} s"


def over_bytes(size: int) -> str:
    """The reason of work that took too much memory."""
    return f"over {size // 2**20} MB"
