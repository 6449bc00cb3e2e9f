"""Everything at once that shut others out in the past, from one person with a token and from strangers.

    python -m benchmarks.team_load.attacks URL CA_FILE        (the token is the first line of stdin)

It attacks while it is told `on`, stops at `off`, and tells in a line of JSON what it did when stdin ends.
"""

import asyncio
import json
import ssl
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlsplit

_HELD_SECONDS = 8.0
_PATHS = {"models": "GET /v1/models", "health": "GET /health", "chat": "POST /v1/chat/completions"}
_QUESTION = b'{"model": "m", "stream": true, "messages": [{"role": "user", "content": "draw"}]'


@dataclass
class Target:
    """Where the gateway is, whose token is used, and what was done."""

    port: int
    trust: ssl.SSLContext
    token: str
    counts: Counter[str] = field(default_factory=Counter)

    @asynccontextmanager
    async def connection(
        self, address: str = "127.0.0.9", *, tls: bool = True
    ) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """One from `address`; it is closed at the end."""
        reader, writer = await asyncio.open_connection(
            "127.0.0.1",
            self.port,
            local_addr=(address, 0),
            ssl=self.trust if tls else None,
            server_hostname="127.0.0.1" if tls else None,
        )
        try:
            yield reader, writer
        finally:
            writer.transport.abort()

    def head(self, what: str, *lines: str, token: str | None = None) -> bytes:
        """The head of a request, by the token's owner where no other is named."""
        given = self.token if token is None else token
        words = [f"{_PATHS[what]} HTTP/1.1", "host: x", f"authorization: Bearer {given}", *lines, "", ""]
        return "\r\n".join(words).encode()


async def bodies_that_never_come(target: Target, _: int) -> None:
    """The list of models, with a body announced and not sent, and with one that has no end."""
    for extra in ("content-length: 1", "transfer-encoding: chunked"):
        async with target.connection() as (reader, writer):
            writer.write(target.head("models", extra) + b"5\r\nhello\r\n" * 100)
            await reader.read(1)


async def stalled_uploads(target: Target, _: int) -> None:
    """6 MB, of which 4.3 are sent; and 3 MB, of which a little is."""
    for length, sent in ((6_000_000, 4_300_000), (3_000_000, 100_000)):
        async with target.connection() as (reader, writer):
            writer.write(target.head("chat", f"content-length: {length}") + b" " * sent)
            await reader.read(1)


async def answers_that_nobody_reads(target: Target, _number: int) -> None:
    """A question whose answer stays in the socket."""
    async with target.connection() as (_, writer):
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        body = _QUESTION + b"}"
        writer.write(target.head("chat", f"content-length: {len(body)}") + body)
        await asyncio.sleep(_HELD_SECONDS)


async def too_much_work(target: Target, _: int) -> None:
    """A thousand answers in one question, and a line of its own for the log."""
    async with target.connection() as (reader, writer):
        body = _QUESTION + b', "n": 1000}'
        lines = (f"content-length: {len(body)}", 'x-request-id: a, "}\x1b[31m')
        writer.write(target.head("chat", *lines) + body)
        await reader.read(1)
        await asyncio.sleep(0.2)


async def idle_connections(target: Target, _: int) -> None:
    """One that asked for the health once and stays."""
    async with target.connection("127.0.0.8") as (reader, writer):
        writer.write(target.head("health", token="none"))
        await reader.read(1)
        await asyncio.sleep(_HELD_SECONDS)


async def slow_handshakes(target: Target, _number: int) -> None:
    """A ClientHello, a byte at a time."""
    async with target.connection("127.0.0.7", tls=False) as (_, writer):
        for byte in (b"\x16", b"\x03", b"\x01"):
            writer.write(byte)
            await asyncio.sleep(_HELD_SECONDS / 3)


async def bodies_without_a_token(target: Target, number: int) -> None:
    """3.9 MB from an address of many."""
    async with target.connection(f"127.0.{1 + number % 60}.6") as (reader, writer):
        writer.write(target.head("chat", "content-length: 4000000", token="none") + b" " * 3_900_000)
        await reader.read(1)
        await asyncio.sleep(_HELD_SECONDS)


async def _again(target: Target, name: str, attack: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await attack()
            target.counts[name] += 1
        except (OSError, asyncio.IncompleteReadError):
            target.counts[f"{name}, turned away"] += 1
            await asyncio.sleep(1)


ATTACKS: dict[Callable[[Target, int], Awaitable[None]], int] = {
    bodies_that_never_come: 16,
    stalled_uploads: 4,
    answers_that_nobody_reads: 2,
    too_much_work: 2,
    idle_connections: 300,
    slow_handshakes: 300,
    bodies_without_a_token: 60,
}
"""How many of each go on at the same time."""


def _all(target: Target) -> list["asyncio.Task[None]"]:
    return [
        asyncio.ensure_future(_again(target, attack.__name__, partial(attack, target, number)))
        for attack, count in ATTACKS.items()
        for number in range(count)
    ]


async def main(url: str, ca_file: str) -> None:
    """Attack while told to."""
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    token = (await lines.readline()).decode().strip()
    target = Target(urlsplit(url).port or 443, ssl.create_default_context(cafile=ca_file), token)
    attacking: list[asyncio.Task[None]] = []
    while word := (await lines.readline()).decode().strip():
        for task in attacking:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*attacking, return_exceptions=True)
        attacking = _all(target) if word == "on" else []
    print(json.dumps(target.counts), flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
