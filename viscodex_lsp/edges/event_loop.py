"""Runs a program's event loop so that a signal to end is seen at once."""

import asyncio
import signal
import socket
import sys
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")


def run(main: Coroutine[Any, Any, T]) -> T:
    """As `asyncio.run`, but a signal wakes the loop wherever it arrives, and Ctrl+C is an interruption in any case.

    Python runs a signal's handler in the main thread, between two of its steps. Where the signal came in the instant
    before the loop's sleep, or to another thread, the handler would wait until something else wakes the loop.

    Raises:
        KeyboardInterrupt: after Ctrl+C, also where `main` kept it to itself or made another error of it.
    """
    return asyncio.run(_interrupted(_watched(main)))


async def _interrupted(main: Coroutine[Any, Any, T]) -> T:
    """What `main` returns or raises, unless Ctrl+C has cancelled this task, which is what `asyncio.run` asks for."""
    task = asyncio.current_task()
    assert task is not None
    try:
        result = await main
    except Exception as error:
        if task.cancelling():
            raise asyncio.CancelledError from error
        raise
    if task.cancelling():
        raise asyncio.CancelledError
    return result


async def _watched(main: Coroutine[Any, Any, T]) -> T:
    # The loop of Windows does this by itself, and only the main thread may.
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        return await main
    with _woken_by_signals(asyncio.get_running_loop()):
        return await main


@contextmanager
def _woken_by_signals(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    woken, told = socket.socketpair()
    with woken, told:
        woken.setblocking(False)
        told.setblocking(False)
        loop.add_reader(woken, woken.recv, 4096)
        before = signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(before)
            loop.remove_reader(woken)
