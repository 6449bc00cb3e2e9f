"""A scripted engine as one replica of the team server: it says that it is well, can be killed, and come back.

    async with replicas(2) as (one, other): ...

Each answers every chat request with `replica.answer`, which a test may change at any time.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from tests.scripted_engine import Answer, Request, ScriptedEngine, json_answer, plain, stream

WELL = json_answer(200, {"status": "ok"})
UNWELL = json_answer(503, {"error": "unhealthy", "error_type": "healthcheck"})
METRICS = plain(200, b"# TYPE tgi_queue_size gauge\ntgi_queue_size 0\n", content_type="text/plain")


class Replica(ScriptedEngine):
    """See the module; made by `replicas`."""

    def __init__(self, answer: Answer) -> None:
        super().__init__([answer])
        self.health: Answer = WELL
        self.port = 0
        self._server: asyncio.Server | None = None
        self._connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    @property
    def answer(self) -> Answer:
        return self.answers[0]

    @answer.setter
    def answer(self, answer: Answer) -> None:
        self.answers = [answer]

    @property
    def is_up(self) -> bool:
        """Whether it listens."""
        return self._server is not None and self._server.is_serving()

    async def start(self) -> None:
        """Listen, on the port it had before if it had one."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    async def kill(self) -> None:
        """Cut every connection and listen no more."""
        if self._server is not None:
            self._server.close()
        for task, writer in list(self._connections.items()):
            writer.transport.abort()
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self.handle(reader, writer))
        self._connections[task] = writer
        await asyncio.wait([task])
        self._connections.pop(task, None)

    async def _answer(
        self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        if request.path not in ("/health", "/metrics"):
            return await super()._answer(request, reader, writer)
        for step in self.health if request.path == "/health" else METRICS:
            await self._perform(step, request, writer)
        return True


@asynccontextmanager
async def replicas(count: int, *, kind: type[Replica] = Replica) -> AsyncIterator[list[Replica]]:
    """`count` running replicas, each of which says its number."""
    started = [kind(stream(f"from {number}")) for number in range(count)]
    async with AsyncExitStack() as stack:
        for replica in started:
            await replica.start()
            stack.push_async_callback(replica.kill)
        yield started
