"""Where a part of the benchmark runs, how long a piece of work takes there, and how a part says that it was skipped."""

import signal
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType


@dataclass(frozen=True)
class Bench:
    """Where everything runs, in which shapes, and until when (seconds of `time.monotonic`)."""

    device: str
    small: bool
    scratch: Path
    until: float

    @property
    def sizes(self) -> tuple[str, ...]:
        return ("tiny",) if self.small else ("3B", "7B")

    def finish(self) -> None:
        """Return when the card has done all that was asked of it."""
        if self.device == "cuda":
            import torch

            torch.cuda.synchronize()


class Skipped(Exception):
    """A part that is not measured; its words say why."""


def timed(bench: Bench, work: Callable[[], object], *, rounds: int) -> float:
    """The median of `rounds` runs in seconds, after one that warms up."""
    work()
    spent = []
    for _ in range(rounds):
        bench.finish()
        begin = time.perf_counter()
        work()
        bench.finish()
        spent.append(time.perf_counter() - begin)
    return statistics.median(spent)


@contextmanager
def ended_at(until: float, reason: str) -> Iterator[None]:
    """Raise `Skipped` within the block once `until` (seconds of `time.monotonic`) is reached.

    In the main thread alone, and not on Windows; elsewhere the block goes on to its end.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return

    def end(_number: int, _frame: FrameType | None) -> None:
        raise Skipped(reason)

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, max(until - time.monotonic(), 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
