"""People who ask through the gateway and directly, in turn, with pauses to think.

A person is one connection pool of the language server's own kind, to the gateway with a token and to the engines
without. What is asked is made beforehand, so that the asker's work does not count as the gateway's.
"""

import asyncio
import json
import random
import time
from collections.abc import Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, field

import httpx2

from benchmarks.team_load.script import Body, is_whole, new_question
from viscodex_lsp.core.errors import CompleterError, StreamBroken
from viscodex_lsp.edges.model.chat.engine_errors import Endpoint
from viscodex_lsp.edges.model.chat.http_client import open_client, send
from viscodex_lsp.edges.model.chat.transport_errors import from_transport

ANSWER_SECONDS = 120.0


@dataclass
class Tally:
    """What one person met in a phase.

    `triples` are seconds to the first token: gateway, direct, direct again; `when` says by the loop's clock at what
    time each was begun.
    """

    triples: list[tuple[float, float, float]] = field(default_factory=list)
    when: list[float] = field(default_factory=list)
    asked: int = 0
    answered: int = 0
    odd: int = 0
    broken_off: int = 0
    lost: list[str] = field(default_factory=list)


@dataclass
class Way:
    """An address to ask at."""

    client: httpx2.AsyncClient
    url: str
    place: Endpoint

    async def ask(self, body: bytes) -> tuple[float, str]:
        """Seconds to the first piece, and the whole reply.

        Raises:
            CompleterError: as the language server's own client would; StreamBroken once the reply has begun.
        """
        start, first, lines = time.perf_counter(), 0.0, []
        headers = {"content-type": "application/json"}
        url = self.url + "/v1/chat/completions"
        try:
            answer = await send(self.client, "POST", url, self.place, content=body, headers=headers)
            async with aclosing(answer):
                async for line in answer.aiter_lines():
                    first = first or time.perf_counter() - start
                    lines.append(line)
        except httpx2.TransportError as error:
            raise from_transport(error, self.place, began=first > 0) from error
        return first, text_of(lines)


def text_of(lines: Sequence[str]) -> str:
    """The reply in the lines of an event stream; empty when it has no end."""
    events = [line.removeprefix("data: ") for line in lines if line]
    if not events or events[-1] != "[DONE]":
        return ""
    return "".join(json.loads(event)["choices"][0]["delta"]["content"] for event in events[:-1])


def way(url: str, *, token: str = "", ca_file: str = "") -> Way:
    """A way to `url`."""
    place = Endpoint(url, model="scripted", has_key=bool(token), connect_seconds=10)
    client = open_client(url, key=token, ca_file=ca_file, connect_seconds=10)
    return Way(client, url, place)


async def pause(shortest: float, longest: float, *, until: float) -> None:
    """Think for so many seconds, but not beyond the end of the phase."""
    left = until - asyncio.get_running_loop().time()
    await asyncio.sleep(max(0.0, min(random.uniform(shortest, longest), left)))


@dataclass
class Person:
    """One person at an editor; `near` are the engines that never die."""

    number: int
    far: Way
    near: Sequence[Way]
    body: Body
    tally: Tally = field(default_factory=Tally)
    turn: int = 0

    async def work(self, *, until: float, think: tuple[float, float]) -> None:
        """Think, ask, and so on until the time is over."""
        # Nobody begins in step with the others.
        await pause(0, think[1], until=until)
        while asyncio.get_running_loop().time() < until:
            await self.ask_in_turns()
            await pause(*think, until=until)

    async def ask_in_turns(self) -> None:
        """Once through the gateway and twice directly, in any order: the second tells what chance does."""
        began = asyncio.get_running_loop().time()
        ways = [self.far, *(random.choice(self.near) for _ in range(2))]
        seconds: dict[int, float] = {}
        for index in random.sample(range(3), 3):
            with suppress(CompleterError, TimeoutError):
                asking = self.ask_far() if index == 0 else self._ask(ways[index])
                seconds[index] = (await asking)[0]
        if len(seconds) == 3:
            self.tally.triples.append((seconds[0], seconds[1], seconds[2]))
            self.tally.when.append(began)

    async def ask_far(self) -> tuple[float, bool]:
        """Ask through the gateway, and note what came of it."""
        self.tally.asked += 1
        try:
            first, is_right = await self._ask(self.far)
        except StreamBroken:
            # The replica that had begun it died: no gateway can mend that.
            self.tally.broken_off += 1
            raise
        except (CompleterError, TimeoutError) as error:
            self.tally.lost.append(str(error) or "no answer in two minutes")
            raise
        self.tally.answered += 1
        self.tally.odd += not is_right
        return first, is_right

    async def _ask(self, where: Way) -> tuple[float, bool]:
        self.turn += 1
        question = new_question(self.number, self.turn)
        async with asyncio.timeout(ANSWER_SECONDS):
            first, code = await where.ask(self.body.asking(question))
        return first, is_whole(code, question)
