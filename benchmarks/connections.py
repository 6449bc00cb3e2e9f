"""What the gateway adds to the first token where connections are kept between questions, and where they are not.

    .venv/bin/python benchmarks/connections.py [--rounds 200]

The real HAProxy on model/deploy with TLS, one engine that answers at once. Each round asks the same question four
times in random order, by the language server's own client: twice directly, through the gateway by a connection that was
kept, and through the gateway by a new client, with all that its first question costs. What counts is the difference
within a round, since all share a busy machine; between the two direct ones it tells what chance does.
"""

import argparse
import asyncio
import json
import random
import sys
import time
from contextlib import aclosing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "model")]

from tests.fixtures.servers.scripted_engine import stream  # noqa: E402
from tests.fixtures.servers.team_gateway import gateway  # noqa: E402
from tests.fixtures.servers.team_replica import replicas  # noqa: E402
from viscodex_lsp.core.nouns import Message, Picture, Prompt  # noqa: E402
from viscodex_lsp.core.settings import RequestSettings, ServerSettings  # noqa: E402
from viscodex_lsp.edges.model.chat_client import ChatCompleter  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "connections.json"
PICTURE = Picture(random.Random(7).randbytes(300_000), "image/png", 800, 600, "mock.png")
PROMPT = Prompt((Message("user", (PICTURE, "The page as HTML.")),))
WARM_UP_ROUNDS = 5
# One person asks here as fast as nobody can; a limit would be measured instead of the way.
UNLIMITED = {"VISCODEX_REQUESTS_PER_MINUTE": "100000", "VISCODEX_BYTES_PER_MINUTE": "100000000000"}
# Added to the first token at the 95th percentile, measured by benchmarks/team.py before connections were kept.
FORMER_ADDED_P95_MS = 13.3


async def first_token(completer: ChatCompleter) -> float:
    """Milliseconds to the first piece of the reply; the reply is heard to its end."""
    began, first = time.perf_counter(), 0.0
    async with aclosing(completer.stream(PROMPT, notify=lambda _: None)) as pieces:
        async for _ in pieces:
            first = first or time.perf_counter() - began
    return first * 1000


async def measure(rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each way, round by round."""
    took: dict[str, list[float]] = {"direct": [], "again": [], "kept": [], "new": []}
    async with replicas(1) as (engine,):
        engine.answer = stream("```html\n<p>Hello</p>\n```")
        async with gateway([engine.url], "anna", **UNLIMITED) as entrance:

            def completer(url: str, *, ca_file: str = "") -> ChatCompleter:
                server = ServerSettings(url=url, model="scripted", ca_file=ca_file)
                return ChatCompleter(server=server, request=RequestSettings(), key=entrance.tokens["anna"])

            ca_file = str(entrance.certificate)
            direct, kept = completer(engine.url), completer(entrance.url, ca_file=ca_file)
            for number in range(rounds + WARM_UP_ROUNDS):
                for way in random.sample(list(took), 4):
                    asked = {"direct": direct, "again": direct, "kept": kept}.get(way) or completer(
                        entrance.url, ca_file=ca_file
                    )
                    milliseconds = await first_token(asked)
                    if number >= WARM_UP_ROUNDS:
                        took[way].append(milliseconds)
                    if way == "new":
                        await asked.close()
                    await asyncio.sleep(0.02)
            await direct.close()
            await kept.close()
    return took


def summary(took: dict[str, list[float]]) -> dict[str, object]:
    """Percentiles of the differences within rounds."""

    def added(way: str) -> dict[str, float]:
        found = sorted(one - other for one, other in zip(took[way], took["direct"], strict=True))
        return {f"p{p}": round(found[min(len(found) - 1, len(found) * p // 100)], 1) for p in (50, 95)}

    return {
        "rounds": len(took["direct"]),
        "picture_bytes": len(PICTURE.data),
        "added_ms_connection_kept": added("kept"),
        "added_ms_client_new": added("new"),
        "chance_ms": added("again"),
        "former_added_p95_ms": FORMER_ADDED_P95_MS,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    found = summary(asyncio.run(measure(parser.parse_args().rounds)))
    RESULTS.write_text(json.dumps(found, indent=2) + "\n")
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
