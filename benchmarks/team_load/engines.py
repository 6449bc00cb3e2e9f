"""Model servers for the load: all replicas in one process of their own, each saying the script at a model's pace.

    python -m benchmarks.team_load.engines 4

The first line out is the list of their ports. Then each line in is a command, answered by one line of JSON:
`kill N` and `start N` take a replica down and up, `report` tells what came since the last report.
"""

import asyncio
import json
import sys
from collections import Counter
from contextlib import suppress

from benchmarks.team_load.lag import Lag
from benchmarks.team_load.script import FIRST_SECONDS, TOKEN_SECONDS, question_of, reply_pieces

STREAM = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
LARGEST_HEAD = 1 << 20


def event(text: str, finish: str | None = None) -> bytes:
    """One chunk of a streamed chat completion."""
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish}
    data = b"data: %s\n\n" % json.dumps({"object": "chat.completion.chunk", "choices": [choice]}).encode()
    return b"%x\r\n%s\r\n" % (len(data), data)


def whole(content: object) -> bytes:
    """An answer in JSON."""
    data = json.dumps(content).encode()
    return b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (
        len(data),
        data,
    )


HEALTH = whole({"status": "ok"})
MODELS = whole({"object": "list", "data": [{"id": "scripted", "object": "model"}]})
END = event("", finish="stop") + b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n"


class Engine:
    """One replica; `begun` counts how often an answer to each question was begun."""

    def __init__(self, begun: Counter[str]) -> None:
        self.port = 0
        self._begun = begun
        self._server: asyncio.Server | None = None
        self._open: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def start(self) -> None:
        """Listen, on the port it had before if it had one."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port, limit=LARGEST_HEAD)
        self.port = self._server.sockets[0].getsockname()[1]

    async def kill(self) -> None:
        """Cut every connection and listen no more."""
        assert self._server is not None
        self._server.close()
        for task, writer in list(self._open.items()):
            writer.transport.abort()
            task.cancel()
        while self._open:
            await asyncio.sleep(0)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A task of its own: asyncio complains when the one that it started is cancelled.
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._open[task] = writer
        await asyncio.wait([task])
        self._open.pop(task)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                _, found, length = head.partition(b"content-length:")
                body = await reader.readexactly(int(length.split(b"\r\n")[0])) if found else b""
                if b"/chat/completions" in head[:64]:
                    await self._say(question_of(body), writer)
                else:
                    writer.write(MODELS if b"/v1/models" in head[:64] else HEALTH)
        writer.close()

    async def _say(self, question: str, writer: asyncio.StreamWriter) -> None:
        # Against the clock, so that delays do not add up over a reply.
        loop = asyncio.get_running_loop()
        due = loop.time() + FIRST_SECONDS
        await asyncio.sleep(FIRST_SECONDS)
        self._begun[question] += 1
        head = STREAM
        for piece in reply_pieces(question):
            writer.write(head + event(piece))
            head = b""
            await writer.drain()
            due += TOKEN_SECONDS
            await asyncio.sleep(max(0.0, due - loop.time()))
        writer.write(END)


async def serve(count: int) -> None:
    """Run `count` engines and obey the commands until their end."""
    begun: Counter[str] = Counter()
    engines = [Engine(begun) for _ in range(count)]
    for engine in engines:
        await engine.start()
    lag = Lag()
    watching = asyncio.ensure_future(lag.watch())
    _tell([engine.port for engine in engines])
    commands = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(commands), sys.stdin
    )
    while line := (await commands.readline()).decode().split():
        if line[0] == "report":
            again = sum(count > 1 for question, count in begun.items() if question)
            _tell({"begun": begun.total(), "begun_again": again, "lag_p99_ms": lag.p99_ms()})
            begun.clear()
            lag.seconds.clear()
            continue
        engine = engines[int(line[1])]
        await (engine.start() if line[0] == "start" else engine.kill())
        _tell({})
    watching.cancel()
    for engine in engines:
        await engine.kill()


def _tell(content: object) -> None:
    print(json.dumps(content), flush=True)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
