"""What the gate does with scripted answers that are true, damaged and foreign, through the whole flow of a request.

    .venv/bin/python benchmarks/gate.py [--documentation /usr/share] [--pages 24] [--drawn 24] [--charts 10]

Pages of this machine's documentation and drawn ones, pictures of code and terminals where `../shared` is at hand, and
charts. Each picture is answered with its own code, with damaged code, and with other pictures' code. What other checks
refuse is counted apart. Results: benchmarks/results/gate.json.
"""

import argparse
import asyncio
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "model")]

from benchmarks.truth import pages, texts  # noqa: E402
from benchmarks.truth.damage import DAMAGES, Page  # noqa: E402
from benchmarks.truth.record import MAX_PIXELS, drawn_words, seen_in  # noqa: E402
from tests.fixtures.pictures import sights  # noqa: E402
from viscodex_lsp.core.menu.request import AttachedSource  # noqa: E402
from viscodex_lsp.core.nouns import Document, Picture, Reason, Refusal, Span  # noqa: E402
from viscodex_lsp.core.picture.picture import prepare_picture  # noqa: E402
from viscodex_lsp.core.settings import Settings, resolve  # noqa: E402
from viscodex_lsp.core.truth.nouns.rendered import Rendered  # noqa: E402
from viscodex_lsp.core.truth.nouns.seen import Seen  # noqa: E402
from viscodex_lsp.edges.browser.chromium import Pipe, started_browser  # noqa: E402
from viscodex_lsp.edges.browser.drawn_page import draw_in  # noqa: E402
from viscodex_lsp.edges.model.scripted import ScriptedCompleter  # noqa: E402
from viscodex_lsp.flow.answering import Target  # noqa: E402
from viscodex_lsp.ports import Ports  # noqa: E402
from viscodex_lsp.session import Session  # noqa: E402
from viscodex_lsp.suggest import Suggester, Suggestion  # noqa: E402

SEEN = ROOT / "build" / "gate" / "seen"
RESULTS = ROOT / "benchmarks" / "results" / "gate.json"
FOREIGN = 4
PAGE_DAMAGES = ("three words", "section missing")
FENCES = {"plaintext": "text"}


@dataclass(frozen=True)
class Case:
    """A picture, what was read in it, and the code that it shows, in `language`."""

    name: str
    group: str
    code: str
    language: str
    picture: Picture
    seen: Seen


async def main(options: argparse.Namespace) -> None:
    """Ask for every case, and write down what became of each answer."""
    settings = resolve(editor={"server": {"url": "http://127.0.0.1:9"}}, environment={})
    rows: list[tuple[str, str, str]] = []
    async with started_browser() as pipe:
        cases = await gather(options, pipe)
        for number, case in enumerate(cases):
            for kind, code, language in await answers(case, cases, pipe):
                rows.append((case.group, kind, await outcome(case, code, language, pipe, settings)))
            print(f"{number + 1} of {len(cases)} {case.group} {case.name}", flush=True)
    RESULTS.write_text(json.dumps(table(rows, settings), indent=1) + "\n")
    print(json.dumps(table(rows, settings)["all"], indent=1))


async def gather(options: argparse.Namespace, pipe: Pipe) -> list[Case]:
    """All cases; what was read before is not read again."""
    found = await pages.documentation(options.documentation, pipe, count=options.pages)
    found += await pages.drawn_pages(pipe, count=options.drawn)
    cases = [known(one.name, one.group, one.html, "html", one.png) for one in found]
    listed = texts.listings(options.shared / "pictures") if (options.shared / "pictures").exists() else []
    listed += texts.charts(ROOT, count=options.charts)
    return cases + [known(one.name, one.group, one.text, one.language, one.png) for one in listed]


def known(name: str, group: str, code: str, language: str, png: bytes) -> Case:
    """The case, with its picture prepared and read."""
    picture = prepare_picture(png, origin="picture.png", max_pixels=MAX_PIXELS)
    safe = "".join(letter if letter.isalnum() else "_" for letter in f"{group}-{name}")[:80]
    return Case(name, group, code, language, picture, seen_in(picture, SEEN, safe))


async def answers(case: Case, cases: Sequence[Case], pipe: Pipe) -> list[tuple[str, str, str]]:
    """Kind, code and language of each answer."""
    found = [("true", case.code, case.language)]
    chance = random.Random(case.name)
    if case.language == "html":
        drawn = await draw_in(pipe, case.code, case.picture.width, case.picture.height)
        page = Page(case.code, drawn_words(drawn))
        changed = [(name, DAMAGES[name](page, chance)) for name in PAGE_DAMAGES]
        found += [(f"damaged: {name}", code, "html") for name, code in changed if code]
    others = [one for one in cases if one.name != case.name and one.language == case.language]
    chosen = chance.sample(others, min(FOREIGN, len(others)))
    return found + [("foreign", one.code, one.language) for one in chosen]


async def outcome(case: Case, code: str, language: str, pipe: Pipe, settings: Settings) -> str:
    """What becomes of one answer in an empty file."""
    fence = "`" * 4
    model = ScriptedCompleter([f"{fence}{FENCES.get(language, language)}\n{code}\n{fence}"])
    session = Session()
    suggester = Suggester(session=session, ports=ports(case, pipe, model), key="", slow_advice="wait")
    result = await suggester.suggest(
        [AttachedSource(session.attach("", case.picture))],
        Target(Document(f"file:///made.{language}", language, None, ""), Span(0, 0)),
        instruction="",
        settings=settings,
        notify=lambda _: None,
        heard=lambda _: None,
    )
    if isinstance(result, Refusal):
        return "refused" if result.reason is Reason.UNLIKE else f"other check: {result.reason}"
    return told(result)


def told(result: Suggestion) -> str:
    """Applied, proposed, or applied without being compared."""
    if result.held:
        return "proposed"
    compared = result.likeness is not None and result.likeness.value is not None
    return "applied" if compared else "not compared"


def ports(case: Case, pipe: Pipe, model: ScriptedCompleter) -> Ports:
    """A world in which the picture was read already, and one browser draws."""

    async def draw(page: str, width: int, height: int) -> Rendered:
        return await draw_in(pipe, page, width, height)

    return replace(sights.ports(case.seen, [model]), draw_page=draw)


def table(rows: Sequence[tuple[str, str, str]], settings: Settings) -> dict[str, Any]:
    """Counts and shares by the kind of answer, for all pictures and for each kind of them."""
    groups: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for group, kind, became in rows:
        for name in ("all", group):
            groups[name][kind][became] += 1
    return {
        "answers": len(rows),
        "apply from": settings.truth.apply_from,
        "refuse below": settings.truth.refuse_below,
        **{name: {kind: shares(found) for kind, found in kinds.items()} for name, kinds in groups.items()},
    }


def shares(found: Counter[str]) -> dict[str, Any]:
    """Counts, and of those that reached the gate the share applied and the share held back."""
    judged = {name: found[name] for name in ("applied", "not compared", "proposed", "refused")}
    count = sum(judged.values())
    if not count:
        return dict(found)
    let = judged["applied"] + judged["not compared"]
    return {**found, "share applied": round(let / count, 3), "share held back": round(1 - let / count, 3)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--documentation", type=Path, default=Path("/usr/share"))
    parser.add_argument("--pages", type=int, default=24)
    parser.add_argument("--drawn", type=int, default=24)
    parser.add_argument("--charts", type=int, default=10)
    asyncio.run(main(parser.parse_args()))
