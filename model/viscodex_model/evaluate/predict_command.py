"""`viscodex-model predict BENCH --url …`: ask a served model every question of a benchmark."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from viscodex_model.core.work_share import add_shard_option

if TYPE_CHECKING:
    from viscodex_model.evaluate.instruments.chat import Endpoint
    from viscodex_model.evaluate.scoring.rows import Prediction

_KEPT = ("attempts", "temperature", "seed", "max_tokens", "limit")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument(
        "benchmark",
        metavar="BENCH",
        help="design2code, webcode2m, chartmimic, designbench, mmcode, infibench or infibench-v",
    )
    parser.add_argument("--data", metavar="PATH", help="the data's folder or file, or its id on the hub")
    parser.add_argument(
        "--url", required=True, help="an OpenAI-compatible server, such as http://127.0.0.1:8080"
    )
    parser.add_argument(
        "--model", default=os.environ.get("VISCODEX_MODEL", "default"), help="its name of the model"
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="predictions, one JSON object a line"
    )
    parser.add_argument("--attempts", type=int, default=1, metavar="N", help="answers to each question (1)")
    parser.add_argument(
        "--temperature", type=float, default=0.0, metavar="T", help="0: always the likeliest (0)"
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="of the first attempt; the next is one more"
    )
    parser.add_argument("--max-tokens", type=int, default=4096, metavar="N", help="of an answer (4096)")
    parser.add_argument("--concurrency", type=int, default=4, metavar="N", help="questions at once (4)")
    parser.add_argument(
        "--timeout", type=float, default=600.0, metavar="S", help="seconds for an answer (600)"
    )
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N questions")
    add_shard_option(parser, join="the shares' files one after another are one (default: all)")
    parser.epilog = (
        "The key is read from VISCODEX_API_KEY. Started again, it asks only what is not answered yet."
    )


def run(arguments: argparse.Namespace) -> int:
    """Ask, and say how many questions were answered; status 1 where none was."""
    from viscodex_model.evaluate.benchmarks.registry import find_benchmark, find_data
    from viscodex_model.evaluate.scoring.predict import Plan, predict
    from viscodex_model.evaluate.scoring.rows import Note, write_note

    benchmark = find_benchmark(arguments.benchmark)
    data = find_data(benchmark, arguments.data)
    samples = benchmark.load(data)[: arguments.limit]
    plan = Plan(
        benchmark.name,
        arguments.shard.slice_of(samples),
        _endpoint(arguments),
        attempts=max(1, arguments.attempts),
        seed=arguments.seed,
        concurrency=max(1, arguments.concurrency),
    )
    rows = predict(plan, arguments.out)
    settings = {name: getattr(arguments, name) for name in _KEPT}
    note = Note(benchmark=benchmark.name, data=str(data), model=arguments.model, samples=len(samples))
    write_note(arguments.out, note.model_copy(update={"settings": settings}))
    return _tell(rows, arguments.out)


def _endpoint(arguments: argparse.Namespace) -> "Endpoint":
    from viscodex_model.evaluate.instruments.chat import Endpoint

    return Endpoint(
        arguments.url,
        arguments.model,
        os.environ.get("VISCODEX_API_KEY"),
        temperature=arguments.temperature,
        max_tokens=arguments.max_tokens,
        seconds=arguments.timeout,
    )


def _tell(rows: "list[Prediction]", out: Path) -> int:
    failed = [row.error for row in rows if row.error is not None]
    print(f"{len(rows) - len(failed)} of {len(rows)} answered, in {out}.")
    if failed:
        print(
            f"{len(failed)} failed; the first: {failed[0]}. Run the same again to ask for them.",
            file=sys.stderr,
        )
    return 1 if failed and len(failed) == len(rows) else 0
