"""What the team's gateway adds: time to the first token beside talking to the engine directly, fairness, memory, CPU.

    .venv/bin/python benchmarks/team.py [--minutes 0.5] [--editors 16] [--replicas 4]

Everything is on the loopback: the real HAProxy on model/deploy, replicas that say a scripted reply at a set pace,
and editors that ask by the language server's own client, each a person with a token. Every editor asks twice in
turn, through the gateway and directly, so that both meet the same machine at the same moment; the difference of the
two is what counts. Then one replica dies and comes back, and one person floods, while the others' figures are taken.
"""

import argparse
import asyncio
import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "model")]

from tests.contract.team_gateway import Gateway, gateway  # noqa: E402
from tests.contract.team_replica import Replica, replicas  # noqa: E402
from tests.scripted_engine import Answer, Request, event  # noqa: E402
from viscodex_lsp.core.errors import CompleterError  # noqa: E402
from viscodex_lsp.core.nouns import Message, Picture, Prompt  # noqa: E402
from viscodex_lsp.core.settings import RequestSettings, ServerSettings  # noqa: E402
from viscodex_lsp.edges.tgi import HubCompleter  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "team.json"
TOKENS, TOKEN_SECONDS, FIRST_SECONDS = 40, 0.02, 0.2
# Half a megabyte, as a screenshot: what the gateway has to take in before it can pass anything on.
PICTURE = Picture(random.Random(7).randbytes(375_000), "image/png", 1280, 800, "mock.png")
REPLY = "".join(f"word{number} " for number in range(TOKENS))


class PacedReplica(Replica):
    """Says REPLY at a model's pace; the request's own number comes first, so that mixed-up answers would show."""

    async def _answer(
        self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        if request.path == "/v1/chat/completions":
            self.answer = await self._say(writer)
        return await super()._answer(request, reader, writer)

    async def _say(self, writer: asyncio.StreamWriter) -> Answer:
        head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
        await asyncio.sleep(FIRST_SECONDS)
        writer.write(head)
        for word in REPLY.split():
            writer.write(_chunk(event(word + " ")))
            await writer.drain()
            await asyncio.sleep(TOKEN_SECONDS)
        return [_chunk(event("", finish="stop")) + _chunk(b"data: [DONE]\n\n") + b"0\r\n\r\n"]


@dataclass
class Editor:
    """One person, asked through the gateway (`far`) and directly (`near`); seconds to the first token of each."""

    name: str
    far: HubCompleter
    near: Callable[[], HubCompleter]
    far_seconds: list[float] = field(default_factory=list)
    near_seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    wrong: int = 0

    async def work(self, until: float, clock: Callable[[], float]) -> None:
        """Ask in turns until the time is over."""
        while clock() < until:
            try:
                far = await self.ask(self.far)
            except CompleterError as error:
                self.failures.append(str(error))
                continue
            # A replica that dies under a direct question says nothing about the gateway.
            with suppress(CompleterError):
                near = await self.ask(self.near())
                self.far_seconds.append(far)
                self.near_seconds.append(near)
            await asyncio.sleep(random.random())

    async def ask(self, completer: HubCompleter) -> float:
        start, first, said = time.perf_counter(), 0.0, []
        prompt = Prompt((Message("user", (PICTURE, "Make this page.")),))
        async for piece in completer.stream(prompt, notify=lambda _: None):
            first = first or time.perf_counter() - start
            said.append(piece.text)
        self.wrong += "".join(said) != REPLY
        return first


@dataclass(frozen=True)
class Figures:
    """One phase. Times in milliseconds; `added` is gateway less direct, of neighbours in time, over `pairs`."""

    pairs: int
    lost: int
    wrong_or_doubled: int
    direct_p50: float
    gateway_p50: float
    added_p50: float
    added_p95: float
    fairness_worst_to_best: float
    gateway_megabytes: float
    gateway_cpu_percent: float


async def measure(
    editors: list[Editor], entrance: Gateway, seconds: float, meanwhile: Callable[[], Any] | None = None
) -> Figures:
    """Let the editors work for `seconds`, and `meanwhile` beside them."""
    for editor in editors:
        editor.far_seconds, editor.near_seconds, editor.failures, editor.wrong = [], [], [], 0
    processes = _processes(entrance)
    before = sum(_cpu(process) for process in processes)
    loop = asyncio.get_running_loop()
    start = loop.time()
    beside = asyncio.ensure_future(meanwhile()) if meanwhile else None
    await asyncio.gather(*(editor.work(start + seconds, loop.time) for editor in editors))
    if beside is not None:
        beside.cancel()
        await asyncio.wait([beside])
    took = loop.time() - start
    used = sum(_cpu(process) for process in processes) - before
    memory = sum(process.memory_info().rss for process in processes if process.is_running())
    return _figures(editors, memory=memory, cpu=used / took)


def _figures(editors: list[Editor], *, memory: float, cpu: float) -> Figures:
    pairs = [
        (far, near)
        for editor in editors
        for far, near in zip(editor.far_seconds, editor.near_seconds, strict=True)
    ]
    added = sorted(far - near for far, near in pairs)
    medians = [statistics.median(editor.far_seconds) for editor in editors if editor.far_seconds]
    for sentence in sorted({sentence for editor in editors for sentence in editor.failures}):
        print("  lost:", sentence)
    return Figures(
        pairs=len(pairs),
        lost=sum(len(editor.failures) for editor in editors),
        wrong_or_doubled=sum(editor.wrong for editor in editors),
        direct_p50=_ms(statistics.median(near for _, near in pairs)),
        gateway_p50=_ms(statistics.median(far for far, _ in pairs)),
        added_p50=_ms(statistics.median(added)),
        added_p95=_ms(added[min(len(added) - 1, int(0.95 * len(added)))]),
        fairness_worst_to_best=round(max(medians) / min(medians), 2),
        gateway_megabytes=round(memory / 1e6, 1),
        gateway_cpu_percent=round(100 * cpu, 1),
    )


async def run(minutes: float, count: int, number_of_replicas: int) -> dict[str, Any]:
    """All three phases, a third of the time each."""
    names = [f"editor{number}" for number in range(count)]
    freely = {
        "VISCODEX_REQUESTS_PER_MINUTE": "600",
        "VISCODEX_BYTES_PER_MINUTE": "2000000000",
        "VISCODEX_REPLICA_QUEUE": "64",
    }
    async with replicas(number_of_replicas, kind=PacedReplica) as engines:
        urls = [engine.url for engine in engines]
        async with gateway(urls, *names, "flooder", **freely) as entrance:
            editors = [_editor(name, entrance, engines) for name in names]
            # Imports, connections and caches of the generator are not what is measured.
            await asyncio.gather(
                *(editor.ask(way) for editor in editors for way in (editor.far, editor.near()))
            )
            seconds = 20.0 * minutes
            found = {
                "calm": await measure(editors, entrance, seconds),
                "a replica dies and comes back": await measure(
                    editors, entrance, seconds, lambda: _die_and_come_back(engines[0], seconds)
                ),
                "one person floods": await measure(editors, entrance, seconds, lambda: _flood(entrance)),
            }
            for editor in editors:
                await editor.far.close()
    return {name: asdict(figures) for name, figures in found.items()}


def _editor(name: str, entrance: Gateway, engines: list[Replica]) -> Editor:
    directly = [_completer(engine.url, "none", "") for engine in engines]

    def any_replica() -> HubCompleter:
        alive = [one for one, engine in zip(directly, engines, strict=True) if engine.is_up]
        return random.choice(alive)

    return Editor(
        name, _completer(entrance.url, entrance.tokens[name], str(entrance.certificate)), any_replica
    )


def _completer(url: str, key: str, ca_file: str) -> HubCompleter:
    return HubCompleter(
        server=ServerSettings(url=url, model="scripted", ca_file=ca_file),
        request=RequestSettings(timeout_seconds=120),
        key=key,
    )


async def _die_and_come_back(engine: Replica, seconds: float) -> None:
    """Between requests of the measured kind only those through the gateway meet the dead replica."""
    await asyncio.sleep(seconds / 3)
    await engine.kill()
    await asyncio.sleep(seconds / 3)
    await engine.start()


async def _flood(entrance: Gateway) -> None:
    """One person who asks forty times at once, again and again, and honours no Retry-After."""

    async def ask() -> None:
        while True:
            try:
                await entrance.ask("flooder")
            except httpx2.HTTPError:
                await asyncio.sleep(0.1)

    await asyncio.gather(*(ask() for _ in range(40)))


def _processes(entrance: Gateway) -> list[psutil.Process]:
    master = psutil.Process(entrance.process.pid)
    return [master, *master.children(recursive=True)]


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 2)


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=0.5, help="of all three phases together")
    parser.add_argument("--editors", type=int, default=16)
    parser.add_argument("--replicas", type=int, default=4)
    arguments = parser.parse_args()
    found = asyncio.run(run(arguments.minutes, arguments.editors, arguments.replicas))
    result = {
        "what": "time to first token in ms through the gateway and directly, in pairs",
        "machine": {"cores": psutil.cpu_count(), "load_1_min": round(psutil.getloadavg()[0], 1)},
        "minutes": arguments.minutes,
        "editors": arguments.editors,
        "replicas": arguments.replicas,
        "phases": found,
    }
    RESULTS.write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(result, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
