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
    """As `asyncio.run`, but a signal wakes the loop wherever it arrives.

    Python runs a signal's handler in the main thread, between two of its steps. Where the signal came in the instant
    before the loop's sleep, or to another thread, the handler would wait until something else wakes the loop.
    """
    return asyncio.run(_watched(main))


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
