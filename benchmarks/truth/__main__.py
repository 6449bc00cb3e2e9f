"""How well the likeness tells true code from foreign code, and damaged code from whole.

    .venv/bin/python -m benchmarks.truth [PART …] [--shared FOLDER] [--documentation /usr/share] [--pages 40]

Parts: `pages`, `texts` (code, terminals and charts), `design2code` (agreement with scores that have the reference),
`own` (the reader's answers), `speed`; then what is written down is put together. `FOLDER` holds `golden/design2code`
and `pictures`. What was read and measured is kept in build/truth. Results: benchmarks/results/truth.json; the curves:
docs/truth.svg.
"""

import argparse
import asyncio
import json
from pathlib import Path
from typing import Any

from benchmarks.truth import pages, texts
from benchmarks.truth.agreement import measure_agreement
from benchmarks.truth.calibrate import calibrate
from benchmarks.truth.curves import draw_curves
from benchmarks.truth.own import measure_own
from benchmarks.truth.record import Known, damaged, know, row, text_rows, write
from benchmarks.truth.speed import measure_speed
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.edges.browser.chromium import Pipe, started_browser

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "truth"
RESULTS = ROOT / "benchmarks" / "results" / "truth.json"
PARTS = ("pages", "texts", "design2code", "own", "speed")
OWN = "the reader's own answers, by their drawing"
# Foreign pages beside each picture.
FOREIGN = 4


async def measure_pages(options: argparse.Namespace) -> None:
    """Pages with and without their looks: whole, damaged, foreign."""
    out = BUILD / "pages.jsonl"
    out.unlink(missing_ok=True)
    async with started_browser() as pipe:
        cases = await gather(options, pipe)
        known: dict[str, Known] = {}
        for case in cases:
            known[case.name] = await know(case, pipe, BUILD / "seen")
            write(await damaged(known[case.name], pipe, times=1, seed=1), out)
            print(f"{len(known)} of {len(cases)} {case.group} {case.name}", flush=True)
    for case, other in pages.foreign_pairs(cases, each=FOREIGN):
        there = known[other.name]
        write([row(known[case.name], "foreign", other.html, there.rendered, other=other.name)], out)


async def gather(options: argparse.Namespace, pipe: Pipe) -> list[pages.Case]:
    """All pages with their pictures."""
    cases = pages.sections(options.shared / "pictures" / "sections")
    cases += await pages.golden(options.shared / "golden" / "design2code", pipe)
    cases += await pages.documentation(options.documentation, pipe, count=options.pages)
    return cases + await pages.drawn_pages(pipe, count=options.drawn)


async def own_answers(options: argparse.Namespace) -> dict[str, Any]:
    """What the reader makes of the same pictures."""
    async with started_browser() as pipe:
        cases = await gather(options, pipe)
        return await measure_own(cases, pipe, BUILD / "seen", apply_from=Settings().truth.apply_from)


def measure_texts(options: argparse.Namespace) -> None:
    """Code, terminals and charts."""
    out = BUILD / "texts.jsonl"
    out.unlink(missing_ok=True)
    listings = texts.listings(options.shared / "pictures")
    charts = texts.charts(ROOT, count=options.charts)
    drawn_charts = texts.drawn_charts(options.drawn_charts)
    for group in (listings, charts, drawn_charts):
        for at, case in enumerate(group):
            others = [group[(at + step) % len(group)] for step in range(1, FOREIGN + 1)]
            write(text_rows(case, BUILD / "seen", others, times=2), out)
            print(case.group, case.name, flush=True)


def main() -> None:
    """Measure the named parts, or all, and put the results together."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--documentation", type=Path, default=Path("/usr/share"))
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--drawn", type=int, default=25)
    parser.add_argument("--charts", type=int, default=24)
    parser.add_argument("--drawn-charts", type=int, default=50, help="of ten kinds")
    options = parser.parse_args()
    parts = options.parts or PARTS
    BUILD.mkdir(parents=True, exist_ok=True)
    results: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    if "pages" in parts:
        asyncio.run(measure_pages(options))
    if "texts" in parts:
        measure_texts(options)
    if "design2code" in parts:
        results["Design2Code"] = asyncio.run(
            measure_agreement(options.shared / "golden" / "design2code", options.documentation, BUILD)
        )
    if "own" in parts:
        results[OWN] = asyncio.run(own_answers(options))
    if "speed" in parts:
        results["cost"] = asyncio.run(measure_speed(options.shared / "golden" / "design2code"))
    rows = [json.loads(line) for name in ("pages", "texts") for line in _lines(BUILD / f"{name}.jsonl")]
    truth = Settings().truth
    results |= calibrate(rows, apply_from=truth.apply_from, refuse_below=truth.refuse_below)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    draw_curves(
        results, ROOT / "docs" / "truth.svg", apply_from=truth.apply_from, refuse_below=truth.refuse_below
    )


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


if __name__ == "__main__":
    main()
