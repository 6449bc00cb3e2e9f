"""`viscodex-model predict BENCH --url …`: ask a served model every question of a benchmark."""

import argparse
import os
import sys
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument(
        "benchmark", metavar="BENCH", help="design2code, chartmimic, mmcode, infibench or infibench-v"
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
    parser.epilog = (
        "The key is read from VISCODEX_API_KEY. Started again, it asks only what is not answered yet."
    )


def run(arguments: argparse.Namespace) -> int:
    """Ask, and say how many questions were answered; status 1 where none was."""
    from viscodex_model.evaluate.chat import Endpoint
    from viscodex_model.evaluate.predict import Plan, count_errors, first_error, predict
    from viscodex_model.evaluate.registry import find_benchmark, find_data
    from viscodex_model.evaluate.rows import Note, write_note

    benchmark = find_benchmark(arguments.benchmark)
    data = find_data(benchmark, arguments.data)
    samples = benchmark.load(data)[: arguments.limit]
    endpoint = Endpoint(
        arguments.url,
        arguments.model,
        os.environ.get("VISCODEX_API_KEY"),
        temperature=arguments.temperature,
        max_tokens=arguments.max_tokens,
        seconds=arguments.timeout,
    )
    plan = Plan(
        benchmark.name,
        samples,
        endpoint,
        max(1, arguments.attempts),
        arguments.seed,
        max(1, arguments.concurrency),
    )
    rows = predict(plan, arguments.out)
    kept = ("attempts", "temperature", "seed", "max_tokens", "limit")
    settings = {name: getattr(arguments, name) for name in kept}
    note = Note(
        benchmark=benchmark.name,
        data=str(data),
        model=arguments.model,
        samples=len(samples),
        settings=settings,
    )
    write_note(arguments.out, note)
    errors = count_errors(rows)
    print(f"{len(rows) - errors} of {len(rows)} answered, in {arguments.out}.")
    if errors:
        print(
            f"{errors} failed; the first: {first_error(rows)}. Run the same again to ask for them.",
            file=sys.stderr,
        )
    return 1 if errors == len(rows) else 0
