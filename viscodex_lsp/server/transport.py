"""How the server is reached: standard input and output, or one TCP connection.

Neither end may block the other: reading and writing on standard streams have a thread each, and what a client does
not read waits in memory, up to a bound.
"""

import asyncio
import errno
import logging
import os
import queue
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from viscodex_lsp.core.errors import UsageError
from viscodex_lsp.edges import event_loop
from viscodex_lsp.edges.processes import is_alive
from viscodex_lsp.server.framing import Framing
from viscodex_lsp.server.server import VisCodexServer

CHUNK_BYTES = 64 * 1024
MOST_UNREAD_BYTES = 128 * 2**20
MOST_UNHANDLED = 64
FLUSH_SECONDS = 2.0
WATCH_SECONDS = 2.0

logger = logging.getLogger(__name__)


def serve_stdio(server: VisCodexServer) -> int:
    """Speak LSP on standard input and output until the client says exit, or is gone; the exit status comes back."""
    writer = QueuedWriter(sys.stdout.fileno())
    try:
        return event_loop.run(_serve(server, writer, partial(_read_in_thread, sys.stdin.fileno())))
    finally:
        writer.flush()


def serve_tcp(server: VisCodexServer, host: str, port: int) -> int:
    """Listen on `host`:`port`, serve the first client that connects, and no other; port 0 takes a free one.

    Raises:
        UsageError: the address cannot be listened on.
    """
    return event_loop.run(_serve_one(server, host, port))


class QueuedWriter:
    """Writes to a file descriptor in a thread of its own. A client that reads nothing is given up at a bound; `gone` is
    called then, and when it closed its end."""

    def __init__(self, descriptor: int) -> None:
        self.gone: Callable[[], None] = lambda: None
        self._descriptor = descriptor
        self._waiting: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._unread, self._broken = 0, False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._work, daemon=True, name="writer")
        self._thread.start()

    def write(self, data: bytes) -> None:
        """Take `data`; never waits, never fails."""
        with self._lock:
            self._unread += len(data)
            too_much = self._unread > MOST_UNREAD_BYTES
        if too_much:
            self._break()
        if not self._broken:
            self._waiting.put(data)

    def close(self) -> None:
        """Nothing more is written."""
        self._waiting.put(None)

    def flush(self) -> None:
        """Wait a moment until everything is written."""
        self.close()
        self._thread.join(FLUSH_SECONDS)

    def _work(self) -> None:
        while (data := self._waiting.get()) is not None:
            rest = memoryview(data)
            try:
                while rest:
                    rest = rest[os.write(self._descriptor, rest) :]
            except OSError:
                self._break()
                return
            with self._lock:
                self._unread -= len(data)

    def _break(self) -> None:
        if not self._broken:
            self._broken = True
            self.gone()


Feed = Callable[[bytes], None]


async def _serve(
    server: VisCodexServer, writer: "QueuedWriter | asyncio.StreamWriter", start: Callable[[Feed], None]
) -> int:
    """Handle what `start` feeds until there is no more (b"") or the client says exit; the exit status comes back."""
    loop, protocol, framing = asyncio.get_running_loop(), server.protocol, Framing()
    ended: asyncio.Future[None] = loop.create_future()
    protocol.set_writer(writer)

    def end() -> None:
        if not ended.done():
            ended.set_result(None)

    def feed(data: bytes) -> None:
        for body in framing.feed(data):
            if protocol.exit_code is None:
                protocol.receive(body)
        if not data or protocol.exit_code is not None:
            end()

    if isinstance(writer, QueuedWriter):
        writer.gone = lambda: _call(loop, end)
    start(feed)
    watch = asyncio.ensure_future(_watch_client(server, end))
    try:
        await ended
    finally:
        watch.cancel()
    return protocol.exit_code or 0


def _call(loop: asyncio.AbstractEventLoop, work: Callable[[], None]) -> None:
    # A loop that is closed has nothing left to do.
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(work)


async def _watch_client(server: VisCodexServer, end: Callable[[], None]) -> None:
    """End when the process that `initialize` named as the client's own is no more (LSP 3.18, InitializeParams)."""
    while server.process_id is None or is_alive(server.process_id):
        await asyncio.sleep(WATCH_SECONDS)
    logger.warning("The client's process is gone.")
    end()


def _read_in_thread(descriptor: int, feed: Feed) -> None:
    # Descriptors rather than streams: a thread that waits in a stream holds its lock when the process ends.
    loop, room = asyncio.get_running_loop(), threading.BoundedSemaphore(MOST_UNHANDLED)

    def handle(data: bytes) -> None:
        room.release()
        feed(data)

    def work() -> None:
        data = b"start"
        while data:
            room.acquire()
            try:
                data = os.read(descriptor, CHUNK_BYTES)
            except OSError:
                data = b""
            _call(loop, partial(handle, data))

    threading.Thread(target=work, daemon=True, name="reader").start()


def _why(error: OSError) -> str:
    # Where none of a host's addresses is this machine's, newer versions of Python give no number.
    if error.errno in {None, errno.EADDRNOTAVAIL} or isinstance(error, socket.gaierror):
        return "(this machine has no such address). Name another host"
    return f"({os.strerror(error.errno or 0).lower()}). Name another port"


async def _serve_one(server: VisCodexServer, host: str, port: int) -> int:
    connected: asyncio.Future[tuple[asyncio.StreamReader, asyncio.StreamWriter]]
    connected = asyncio.get_running_loop().create_future()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # One client: a second one would read the first one's documents.
        if connected.done():
            writer.close()
        else:
            connected.set_result((reader, writer))

    try:
        listener = await asyncio.start_server(accept, host, port)
    except OSError as error:
        raise UsageError(f"Cannot listen on {host}:{port} {_why(error)} with --tcp.") from error
    bound = listener.sockets[0].getsockname()[1]
    print(f"viscodex-lsp: listening on {host}:{bound}", file=sys.stderr, flush=True)
    reader, writer = await connected
    listener.close()
    tasks: set[asyncio.Task[None]] = set()

    def start(feed: Feed) -> None:
        tasks.add(asyncio.ensure_future(_read_socket(reader, feed)))

    try:
        return await _serve(server, writer, start)
    finally:
        for task in tasks:
            task.cancel()
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(FLUSH_SECONDS):
                writer.close()
                await writer.wait_closed()


async def _read_socket(reader: asyncio.StreamReader, feed: Feed) -> None:
    data = b"start"
    while data:
        try:
            data = await reader.read(CHUNK_BYTES)
        except OSError:
            data = b""
        feed(data)
