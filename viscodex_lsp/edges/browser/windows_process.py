"""Starts the browser on Windows, where its two pipes are passed as handles and an event loop cannot wait for them.

Chromium takes the handles by `--remote-debugging-io-pipes=IN,OUT` (its switch for Windows alone). A thread reads, and
each message is written in a thread.
"""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial

from viscodex_lsp.edges.processes import creation_flags, kill_session

_CHUNK = 2**16


class ThreadedWriter:
    """What `asyncio.StreamWriter` is for a descriptor that an event loop can wait for."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor, self._waiting = descriptor, bytearray()

    def write(self, data: bytes) -> None:
        """Keep `data` for the next `drain`."""
        self._waiting += data

    async def drain(self) -> None:
        """Write what is kept.

        Raises:
            OSError: the other end is closed.
        """
        data, self._waiting = bytes(self._waiting), bytearray()
        await asyncio.to_thread(_write_all, self._descriptor, data)

    def close(self) -> None:
        """Nothing more is written."""
        with suppress(OSError):
            os.close(self._descriptor)


def read_in_thread(descriptor: int, *, limit: int) -> asyncio.StreamReader:
    """A reader of everything that comes out of `descriptor`, which is closed at its end."""
    loop, reader = asyncio.get_running_loop(), asyncio.StreamReader(limit=limit)

    def work() -> None:
        data = b"start"
        while data:
            try:
                data = os.read(descriptor, _CHUNK)
            except OSError:
                data = b""
            # A loop that is closed has nothing left to do.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(partial(reader.feed_data, data) if data else reader.feed_eof)
        os.close(descriptor)

    threading.Thread(target=work, daemon=True, name="browser").start()
    return reader


@asynccontextmanager
async def windows_process(
    command: Sequence[str], *, environment: Mapping[str, str], limit: int
) -> AsyncIterator[tuple[asyncio.StreamReader, ThreadedWriter, int]]:
    """The browser's two pipes and its process's id; it is ended with the block.

    Raises:
        OSError: it cannot be started.
    """
    its_input, our_output = os.pipe()
    our_input, its_output = os.pipe()
    try:
        process = _start(command, its_input, its_output, environment)
    except OSError:
        os.close(our_input)
        os.close(our_output)
        raise
    finally:
        os.close(its_input)
        os.close(its_output)
    writer = ThreadedWriter(our_output)
    try:
        yield read_in_thread(our_input, limit=limit), writer, process.pid
    finally:
        writer.close()
        kill_session(process.pid)
        await asyncio.to_thread(process.wait)


def _start(
    command: Sequence[str], its_input: int, its_output: int, environment: Mapping[str, str]
) -> "subprocess.Popen[bytes]":
    if sys.platform != "win32":
        raise OSError("only Windows tells pipes as handles")
    import msvcrt

    handles = [msvcrt.get_osfhandle(its_input), msvcrt.get_osfhandle(its_output)]
    for handle in handles:
        os.set_handle_inheritable(handle, True)
    startup = subprocess.STARTUPINFO()
    startup.lpAttributeList = {"handle_list": handles}
    return subprocess.Popen(
        [*command, f"--remote-debugging-io-pipes={handles[0]},{handles[1]}"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=dict(environment),
        startupinfo=startup,
        close_fds=True,
        creationflags=creation_flags(),
    )


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
