"""A signal to end wakes the event loop, wherever in the process it arrives."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine

import pytest

from viscodex_lsp.edges.event_loop import run

# Another thread gets the signal, as a loop that was just about to sleep would: nothing interrupts its sleep.
SLEEPS = """
import asyncio, signal, sys, threading
from viscodex_lsp.edges import processes
from viscodex_lsp.edges.event_loop import run
processes.END_SECONDS = 60
processes.end_orderly_when_asked()
threading.Thread(target=sys.stdin.read, daemon=True).start()
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM, signal.SIGINT])

async def sleeps():
    print("sleeps", flush=True)
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        print("ended in order", flush=True)

try:
    run(sleeps())
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_sleeping_loop_ends_in_order(number: signal.Signals) -> None:
    """At once, though nothing else happens in it."""
    command = [sys.executable, "-c", SLEEPS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "sleeps\n"
            process.send_signal(number)
            assert process.wait(60) == 130
            assert process.stdout.read() == "ended in order\n"
        finally:
            process.kill()


async def keep_to_itself() -> None:
    try:
        await asyncio.get_running_loop().create_future()
    except asyncio.CancelledError:
        return


async def make_another_error() -> None:
    try:
        await asyncio.get_running_loop().create_future()
    except asyncio.CancelledError as error:
        raise ExceptionGroup("tasks", [OSError("a stream ended")]) from error


@pytest.mark.parametrize("library", [keep_to_itself, make_another_error])
def test_ctrl_c_is_an_interruption_whatever_a_library_makes_of_it(
    library: Callable[[], Coroutine[None, None, None]],
) -> None:
    async def interrupted() -> None:
        asyncio.get_running_loop().call_soon(signal.raise_signal, signal.SIGINT)
        await library()

    with pytest.raises(KeyboardInterrupt):
        run(interrupted())


def test_other_errors_and_values_are_those_of_the_program() -> None:
    async def failing() -> None:
        raise OSError("no room")

    async def well() -> int:
        async with asyncio.timeout(60):
            return 7

    with pytest.raises(OSError, match="no room"):
        run(failing())
    assert run(well()) == 7
