"""The tests' own extension in the window: it does there what a test asks for, and answers when it is done.

A test names a task or a command and hears when it has ended, so that nothing has to be waited for by looking.
"""

import asyncio
import contextlib
import itertools
import json
from collections.abc import AsyncIterator
from typing import Any

# Only keeps a test from hanging: a machine that is busy with other things is no fault.
PATIENCE_SECONDS = 180


class Companion:
    """See the module; made by `companion`."""

    def __init__(self) -> None:
        self.port = 0
        self._here = asyncio.Event()
        self._writer: asyncio.StreamWriter | None = None
        self._numbers = itertools.count()
        self._answers: dict[int, asyncio.Future[Any]] = {}

    async def arrived(self, *, patience: float) -> None:
        """Wait until the window's extensions run."""
        async with asyncio.timeout(patience):
            await self._here.wait()

    def leaves(self) -> None:
        """The window is about to go: what comes next needs a new one."""
        self._here.clear()

    async def do(self, task: str, **asked: Any) -> None:
        """Have a task of extension.js done.

        Raises:
            RuntimeError: it failed in the editor.
            TimeoutError: it did not end.
        """
        assert self._writer is not None, "the window is not open yet"
        number = next(self._numbers)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        try:
            self._writer.write(json.dumps({"id": number, "task": task, **asked}).encode() + b"\n")
            async with asyncio.timeout(PATIENCE_SECONDS):
                await answer
        finally:
            del self._answers[number]

    async def hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One window's extension, until it goes away."""
        self._writer = writer
        self._here.set()
        with contextlib.suppress(ConnectionError):
            while line := await reader.readline():
                self._take(json.loads(line))
        writer.close()

    def _take(self, said: dict[str, Any]) -> None:
        answer = self._answers.get(said["id"])
        if answer is None or answer.done():
            return
        if "error" in said:
            answer.set_exception(RuntimeError(said["error"]))
        else:
            answer.set_result(None)


@contextlib.asynccontextmanager
async def companion() -> AsyncIterator[Companion]:
    """A companion that is called at its port."""
    one = Companion()
    server = await asyncio.start_server(one.hear, "127.0.0.1", 0)
    one.port = server.sockets[0].getsockname()[1]
    async with server:
        yield one
