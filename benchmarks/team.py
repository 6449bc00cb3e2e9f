"""What the team's gateway adds: time to the first token beside asking the engine directly, fairness, memory, CPU.

    .venv/bin/python benchmarks/team.py [--minutes 8] [--editors 64] [--real 8] [--replicas 4] [--think 10 30]

The real HAProxy on model/deploy with its limits as they are, replicas that say a scripted reply at a model's pace,
and editors, each a person with a token: some are real `viscodex-lsp` processes, the others its HTTP client alone.
Everybody asks in turns through the gateway and directly, so that both meet the same machine; the difference counts.
Four phases: calm; one replica dies and comes back; one person floods; and every attack that once shut others out, in
turns of attack and quiet. In the last two the figures are those of the others.
All share this machine: where it is busy more than about 60 % of the time, choose a longer time to think. As root,
gateway, engines and askers go before whatever else runs (real-time round robin).
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "model")]

from benchmarks.team_load.figures import Machine, asks, beside, edits, first_token  # noqa: E402
from benchmarks.team_load.lag import Lag, give_way, go_first  # noqa: E402
from benchmarks.team_load.people import Person, Tally, way  # noqa: E402
from benchmarks.team_load.real_editors import Typist, new_typist  # noqa: E402
from benchmarks.team_load.script import PICTURE_BYTES, Body  # noqa: E402
from tests.fixtures.servers.team_gateway import Gateway, gateway  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "team.json"
WARM_UP_SECONDS = 20.0
# Of the whole time: calm, a replica dies and comes back, one person floods, attacks and quiet in turns.
SHARES = (0.25, 0.15, 0.15, 0.45)
TURN_SECONDS = 20.0


@dataclass
class Engines:
    """The process of the engines, and what it can be told."""

    process: asyncio.subprocess.Process
    urls: list[str]

    async def tell(self, command: str) -> dict[str, Any]:
        """Its answer to `command`."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(command.encode() + b"\n")
        answer: dict[str, Any] = json.loads(await self.process.stdout.readline())
        return answer


@asynccontextmanager
async def engines(count: int) -> AsyncIterator[Engines]:
    """`count` replicas in a process of their own."""
    process = await _child("benchmarks.team_load.engines", str(count))
    assert process.stdin is not None
    assert process.stdout is not None
    ports = json.loads(await process.stdout.readline())
    try:
        yield Engines(process, [f"http://127.0.0.1:{port}" for port in ports])
    finally:
        process.stdin.close()
        await process.wait()


async def _child(module: str, *words: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *words, cwd=ROOT, stdin=pipe, stdout=pipe
    )


@dataclass
class Crowd:
    """Everybody who asks, what stands between, and how long they think."""

    entrance: Gateway
    engines: Engines
    people: Sequence[Person]
    typists: Sequence[Typist]
    think: tuple[float, float]

    async def work(self, seconds: float, meanwhile: Callable[[], Awaitable[None]]) -> dict[str, Any]:
        """Let all ask for `seconds`, and `meanwhile` beside them; the phase's figures."""
        for person in self.people:
            person.tally = Tally()
        for typist in self.typists:
            typist.pairs, typist.odd = [], []
        await self.engines.tell("report")
        until = asyncio.get_running_loop().time() + seconds
        watch = Watch(self.entrance)
        asking = [person.work(until=until, think=self.think) for person in self.people]
        typing = [typist.work(until=until, think=self.think) for typist in self.typists]
        await asyncio.gather(meanwhile(), *asking, *typing)
        told = await self.engines.tell("report")
        machine = await watch.end(engines_lag=told["lag_p99_ms"])
        tallies = [person.tally for person in self.people]
        return {
            "seconds": round(watch.seconds),
            "asks": asks(tallies, seconds=watch.seconds, begun_again=told["begun_again"]),
            "first_token_ms": first_token(self.people),
            "edits_in_real_editors_ms": edits(
                [pair for typist in self.typists for pair in typist.pairs],
                [sentence for typist in self.typists for sentence in typist.odd],
            ),
            "machine": asdict(machine),
        }


class Watch:
    """Looks at the machine and the gateway from the moment it is made; `seconds` is for how long it did."""

    def __init__(self, entrance: Gateway) -> None:
        master = psutil.Process(entrance.process.pid)
        self._gateway = [master, *master.children(recursive=True)]
        self._lag = Lag()
        self._most_bytes = 0
        self._tasks = [asyncio.ensure_future(self._lag.watch()), asyncio.ensure_future(self._weigh())]
        self._began = asyncio.get_running_loop().time()
        self._used = self._gateway_cpu()
        self.seconds = 0.0
        psutil.cpu_percent()

    async def end(self, *, engines_lag: float) -> Machine:
        """What was seen."""
        self.seconds = asyncio.get_running_loop().time() - self._began
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks)
        return Machine(
            busy_percent=psutil.cpu_percent(),
            gateway_cpu_percent=round(100 * (self._gateway_cpu() - self._used) / self.seconds, 1),
            gateway_megabytes=round(self._most_bytes / 1e6, 1),
            generator_lag_p99_ms=self._lag.p99_ms(),
            engines_lag_p99_ms=engines_lag,
        )

    def _gateway_cpu(self) -> float:
        return sum(sum(process.cpu_times()[:2]) for process in self._gateway)

    async def _weigh(self) -> None:
        while True:
            now = sum(process.memory_info().rss for process in self._gateway)
            self._most_bytes = max(self._most_bytes, now)
            await asyncio.sleep(0.5)


async def nothing() -> None:
    """What happens beside a calm phase."""


async def die_and_come_back(running: Engines, seconds: float) -> None:
    """The first replica dies after a third of the time, and comes back after two."""
    for command in ("kill 0", "start 0"):
        await asyncio.sleep(seconds / 3)
        await running.tell(command)


async def flood(entrance: Gateway, seconds: float, told: dict[str, int]) -> None:
    """One person asks as fast as a machine can; `told` receives how that went for them."""
    process = await _child("benchmarks.team_load.flood", entrance.url, str(entrance.certificate))
    assert process.stdin is not None
    assert process.stdout is not None
    give_way(process.pid)
    process.stdin.write(entrance.tokens["flooder"].encode() + b"\n")
    await asyncio.sleep(seconds)
    process.stdin.close()
    told.update(json.loads(await process.stdout.readline()))
    await process.wait()


async def attack(
    entrance: Gateway, seconds: float, told: dict[str, int], windows: list[tuple[float, float]]
) -> None:
    """Every attack at once, on and off in turns; `told` receives what was done, `windows` when."""
    process = await _child("benchmarks.team_load.attacks", entrance.url, str(entrance.certificate))
    assert process.stdin is not None
    assert process.stdout is not None
    give_way(process.pid)
    process.stdin.write(entrance.tokens["attacker"].encode() + b"\n")
    clock = asyncio.get_running_loop().time
    until = clock() + seconds
    while clock() + 2 * TURN_SECONDS <= until:
        await asyncio.sleep(TURN_SECONDS)
        process.stdin.write(b"on\n")
        start = clock()
        await asyncio.sleep(TURN_SECONDS)
        process.stdin.write(b"off\n")
        windows.append((start, clock()))
    process.stdin.close()
    told.update(json.loads(await process.stdout.readline()))
    await process.wait()


async def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """All phases."""
    calm, death, flooding, attacks = (60 * arguments.minutes * share for share in SHARES)
    names = [f"editor{number}" for number in range(arguments.editors)]
    async with (
        engines(arguments.replicas) as running,
        gateway(running.urls, *names, "flooder", "attacker") as entrance,
        _crowd(entrance, running, arguments) as crowd,
    ):
        flooder: dict[str, int] = {}
        attacker: dict[str, int] = {}
        windows: list[tuple[float, float]] = []
        return {
            "calm": await crowd.work(calm, nothing),
            "a replica dies and comes back": await crowd.work(
                death, lambda: die_and_come_back(running, death)
            ),
            "one person floods": {
                **await crowd.work(flooding, lambda: flood(entrance, flooding, flooder)),
                "flooder": flooder,
            },
            "attacks and quiet in turns": {
                **await crowd.work(attacks, lambda: attack(entrance, attacks, attacker, windows)),
                "others_beside_attacks_ms": beside(crowd.people, windows),
                "attacker": attacker,
            },
        }


@asynccontextmanager
async def _crowd(entrance: Gateway, running: Engines, arguments: argparse.Namespace) -> AsyncIterator[Crowd]:
    real, bodies = arguments.real, [Body(size) for size in PICTURE_BYTES]
    # The one that will die is asked directly by nobody: what it does to the gateway's people is the question.
    lasting = running.urls[1:] or running.urls
    trust = str(entrance.certificate)
    people = [
        Person(
            number,
            far=way(entrance.url, token=entrance.tokens[f"editor{number}"], ca_file=trust),
            near=[way(url) for url in lasting],
            body=bodies[number % len(bodies)],
        )
        for number in range(real, arguments.editors)
    ]
    with ThreadPoolExecutor(2 * real or 1) as threads, tempfile.TemporaryDirectory() as folder:
        typists = [
            new_typist(
                number,
                far={"url": entrance.url, "caFile": trust},
                token=entrance.tokens[f"editor{number}"],
                near=lasting[number % len(lasting)],
                threads=threads,
                folder=Path(folder),
            )
            for number in range(real)
        ]
        # Imports, caches and certificates are read before anything counts.
        until = asyncio.get_running_loop().time() + WARM_UP_SECONDS
        once = (WARM_UP_SECONDS, WARM_UP_SECONDS)
        asking = [person.work(until=until, think=once) for person in people]
        typing = [typist.work(until=until, think=once) for typist in typists]
        await asyncio.gather(*asking, *typing)
        yield Crowd(entrance, running, people, typists, tuple(arguments.think))
        for typist in typists:
            for server in typist.both:
                server.close()


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=8, help="of all phases together")
    parser.add_argument("--editors", type=int, default=64)
    parser.add_argument("--real", type=int, default=8, help="how many of them are viscodex-lsp processes")
    parser.add_argument("--replicas", type=int, default=4)
    parser.add_argument("--think", type=float, nargs=2, default=(10, 30), help="least and most seconds")
    parser.add_argument("--out", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    at_once = go_first()
    load = os.getloadavg()[0]
    phases = asyncio.run(run(arguments))
    result = {
        "what": "people's asks through the gateway beside direct ones, all on one machine",
        "cores": psutil.cpu_count(),
        "load_before": round(load, 1),
        "goes_before_all_else": at_once,
        **{name: value for name, value in vars(arguments).items() if name != "out"},
        "phases": phases,
    }
    arguments.out.write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(result, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
