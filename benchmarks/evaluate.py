"""Scoring throughput of four benchmarks beside a plain sequential loop over the same rows.

    .venv/bin/python benchmarks/evaluate.py [--samples 12] [--rounds 3] [--minutes 6]

The rows are the small sets with their right answers, repeated: to `--samples` charts, and to two, five and thirty times
as many pages, programs and answers, which take less time. A round scores them once by one process and once
by two, in an order that changes from round to round; the figures are medians over the rounds that begin within the
minutes, one at least.

Also: pairs of pages with 80 texts each on one core, the browser included (at most 3 s), each pair another one, so that
nothing is remembered, with the processor's seconds beside those of the clock; and the colours of two charts of 40
colours each (under 50 ms; the authors' search tries every permutation, so it has no figure at that size: it is timed at
8 colours, where it ends).
"""

import argparse
import itertools
import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "model")]

from viscodex_model.core.sandbox.interpreter import find_interpreter, with_fonts  # noqa: E402
from viscodex_model.evaluate.benchmarks.benchmark import Sample  # noqa: E402
from viscodex_model.evaluate.benchmarks.registry import find_benchmark  # noqa: E402
from viscodex_model.evaluate.instruments.browser import Renderer  # noqa: E402
from viscodex_model.evaluate.instruments.pages import render_page  # noqa: E402
from viscodex_model.evaluate.instruments.tools import ToolSettings  # noqa: E402
from viscodex_model.evaluate.metrics.chart_comparison import compare_colors  # noqa: E402
from viscodex_model.evaluate.metrics.color_difference import color_similarity  # noqa: E402
from viscodex_model.evaluate.metrics.pages.cleaning import clean_page  # noqa: E402
from viscodex_model.evaluate.metrics.pages.matching import PageScores, compare_pages  # noqa: E402
from viscodex_model.evaluate.scoring.rows import Prediction, read_rows  # noqa: E402
from viscodex_model.evaluate.scoring.score import Job, score_all  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "evaluate.json"
SMALL = ROOT / "model" / "benchmarks_small"
TIMES = {"design2code": 2, "chartmimic": 1, "mmcode": 5, "infibench": 30}
PAGE_SECONDS, COLOR_SECONDS = 3.0, 0.05
PAGE_TEXTS, PAGE_ROUNDS = 80, 9
WORDS = ["basil", "garden", "window", "light", "water", "morning", "paper", "copper", "river", "stone"]


def main() -> int:
    """Measure, print and write; status 1 where a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--samples", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--minutes", type=float, default=6.0, help="no round begins later")
    arguments = parser.parse_args()
    result: dict[str, Any] = {"machine": platform.processor() or platform.machine(), "cores": os.cpu_count()}
    result["load"] = os.getloadavg()[0]
    result["colors"] = color_matching()
    result["page_pair"] = page_pair()
    share = 60 * arguments.minutes / len(TIMES)
    result["throughput"] = {
        name: throughput(name, times * arguments.samples, arguments.rounds, share)
        for name, times in TIMES.items()
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))
    slow = result["page_pair"]["seconds"] > PAGE_SECONDS or result["colors"]["seconds_40"] > COLOR_SECONDS
    return 1 if slow else 0


def throughput(name: str, count: int, rounds: int, limit: float) -> dict[str, Any]:
    """Median seconds for `count` rows by one process and by two, and their ratio, with the ratio of each round.

    No round begins after `limit` seconds.
    """
    end = time.monotonic() + limit
    rows = make_rows(name, count)
    drawing = with_fonts(find_interpreter()) if name == "chartmimic" else None
    seconds: dict[int, list[float]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as folder:
        job = Job(name, ToolSettings(), Path(folder), drawing)
        for number in range(rounds):
            if number and time.monotonic() > end:
                break
            for processes in (1, 2) if number % 2 == 0 else (2, 1):
                samples, predictions = zip(*rows, strict=True)
                seconds[processes].append(
                    timed(lambda s=samples, p=predictions, n=processes: score_all(s, p, job, processes=n))  # type: ignore[misc]
                )
    one, two = statistics.median(seconds[1]), statistics.median(seconds[2])
    return {
        "samples": count,
        "rounds": len(seconds[1]),
        "sequential_seconds": one,
        "two_processes_seconds": two,
        "samples_per_second": count / two,
        "ratio": one / two,
        "ratios": [a / b for a, b in zip(seconds[1], seconds[2], strict=True)],
    }


def make_rows(name: str, count: int) -> list[tuple[Sample, Prediction]]:
    """`count` samples with their right answers."""
    samples = find_benchmark(name).load(SMALL / name)
    answers = right_answers(name, samples)
    rows = []
    for number, sample in zip(range(count), itertools.cycle(samples), strict=False):
        copy = Sample(f"{sample.id}-{number}", sample.question, sample.pictures, sample.reference)
        rows.append((copy, Prediction(benchmark=name, id=copy.id, response=answers[sample.id])))
    return rows


def right_answers(name: str, samples: list[Sample]) -> dict[str, str]:
    """The reference itself where it is an answer, else what lies beside the small sets, by the sample's id."""
    if name == "design2code":
        return {sample.id: f"```html\n{sample.reference.html}```" for sample in samples}
    if name == "chartmimic":
        return {sample.id: f"```python\n{sample.reference}```" for sample in samples}
    rows = read_rows(SMALL / "right" / f"{name}.jsonl", Prediction)
    return {row.id: row.response or "" for row in rows if isinstance(row, Prediction)}


def page_pair() -> dict[str, Any]:
    """Median seconds to render two pages in a warm browser, to find their texts and to compare them; on one core."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})  # the browser inherits it
    try:
        with Renderer() as renderer:
            blocks = compare_made_pages(0, renderer).reference_blocks
            began = core_seconds()
            seconds = [
                timed(lambda n=number: compare_made_pages(n, renderer))  # type: ignore[misc]
                for number in range(1, PAGE_ROUNDS + 1)
            ]
            spent = core_seconds() - began
    finally:
        os.sched_setaffinity(0, cores)
    return {
        "texts": blocks,
        "rounds": PAGE_ROUNDS,
        "seconds": statistics.median(seconds),
        "seconds_most": max(seconds),
        "core_seconds": spent / PAGE_ROUNDS,
    }


def core_seconds() -> float:
    """Processor time of this process and of all that it started, the browser among it."""
    me = psutil.Process()
    return sum(sum(process.cpu_times()[:2]) for process in (me, *me.children(recursive=True)))


def compare_made_pages(number: int, renderer: Renderer) -> PageScores:
    """The whole way of one pair of pages: cleaned, drawn three times each, their texts found and compared."""
    one, two = (made_page(random.Random(f"{number} {side}")) for side in "ab")
    sides = [render_page(html, renderer).blocks for html in (clean_page(one), two)]
    return compare_pages(*sides)


def made_page(chance: random.Random) -> str:
    """A page of `PAGE_TEXTS` texts of up to twelve words."""
    texts = (" ".join(chance.choices(WORDS, k=chance.randint(2, 12))) for _ in range(PAGE_TEXTS))
    return f"<html><body>{''.join(f'<p>{text}</p>' for text in texts)}</body></html>"


def color_matching() -> dict[str, float]:
    """Median seconds for two charts of 40 and of 8 colours, and for trying all permutations of 8."""
    sides = [
        [f"f--#{chance.randrange(1 << 24):06X}" for _ in range(40)] for chance in map(random.Random, (1, 2))
    ]
    few = [side[:8] for side in sides]
    return {
        "seconds_40": median_of(lambda: compare_colors(*sides), 21),
        "seconds_8": median_of(lambda: compare_colors(*few), 21),
        "permutations_seconds_8": median_of(lambda: try_all(*few), 3),
    }


def try_all(one: list[str], two: list[str]) -> float:
    """The best assignment by trying every permutation, with the similarities at hand: the peer's way at its fastest."""
    channels = [[[int(mark[i : i + 2], 16) for i in (4, 6, 8)] for mark in side] for side in (one, two)]
    table = [[float(color_similarity(a, b)) for b in channels[1]] for a in channels[0]]
    return max(
        sum(table[i][j] for i, j in enumerate(order)) for order in itertools.permutations(range(len(two)))
    )


def median_of(work: Callable[[], object], rounds: int) -> float:
    """The median of `rounds` timings."""
    return statistics.median(timed(work) for _ in range(rounds))


def timed(work: Callable[[], object]) -> float:
    """Seconds of wall clock for one call."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
