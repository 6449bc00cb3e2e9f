"""`serve tgi` and `serve vllm`: starts engines for a folder, and runs until one ends or a signal comes."""

import os
import secrets
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from viscodex_model.checkpoint.folder import FolderReport, describe
from viscodex_model.core.errors import UserError
from viscodex_model.serve.engines import tgi, vllm
from viscodex_model.serve.engines.container import Container, check_docker, find_gpus, stop
from viscodex_model.serve.engines.picture_question import ask_about_red, is_healthy
from viscodex_model.serve.engines.sizing import Replica, Request, check_eyes, fit_request, place, shape_of

KEY_VARIABLE = "VISCODEX_ENGINE_KEY"
_LOOK_SECONDS = 0.5
_STDERR = 2  # the descriptor: stdout is for what is asked for, and logs are not


@dataclass(frozen=True)
class Options:
    """How to serve `folder`; None leaves the choice to the program. `gpu_memory` in bytes, `start_seconds` to wait."""

    engine: Literal["tgi", "vllm"]
    folder: Path
    request: Request
    gpus: tuple[int, ...] | None = None
    gpu_memory: int | None = None
    replicas: int | None = None
    port: int = 8000
    streams: int = 16
    image: str | None = None
    start_seconds: float = 1800.0


def plan(options: Options) -> tuple[Container, ...]:
    """The containers that serve `options.folder`.

    Raises:
        UserError: the folder, the GPUs or the limits do not allow it.
    """
    report = describe(options.folder)
    _check_folder(report, options.engine)
    shape = shape_of(report.settings, weight_bytes=report.nbytes)
    check_eyes(shape)
    request = fit_request(shape, options.request)
    gpus = find_gpus(options.gpus, memory=options.gpu_memory)
    placed = place(shape, request, gpus, replicas=options.replicas)
    name, shards = options.folder.resolve().name, len(placed[0].gpus)
    if options.engine == "tgi":
        arguments = tgi.tgi_arguments(shape, request, shards=shards, streams=options.streams)
    else:
        arguments = vllm.vllm_arguments(shape, request, shards=shards, streams=options.streams, name=name)
    return tuple(_container(options, number, replica, arguments) for number, replica in enumerate(placed))


def show(containers: Sequence[Container]) -> str:
    """The commands as a person would type them, one a line."""
    return "\n".join(shlex.join(container.command()) for container in containers)


def launch(options: Options) -> int:
    """Serve until SIGINT, SIGTERM or the end of an engine; exit status 0 for a signal, 1 where an engine ended.

    Raises:
        UserError: something is missing, or an engine does not get ready.
    """
    containers = plan(options)
    check_docker(containers[0].image)
    key = _take_key()
    print(show(containers), file=sys.stderr, flush=True)
    with _stopped_by_signal() as stopping, _running(containers, key) as engines:
        for container, engine in zip(containers, engines, strict=True):
            if not _wait_until_healthy(container, engine, options.start_seconds, stopping):
                return 0
            _say(
                f"{container.url} is ready; of a red square it says: {ask_about_red(container.url, key=key)}"
            )
        _say("Put these addresses into engines.cfg, or viscodex.server.url. Ctrl+C ends them.")
        ended = _wait_for_the_end(engines, stopping)
    if ended:
        raise UserError("An engine ended by itself; its last words are above.")
    return 0


def _container(options: Options, number: int, replica: Replica, arguments: list[str]) -> Container:
    engine = tgi if options.engine == "tgi" else vllm
    return Container(
        name=f"viscodex-{options.engine}-{options.port + number}",
        image=options.image or engine.IMAGE,
        folder=options.folder.resolve(),
        port=options.port + number,
        replica=replica,
        arguments=tuple(arguments),
        key_variable=engine.KEY_VARIABLE,
        environment=engine.ENVIRONMENT,
    )


def _check_folder(report: FolderReport, engine: str) -> None:
    wants = [
        f"{check.subject}: {check.remedy}"
        for check in report.checks
        if check.engine.lower() == engine and check.remedy is not None
    ]
    if wants:
        raise UserError(f"{report.folder} is not ready for this engine:\n  - " + "\n  - ".join(wants))
    if "," in str(report.folder.resolve()):
        raise UserError("Docker cannot mount a folder with a comma in its path. Rename the folder.")


def _take_key() -> str:
    given = os.environ.get(KEY_VARIABLE, "").strip()
    if given:
        return given
    made = secrets.token_urlsafe(32)
    _say(f"The engines' key, made for this run: {KEY_VARIABLE}={made}")
    return made


@contextmanager
def _running(containers: Sequence[Container], key: str) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """The engines as processes in the foreground, their logs on stderr; stopped at the end of the block."""
    engines: list[subprocess.Popen[bytes]] = []
    try:
        for container in containers:
            variables = os.environ | {container.key_variable: key}
            # A session of its own: Ctrl+C reaches this program alone, which then ends the engines in order.
            engines.append(
                subprocess.Popen(container.command(), stdout=_STDERR, env=variables, start_new_session=True)
            )
        yield engines
    finally:
        for container, engine in zip(containers, engines, strict=False):
            if engine.poll() is None:
                stop(container)
                engine.wait()


@contextmanager
def _stopped_by_signal() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set."""
    stopping = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: stopping.set()) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait_until_healthy(
    container: Container, engine: "subprocess.Popen[bytes]", seconds: float, stopping: threading.Event
) -> bool:
    """Whether the engine is up; False where a signal came first."""
    deadline = time.monotonic() + seconds
    while not is_healthy(container.url):
        if stopping.wait(_LOOK_SECONDS):
            return False
        if engine.poll() is not None:
            raise UserError(
                f"{container.name} ended with status {engine.returncode} before it was ready; its words are above. "
                "If they speak of memory, lower --pictures, --max-pixels or --streams."
            )
        if time.monotonic() > deadline:
            raise UserError(f"{container.name} is not ready after {seconds:g} s. Raise --start-seconds.")
    return True


def _wait_for_the_end(engines: Sequence["subprocess.Popen[bytes]"], stopping: threading.Event) -> bool:
    """Whether an engine ended, rather than a signal coming."""
    while not stopping.wait(_LOOK_SECONDS):
        if any(engine.poll() is not None for engine in engines):
            return True
    return False


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
