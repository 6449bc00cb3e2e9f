"""Work of the core beside the event loop, within bounds of time and memory that really end it.

Parsing asks thousands of times a second whether it is enough (see `core.language.patience`). Time is first of all this
thread's own on the processor, so that a busy machine refuses little that an idle one takes.
"""

import asyncio
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from viscodex_lsp.core.language.patience import ended_by

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

SECONDS = 4.0
SECONDS_PER_MEGABYTE = 6.0
# On a machine that is too busy to get that done, a person waits no longer than so many times that.
PATIENCE = 4.0
MOST_GROWTH_BYTES = 768 * 2**20
# Out of the questions, which come up to a hundred thousand times a second.
_LOOK_EVERY, _MEMORY_EVERY = 16, 256
# How long the event loop may have to wait for this work to step aside; Python's own 5 ms would be felt in a menu.
_STEP_ASIDE_SECONDS = 0.0005
_STATM = Path("/proc/self/statm")


async def run_bounded(
    work: Callable[Parameters, Result], size: int, *arguments: Parameters.args, **named: Parameters.kwargs
) -> Result:
    """The result of `work`, which is about a text of `size` characters. It also ends when nobody waits any more.

    Raises:
        TooHardToParse: it took too long, or too much memory.
    """
    sys.setswitchinterval(_STEP_ASIDE_SECONDS)
    abandoned = threading.Event()

    def bounded() -> Result:
        with ended_by(Bounds(SECONDS + SECONDS_PER_MEGABYTE * size / 1e6, abandoned=abandoned)):
            return work(*arguments, **named)

    try:
        return await asyncio.to_thread(bounded)
    except asyncio.CancelledError:
        abandoned.set()
        raise


class Bounds:
    """Asked again and again, gives the reason to stop, or "". Made in the thread that works."""

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
            return f"over {self._seconds:.0f} s"
        if self._abandoned.is_set():
            return "nobody waits for it"
        if self._asked % _MEMORY_EVERY == 0 and resident_bytes() - self._memory > self._most_growth:
            return f"over {self._most_growth // 2**20} MB"
        return ""


def resident_bytes() -> int:
    """This process's memory; where that cannot be seen, its peak so far, or 0."""
    try:
        return int(_STATM.read_text("ascii").split()[1]) * 4096
    except (OSError, ValueError, LookupError):
        pass
    try:
        import resource
    except ImportError:  # Windows
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
