"""Work of the core beside the event loop, within bounds of time and memory that really end it.

Ordinary texts are worked on in a thread, for a moment that nearly all of them need no half of. What is large, or is
not done by then, is worked on in a process of its own: a thread cannot be ended, and one that is deep in a pattern or
a query keeps all others waiting.
"""

import asyncio
import sys
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from viscodex_lsp.core.errors import TooHardToParse
from viscodex_lsp.core.language.patience import ended_by
from viscodex_lsp.edges.bounded_work.bounds import Bounds
from viscodex_lsp.edges.bounded_work.worker import NoWorker, Task, work_apart

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

SECONDS = 4.0
SECONDS_PER_MEGABYTE = 6.0
IN_THREAD_SECONDS = 0.3
LARGE = 64 * 1024
"""Characters from which on a text is worked on in a process at once."""
# How long the event loop may have to wait for this work to step aside; Python's own 5 ms would be felt in a menu.
_STEP_ASIDE_SECONDS = 0.0005


async def run_bounded(
    work: Callable[Parameters, Result], size: int, *arguments: Parameters.args, **named: Parameters.kwargs
) -> Result:
    """The result of `work`, which is about texts of `size` characters. It also ends when nobody waits any more.

    `work` may be begun in a thread and then again in a process: it is a function of a module that changes nothing,
    and takes and gives values that can be pickled.

    Raises:
        TooHardToParse: it took too long, or too much memory.
    """
    seconds = SECONDS + SECONDS_PER_MEGABYTE * size / 1e6
    task = Task(work, arguments, named, seconds)
    if size < LARGE:
        try:
            return await _in_thread(task, min(IN_THREAD_SECONDS, seconds))
        except TooHardToParse:
            pass
    return await _apart(task)


async def run_apart(
    work: Callable[Parameters, Result],
    seconds: float,
    *arguments: Parameters.args,
    **named: Parameters.kwargs,
) -> Result:
    """The result of `work` that is not begun here at all: it may take `seconds` of a processor. Errors of ours come
    back as they are; else as `run_bounded`.

    Raises:
        TooHardToParse: it took too long, or too much memory.
    """
    return await _apart(Task(work, arguments, named, seconds))


async def _apart(task: Task[Result]) -> Result:
    try:
        return await work_apart(task)
    except NoWorker:
        return await _in_thread(task, task.seconds)


async def _in_thread(task: Task[Result], seconds: float) -> Result:
    sys.setswitchinterval(_STEP_ASIDE_SECONDS)
    abandoned = threading.Event()

    def bounded() -> Result:
        with ended_by(Bounds(seconds, abandoned=abandoned)):
            return task.work(*task.arguments, **task.named)

    try:
        return await asyncio.to_thread(bounded)
    except asyncio.CancelledError:
        abandoned.set()
        raise
