"""Measures how long a person waits for an edit with real language servers.

Each person has two `viscodex-lsp --stdio`: one set to the gateway, one to an engine. A picture is pasted into each in
turn, and the edit that comes back is looked at.
"""

import asyncio
import base64
import io
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.measuring.wire import Wire
from benchmarks.server import draw_screenshot, open_document
from benchmarks.team_load.lag import give_way
from benchmarks.team_load.people import pause
from benchmarks.team_load.script import MARK, is_whole, new_question

PLACE = {"line": 1, "character": 0}


class Server:
    """A language server and its open document; every call blocks, so it is made in a thread."""

    def __init__(self, folder: Path, settings: dict[str, Any]) -> None:
        self._wire = Wire("-m", "viscodex_lsp", "--stdio")
        give_way(self._wire.process.pid)
        params: dict[str, Any] = {"processId": None, "rootUri": folder.as_uri(), "capabilities": {}}
        self._wire.ask("initialize", params | {"initializationOptions": settings})
        self._wire.send("initialized", {})
        self._uri = open_document(self._wire, "# shapes\n\n", folder=folder)
        self._number = 1_000_000

    def edit(self, picture: str, question: str) -> str:
        """Paste `picture`, a PNG in base64, and the code of the edit; or an error's sentence."""
        answer = self._ask("viscodex/attachPicture", {"uri": self._uri, "data": picture})
        wanted = {
            "uri": self._uri,
            "range": {"start": PLACE, "end": PLACE},
            "picture": {"kind": "attached", "id": answer["result"]["id"]},
            "instruction": f"{MARK.decode()}{question}",
        }
        answer = self._ask("viscodex/imageToCode", wanted)
        return str(answer["result"]["edit"] if "result" in answer else answer["error"]["message"])

    def close(self) -> None:
        """End the process."""
        self._wire.close()

    def _ask(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        self._number += 1
        self._wire.send(method, params, id=self._number)
        return self._wire.until(lambda told: told.get("id") == self._number and "method" not in told)


@dataclass
class Typist:
    """One person with real servers; `pairs` are seconds to the edit: gateway, direct."""

    number: int
    far: Server
    near: Server
    picture: str
    threads: ThreadPoolExecutor
    pairs: list[tuple[float, float]] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    turn: int = 0

    @property
    def both(self) -> tuple[Server, Server]:
        """The two servers."""
        return self.far, self.near

    async def work(self, *, until: float, think: tuple[float, float]) -> None:
        """Think, paste, and so on until the time is over."""
        loop = asyncio.get_running_loop()
        await pause(0, think[1], until=until)
        while loop.time() < until:
            seconds: dict[int, float | None] = {}
            for index in random.sample(range(2), 2):
                seconds[index] = await self.paste(self.both[index], noted=index == 0)
            far, near = seconds[0], seconds[1]
            if far is not None and near is not None:
                self.pairs.append((far, near))
            await pause(*think, until=until)

    async def paste(self, server: Server, *, noted: bool = False) -> float | None:
        """Seconds to a right edit; None for any other, whose sentence is kept if it is to be `noted`."""
        self.turn += 1
        question = new_question(self.number, self.turn)
        start = time.perf_counter()
        loop = asyncio.get_running_loop()
        code = await loop.run_in_executor(self.threads, server.edit, self.picture, question)
        if is_whole(code, question):
            return time.perf_counter() - start
        if noted:
            self.odd.append(code[:200])
        return None


def screenshot() -> str:
    """A picture as an editor pastes it: PNG, in base64."""
    buffer = io.BytesIO()
    draw_screenshot().save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


# The scripted reply shows nothing of the picture, so it is not compared with it. In life that is the work of the
# person's own machine, which here is also the gateway's.
QUIET = {"log": {"level": "error"}, "truth": {"mode": "off"}}


def new_typist(
    number: int, *, far: dict[str, str], token: str, near: str, threads: ThreadPoolExecutor, folder: Path
) -> Typist:
    """A typist with two servers: one asks the gateway, by the settings `far`, the other an engine at `near`."""
    return Typist(
        number,
        far=Server(folder, {"server": far, "apiKey": token, **QUIET}),
        near=Server(folder, {"server": {"url": near}, **QUIET}),
        picture=screenshot(),
        threads=threads,
    )
