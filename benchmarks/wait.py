"""How much longer a person waits because what was made is compared: from the answer's end to the edit.

    .venv/bin/python benchmarks/wait.py [--rounds 10] [--seconds 4]

The same request, with the real reader and the real browser, again and again by turns, its picture each time in slightly
other pixels: not compared at all (`off`);
compared with nothing made ready (`cold`: the browser is started when the answer is there); compared with a browser that
was started beside this very answer (`beside`); and with one that runs from a request before (`warm`). Asked are a
scripted model that takes so many seconds, and the reader itself. Told are medians, and the median of what each round
takes longer than its own `off`. Results: benchmarks/results/wait.json.
"""

import argparse
import asyncio
import io
import json
import os
import statistics
import sys
import time
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "model")]

from benchmarks.truth import pages  # noqa: E402
from viscodex_lsp.core.menu.request import AttachedSource  # noqa: E402
from viscodex_lsp.core.nouns import Document, Prompt, Refusal, Span  # noqa: E402
from viscodex_lsp.core.picture.picture import prepare_picture  # noqa: E402
from viscodex_lsp.core.settings import Settings, resolve  # noqa: E402
from viscodex_lsp.edges.browser.chromium import started_browser  # noqa: E402
from viscodex_lsp.edges.browser.warm_browser import WarmBrowser  # noqa: E402
from viscodex_lsp.edges.model.completer import Notify, Piece  # noqa: E402
from viscodex_lsp.edges.model.scripted import ScriptedCompleter  # noqa: E402
from viscodex_lsp.flow.answering import Target  # noqa: E402
from viscodex_lsp.ports import Ports, real_ports  # noqa: E402
from viscodex_lsp.session import Session  # noqa: E402
from viscodex_lsp.suggest import Suggester  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "wait.json"
WAYS = ("off", "cold", "beside", "warm")
SERVED = {"url": "http://127.0.0.1:9"}
PAGES = 5


class SlowModel(ScriptedCompleter):
    """Says a page after so many seconds, and notes when it was done."""

    def __init__(self, page: str, seconds: float) -> None:
        super().__init__([f"````html\n{page}\n````"])
        self._seconds, self.done = seconds, 0.0

    async def stream(self, prompt: Prompt, *, notify: Notify) -> AsyncGenerator[Piece, None]:
        """See `Completer.stream`."""
        await asyncio.sleep(self._seconds)
        async for piece in super().stream(prompt, notify=notify):
            yield piece
        self.done = time.perf_counter()


def noisy(png: bytes, seed: int) -> bytes:
    """The same page in slightly other pixels: the reader remembers what it has read."""
    with Image.open(io.BytesIO(png)) as opened:
        pixels = np.asarray(opened.convert("RGB")).astype(np.int16)
    noise = np.random.default_rng(seed).integers(0, 2, pixels.shape)
    out = io.BytesIO()
    Image.fromarray((pixels + noise).clip(0, 255).astype(np.uint8)).save(out, "PNG", compress_level=1)
    return out.getvalue()


def ports_of(way: str, kept: WarmBrowser) -> tuple[Ports, Callable[[], None]]:
    """The world of one request, and what ends its browser."""
    browser = kept if way == "warm" else WarmBrowser()
    begin = (lambda: lambda: None) if way == "cold" else browser.begin
    world = replace(real_ports(), begin_drawing=begin, draw_page=browser.draw)
    return world, (lambda: None) if way == "warm" else browser.close


async def ask(png: bytes, page: str, way: str, kept: WarmBrowser, seconds: float | None) -> float:
    """Seconds from the end of the answer to the edit; of the reader's own answer, the whole request."""
    world, end = ports_of(way, kept)
    model = SlowModel(page, seconds or 0.0)
    if seconds is not None:
        world = replace(world, open_completer=lambda *_: model)
    settings = settings_of(way, served=seconds is not None)
    session = Session()
    picture = prepare_picture(png, origin="page.png", max_pixels=settings.picture.max_pixels)
    suggester = Suggester(session=session, ports=world, key="", slow_advice="wait")
    began = time.perf_counter()
    result = await suggester.suggest(
        [AttachedSource(session.attach("", picture))],
        Target(Document("file:///made.html", "html", None, ""), Span(0, 0)),
        instruction="",
        settings=settings,
        notify=lambda _: None,
        heard=lambda _: None,
    )
    took = time.perf_counter() - (began if seconds is None else model.done)
    await suggester.close()
    end()
    if isinstance(result, Refusal):
        raise SystemExit(f"refused: {result.sentence}")
    compared = result.likeness is not None and result.likeness.drawn
    if compared == (way == "off"):
        why = result.likeness.structure.note if result.likeness is not None else ""
        raise SystemExit(f"{way}: {result.sentence} ({why})")
    return took


def settings_of(way: str, *, served: bool) -> Settings:
    """Nothing is asked twice, and no picture is searched for secrets, which takes time of its own."""
    told: dict[str, Any] = {"privacy": {"maskSecrets": False}, "checks": {"repairAttempts": 0}}
    told["truth"] = {"mode": "off" if way == "off" else "tell"}
    return resolve(editor=told | ({"server": SERVED} if served else {}), environment={})


async def main(options: argparse.Namespace) -> None:
    """Measure and write down."""
    async with started_browser() as pipe:
        cases = await pages.drawn_pages(pipe, count=PAGES)
    kept = WarmBrowser(idle_seconds=600)
    results: dict[str, Any] = {"rounds": options.rounds, "model seconds": options.seconds}
    for name, seconds in (("model", options.seconds), ("reader", None)):
        # The first request starts the local server, and the browser that is kept.
        await ask(cases[0].png, cases[0].html, "warm", kept, seconds)
        taken: dict[str, list[float]] = {way: [] for way in WAYS}
        for number in range(options.rounds):
            case = cases[number % len(cases)]
            for turn in range(len(WAYS)):
                at = (number + turn) % len(WAYS)
                png = noisy(case.png, number * len(WAYS) + at)
                taken[WAYS[at]].append(await ask(png, case.html, WAYS[at], kept, seconds))
        results[name] = {way: told(values, taken["off"]) for way, values in taken.items()}
        print(name, json.dumps(results[name]), flush=True)
    kept.close()
    results["load average, 15 minutes"] = round(os.getloadavg()[2], 1)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


def told(values: list[float], off: list[float]) -> dict[str, Any]:
    """Medians, and what is added to the request that is not compared."""
    added = [value - base for value, base in zip(values, off, strict=True)]
    return {
        "seconds": round(statistics.median(values), 3),
        "added": round(statistics.median(added), 3),
        "most added": round(max(added), 3),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=4.0)
    asyncio.run(main(parser.parse_args()))
