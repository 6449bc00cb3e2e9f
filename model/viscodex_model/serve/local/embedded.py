"""`serve embedded` and `serve llamacpp`: runs the local server until it is ended, or idle for long enough.

Without a folder it serves the reader, a GGUF file by llama.cpp. It listens first and loads the model then: whoever
started it finds it at once and can show how far it is.
"""

import asyncio
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn

from viscodex_model import __version__
from viscodex_model.serve.generation.weights import Placement, check_folder
from viscodex_model.serve.local.access import TOKEN_VARIABLE, listen, take_token, url_of
from viscodex_model.serve.local.announcement import Announcement, announce, withdraw
from viscodex_model.serve.local.app import build_app
from viscodex_model.serve.local.service import Service, Speaker
from viscodex_model.serve.local.turns import Turns, Worker

if TYPE_CHECKING:
    from viscodex_model.serve.llamacpp.speaker import GgufOptions

log = logging.getLogger(__name__)
# The name under which the reader is listed.
READER = "viscodex-reader"


@dataclass(frozen=True)
class Options:
    """How to serve `folder`: a checkpoint, a GGUF file, or the reader where it is None.

    `idle_seconds` 0 means for ever. `projector` and `context` are for GGUF files alone: the half that sees (None: the
    one beside), and tokens of prompt and reply together.
    """

    folder: Path | None = None
    projector: Path | None = None
    context: int | None = None
    host: str = "127.0.0.1"
    port: int = 0
    placement: Placement = field(default_factory=Placement)
    queue: int = 8
    idle_seconds: float = 0.0
    state: Path | None = None


def serve_embedded(options: Options) -> int:
    """Serve until SIGTERM, SIGINT or idleness; exit status 0.

    Raises:
        UserError: the folder, the address or the state file cannot be used; the sentence says why.
    """
    if (gguf := _gguf(options)) is not None:
        from viscodex_model.serve.llamacpp.speaker import check_gguf

        check_gguf(gguf)
    elif options.folder is not None:
        check_folder(options.folder)
    token, fresh = take_token()
    reader = None if options.folder is None else Worker("reading")
    service = Service(_name(options), token, Turns(bound=options.queue), reader=reader)
    listener = listen(options.host, options.port)
    if fresh:
        print(f"Serving on {url_of(listener)} with {TOKEN_VARIABLE}={token}", file=sys.stderr, flush=True)
    else:
        _tell_terminal(f"Serving {_name(options)} on {url_of(listener)}; Ctrl+C ends it")
    # Until the loop listens to signals: an end that leaves no state file behind.
    signal.signal(signal.SIGTERM, _end)
    announcement = _announcement(options, listener)
    try:
        if options.state is not None:
            announce(options.state, announcement)
        asyncio.run(_serve(options, service, listener))
    except (SystemExit, KeyboardInterrupt):
        log.info("ended by a signal")
    finally:
        if options.state is not None:
            withdraw(options.state, announcement)
    return 0


class _Server(uvicorn.Server):
    """A server without signal handlers of its own: it would raise them again, past what is to be tidied up."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _serve(options: Options, service: Service, listener: socket.socket) -> None:
    config = uvicorn.Config(
        build_app(service), log_level="warning", access_log=False, lifespan="off", timeout_graceful_shutdown=5
    )
    server = _Server(config)

    def stop() -> None:
        # Every reply is given up; the last word of a long one is not waited for.
        service.turns.close()
        server.should_exit = True

    _on_signals(stop)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    tending = asyncio.create_task(_tend(options, service))
    await asyncio.wait({serving, tending}, return_when=asyncio.FIRST_COMPLETED)
    stop()
    await serving
    if tending.done():
        tending.result()
    tending.cancel()


def _on_signals(stop: Callable[[], None]) -> None:
    """Call `stop` in the running loop when the process is asked to end."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        if sys.platform == "win32":  # its loops cannot listen to signals
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))
        else:
            loop.add_signal_handler(number, stop)


async def _tend(options: Options, service: Service) -> None:
    """Load the model, then return once it has been idle for long enough."""

    def load() -> Speaker:
        # Imported here, in the thread that will speak: torch takes seconds, and the server already answers.
        if options.folder is None:
            from viscodex_model.serve.reading.speaker import load_reader

            return load_reader(threads=options.placement.threads)
        if (gguf := _gguf(options)) is not None:
            from viscodex_model.serve.llamacpp.speaker import load_gguf

            return load_gguf(gguf, report)
        from viscodex_model.serve.generation.checkpoint_model import load_checkpoint_model

        return load_checkpoint_model(options.folder, options.placement, report)

    def report(progress: str) -> None:
        service.progress = progress
        _tell_terminal(progress)

    if _gguf(options) is None:
        report("loading the reader" if options.folder is None else "starting torch")
    service.speaker = await service.speaking.run(load)
    service.touch()
    _tell_terminal("ready")
    await idleness(service, options.idle_seconds)


async def idleness(service: Service, seconds: float) -> None:
    """Return when `service` has been idle for `seconds`; never, if that is 0."""
    if seconds <= 0:
        await asyncio.Event().wait()
    while (idle := service.idle_for()) < seconds:
        await asyncio.sleep(seconds - idle)


def is_gguf(path: Path | None) -> bool:
    """Whether `path` names a GGUF file, and no folder."""
    return path is not None and path.suffix.lower() == ".gguf"


def _gguf(options: Options) -> "GgufOptions | None":
    """How to serve the GGUF file, if it is one."""
    if options.folder is None or not is_gguf(options.folder):
        return None
    from viscodex_model.serve.llamacpp.speaker import CONTEXT, GgufOptions

    return GgufOptions(
        path=options.folder.resolve(),
        projector=None if options.projector is None else options.projector.resolve(),
        threads=options.placement.threads,
        context=options.context or CONTEXT,
    )


def _name(options: Options) -> str:
    """What the model is called: the folder's name, the file's without its ending, or the reader's."""
    if options.folder is None:
        return READER
    return options.folder.resolve().stem if is_gguf(options.folder) else options.folder.resolve().name


def _tell_terminal(line: str) -> None:
    """Tell a person who watches; a language server that starts this asks for the progress instead."""
    if sys.stderr.isatty():
        print(line, file=sys.stderr, flush=True)


def _announcement(options: Options, listener: socket.socket) -> Announcement:
    return Announcement(
        pid=os.getpid(),
        port=listener.getsockname()[1],
        url=url_of(listener),
        model=_name(options),
        folder="" if options.folder is None else str(options.folder.resolve()),
        version=__version__,
        started=time.time(),
    )


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
