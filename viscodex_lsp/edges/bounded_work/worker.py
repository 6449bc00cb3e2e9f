"""Processes for hard work, as their users see them: started when first needed, kept for the next task, ended if late.

A process that is idle ends by itself, and so it does when this one is gone.
"""

import asyncio
import contextlib
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import IO, Any, Generic, NamedTuple, TypeVar

from viscodex_lsp.core.errors import TooHardToParse, VisCodexError
from viscodex_lsp.edges.bounded_work.bounds import MOST_GROWTH_BYTES, PATIENCE, over_bytes, over_seconds

Result = TypeVar("Result")

_COMMAND = (sys.executable, "-P", "-m", "viscodex_lsp.edges.bounded_work.worker_process")
_START_SECONDS = 20.0
_END_SECONDS = 1.0
OUT_OF_TIME = 1
"""The exit status of a process that its own alarm clock ended (`faulthandler`)."""
_LENGTH_BYTES = 8
_SECRET = "VISCODEX_API_KEY"


class NoWorker(Exception):
    """No process can be had for this task here."""


class Task(NamedTuple, Generic[Result]):
    """Work, what it is given, and the seconds of a processor that it may take."""

    work: Callable[..., Result]
    arguments: tuple[Any, ...]
    named: Mapping[str, Any]
    seconds: float


async def work_apart(task: Task[Result]) -> Result:
    """The result of a task that a process works on; the process ends if nobody waits for it any more.

    Raises:
        TooHardToParse: it took too long, or too much memory.
        VisCodexError: whatever else of ours it raised.
        NoWorker: no process can be started, or the task cannot be sent to one.
    """
    try:
        message = pickle.dumps(tuple(task))
    except (pickle.PicklingError, AttributeError, TypeError, RuntimeError) as error:
        raise NoWorker from error
    worker = _idle.pop() if _idle else await asyncio.to_thread(_started)
    try:
        answer = await worker.asked(message, task.seconds)
        if answer is None and worker.was_idle:
            worker = await asyncio.to_thread(_started)
            answer = await worker.asked(message, task.seconds)
    finally:
        worker.put_back()
    if answer is None:
        raise TooHardToParse(over_bytes(MOST_GROWTH_BYTES) if worker.broke else over_seconds(task.seconds))
    value, failure = pickle.loads(answer)
    if isinstance(failure, VisCodexError):
        raise failure
    if failure:
        raise TooHardToParse(failure)
    return value  # type: ignore[no-any-return]


class _Worker:
    """One process, with one task at a time."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self._busy = False

    @property
    def was_idle(self) -> bool:
        """Whether it ended by itself for want of work, which may be just when it was asked."""
        return self._process.poll() == 0

    @property
    def broke(self) -> bool:
        """Whether it ended, and not because its time was over: the system had no more memory for it."""
        return self._process.poll() not in (None, 0, OUT_OF_TIME, -getattr(signal, "SIGPROF", 0))

    async def asked(self, message: bytes, seconds: float) -> bytes | None:
        """The answer to a message; None if the process ended over it, or is late."""
        with contextlib.suppress(TimeoutError):
            return await asyncio.wait_for(
                asyncio.to_thread(self.ask, message), _START_SECONDS + PATIENCE * seconds
            )
        return None

    def ask(self, message: bytes) -> bytes | None:
        """The answer to a message; None if the process ended over it."""
        self._busy = True
        stdin, stdout = self._process.stdin, self._process.stdout
        answer = None
        if stdin is not None and stdout is not None:
            with contextlib.suppress(OSError, ValueError):
                write_message(stdin, message)
                answer = read_message(stdout)
        if answer is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_END_SECONDS)
        else:
            self._busy = False
        return answer

    def put_back(self) -> None:
        """Keep the process for the next task; end it if it is still busy, or has ended."""
        if not self._busy:
            _idle.append(self)
            return
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


_idle: list[_Worker] = []


def _started() -> _Worker:
    environment = {name: value for name, value in os.environ.items() if name != _SECRET}
    try:
        process = subprocess.Popen(
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise NoWorker from error
    worker = _Worker(process)
    if worker.ask(pickle.dumps(None)) is None:
        worker.put_back()
        raise NoWorker
    return worker


def write_message(stream: IO[bytes], message: bytes) -> None:
    """Write a message with its length before it."""
    stream.write(len(message).to_bytes(_LENGTH_BYTES, "big") + message)
    stream.flush()


def read_message(stream: IO[bytes]) -> bytes | None:
    """The next message; None at the end of the stream."""
    head = stream.read(_LENGTH_BYTES)
    size = int.from_bytes(head, "big")
    message = stream.read(size) if len(head) == _LENGTH_BYTES else b""
    return message if len(head) == _LENGTH_BYTES and len(message) == size else None
