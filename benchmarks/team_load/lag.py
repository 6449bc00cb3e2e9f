"""The measuring machine's own part in what is measured: how late an event loop is, and who goes first."""

import asyncio
import os
from contextlib import suppress

EVERY_SECONDS = 0.01


class Lag:
    """Collects by how many seconds a loop woke up too late; `watch` runs until it is cancelled."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def watch(self) -> None:
        """Sleep and note, again and again."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + EVERY_SECONDS
            await asyncio.sleep(EVERY_SECONDS)
            self.seconds.append(max(0.0, loop.time() - due))

    def p99_ms(self) -> float:
        """The ninety-ninth of a hundred, in milliseconds; 0 when nothing was noted."""
        return round(1000 * quantile(self.seconds, 0.99), 2)


def go_first() -> bool:
    """Let this process and its children go before whatever else the machine does, where that is allowed.

    Returns:
        Whether they do so at once (Linux's real-time round robin), whatever else runs.
    """
    with suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, -10)
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
        return True
    return False


def give_way(process: int) -> None:
    """Let `process` run after everything else of this test: in life it has a machine of its own, and takes no time of
    the gateway's."""
    with suppress(PermissionError):
        os.sched_setscheduler(process, os.SCHED_OTHER, os.sched_param(0))
    os.setpriority(os.PRIO_PROCESS, process, 10)


def quantile(values: list[float], part: float) -> float:
    """The value below which `part` of `values` lie; 0 of none."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))] if values else 0.0
