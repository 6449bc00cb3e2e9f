"""A model server that answers byte for byte what it is told, and notices when its client goes away.

    async with scripted_engine(stream("Hello"), plain(429, b"{...}")) as engine:
        ...  # engine.url, engine.requests

answers the first chat request with a stream, every further one with the refusal. `/v1/models` is answered by
`engine.models` and not counted.
"""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any


@dataclass
class Request:
    """One request; `gone` is set when the client closes the connection before the answer's end."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def content(self) -> Any:
        return json.loads(self.body)


class Silence:
    """A step: say nothing until the client goes away."""


class HangUp:
    """A step: cut the connection."""


Step = bytes | asyncio.Event | Silence | HangUp
Answer = Sequence[Step]


def plain(status: int, body: bytes = b"", *, content_type: str = "", headers: str = "") -> Answer:
    """A whole answer with its length; `headers` are further lines, each ending in \\r\\n."""
    kind = f"content-type: {content_type}\r\n" if content_type else ""
    head = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n{kind}{headers}content-length: {len(body)}\r\n\r\n"
    )
    return [head.encode() + body]


def json_answer(status: int, content: Any, *, headers: str = "") -> Answer:
    """A whole answer in JSON."""
    return plain(status, json.dumps(content).encode(), content_type="application/json", headers=headers)


def stream(*steps: str | Step, finish: str | None = "stop", done: bool = True) -> Answer:
    """A 200 with server-sent events: a text is one piece of the reply, bytes are sent raw, as one chunk."""
    head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
    said: list[Step] = [head]
    for step in steps:
        if isinstance(step, str):
            said.append(_chunk(event(step)))
        else:
            said.append(_chunk(step) if isinstance(step, bytes) else step)
    if finish is not None:
        said.append(_chunk(event("", finish=finish)))
    if done:
        said.append(_chunk(b"data: [DONE]\n\n"))
    return [*said, b"0\r\n\r\n"]


def event(text: str, *, finish: str | None = None) -> bytes:
    """One event of chat completions."""
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish}
    content = {"object": "chat.completion.chunk", "choices": [choice]}
    return b"data: " + json.dumps(content, ensure_ascii=False).encode() + b"\n\n"


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


class ScriptedEngine:
    """See the module; made by `scripted_engine`."""

    def __init__(self, answers: Sequence[Answer]) -> None:
        self.answers = answers
        self.url = ""
        self.models: Answer = json_answer(
            200, {"object": "list", "data": [{"id": "scripted", "object": "model"}]}
        )
        self.requests: list[Request] = []
        self.asked_for_models: list[Request] = []

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, request after request."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                request = await _read_request(reader)
                if not await self._answer(request, reader, writer):
                    break
        writer.close()

    async def _answer(
        self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        if request.path.endswith("/models"):
            self.asked_for_models.append(request)
            steps = self.models
        else:
            self.requests.append(request)
            steps = self.answers[min(len(self.requests), len(self.answers)) - 1]
        watch = asyncio.ensure_future(_watch(request, reader))
        try:
            for step in steps:
                if isinstance(step, HangUp):
                    writer.transport.abort()
                    return False
                await self._perform(step, request, writer)
            return not request.gone.is_set()
        finally:
            watch.cancel()
            await asyncio.wait([watch])

    async def _perform(self, step: Step, request: Request, writer: asyncio.StreamWriter) -> None:
        if isinstance(step, bytes):
            writer.write(step)
            await writer.drain()
            return
        waits = [asyncio.ensure_future(request.gone.wait())]
        if isinstance(step, asyncio.Event):
            waits.append(asyncio.ensure_future(step.wait()))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()


async def _watch(request: Request, reader: asyncio.StreamReader) -> None:
    """Notice the end of the connection without taking a byte of a next request."""
    while not reader.at_eof() and reader.exception() is None:
        if reader._buffer:  # type: ignore[attr-defined]
            return
        with suppress(ConnectionError):
            await reader._wait_for_data("watch")  # type: ignore[attr-defined]
    request.gone.set()


async def _read_request(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.strip().split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Request(method, path, headers, body)


@asynccontextmanager
async def scripted_engine(
    *answers: Answer, tls: ssl.SSLContext | None = None
) -> AsyncIterator[ScriptedEngine]:
    """A running engine on a free port of the loopback."""
    engine = ScriptedEngine(answers)
    connections: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A task of its own: asyncio complains when the one it started is cancelled.
        task = asyncio.ensure_future(engine.handle(reader, writer))
        connections.add(task)
        await asyncio.wait([task])

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    engine.url = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
    try:
        yield engine
    finally:
        server.close()
        for task in list(connections):
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)
        await server.wait_closed()
