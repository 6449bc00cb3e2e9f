"""Where a part of the benchmark runs, how long a piece of work takes there, and how a part says that it was skipped."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


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


def timed(bench: Bench, work: Callable[[], None], *, rounds: int) -> float:
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
