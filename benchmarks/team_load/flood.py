"""One person who floods: the same request many times a second, in a process of its own, honouring no Retry-After.

    python -m benchmarks.team_load.flood URL CA_FILE        (the token is the first line of stdin)

It asks until stdin ends, and then tells in a line of JSON how many got which status.
"""

import asyncio
import json
import sys
from collections import Counter

from benchmarks.team_load.people import Way, way
from benchmarks.team_load.script import PICTURE_BYTES, Body, new_question
from viscodex_lsp.core.errors import CompleterError, ServerBusy

EACH_SECOND = 25
PERSON = 9999


async def flood(url: str, ca_file: str) -> None:
    """Ask EACH_SECOND times a second, however the answers are."""
    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    token = (await lines.readline()).decode().strip()
    end = asyncio.ensure_future(lines.read())
    where, body, counts = way(url, token=token, ca_file=ca_file), Body(PICTURE_BYTES[1]), Counter[str]()
    asking: set[asyncio.Task[None]] = set()
    turn = 0
    while not end.done():
        turn += 1
        asking.add(asyncio.ensure_future(_ask(where, body.asking(new_question(PERSON, turn)), counts)))
        await asyncio.wait([end], timeout=1 / EACH_SECOND)
        asking = {task for task in asking if not task.done()}
    for task in asking:
        task.cancel()
    await asyncio.gather(*asking, return_exceptions=True)
    print(json.dumps({"asked": turn, **counts}), flush=True)


async def _ask(where: Way, body: bytes, counts: Counter[str]) -> None:
    try:
        await where.ask(body)
    except ServerBusy:
        counts["told_to_wait"] += 1
    except CompleterError as error:
        counts[type(error).__name__] += 1
    else:
        counts["answered"] += 1


if __name__ == "__main__":
    asyncio.run(flood(*sys.argv[1:]))
