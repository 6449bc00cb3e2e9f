"""`viscodex-model score predictions.jsonl --out scores.jsonl`: measure what a model answered; no model is asked."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viscodex_model.core.sizes import counted
from viscodex_model.core.work_share import WHOLE, add_shard_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from viscodex_model.evaluate.benchmarks.benchmark import Benchmark, Sample
    from viscodex_model.evaluate.instruments.tools import ToolSettings
    from viscodex_model.evaluate.scoring.rows import Note, Prediction, Score


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("predictions", type=Path, metavar="PREDICTIONS", help="a file that `predict` wrote")
    parser.add_argument("--out", type=Path, metavar="FILE", help="scores, one JSON object a line")
    parser.add_argument("--benchmark", metavar="BENCH", help="where the predictions do not say it")
    parser.add_argument("--data", metavar="PATH", help="where the data is not where it was for `predict`")
    parser.add_argument(
        "--processes", type=int, default=os.cpu_count() or 1, metavar="N", help="default: one a core"
    )
    parser.add_argument(
        "--check", action="store_true", help="say what is missing on this machine to score them, and stop"
    )
    add_shard_option(parser, join="the shares' files one after another are one (default: all)")
    _add_likeness(parser.add_argument_group("likeness"))
    tools = parser.add_argument_group("tools")
    tools.add_argument(
        "--python", metavar="PATH", help="the interpreter that runs generated programs (this one)"
    )
    tools.add_argument(
        "--browser", default="/usr/bin/chromium", metavar="PATH", help="chromium (%(default)s)"
    )
    tools.add_argument(
        "--clip", type=Path, metavar="FOLDER", help="CLIP ViT-B/32 weights, for Design2Code's high level"
    )
    tools.add_argument(
        "--packages",
        type=Path,
        metavar="FOLDER",
        help="node_modules with esbuild and frameworks, for DesignBench",
    )
    tools.add_argument("--judge-url", metavar="URL", help="an OpenAI-compatible server that judges")
    tools.add_argument("--judge-model", metavar="NAME", help="its name of the judge")
    tools.add_argument("--judge-cache", type=Path, metavar="FOLDER", help="keeps its answers (beside --out)")
    parser.epilog = "Generated code runs in a sandbox only. The judge's key is read from VISCODEX_JUDGE_KEY."


def _add_likeness(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--likeness",
        action="store_true",
        help="score by the likeness to the picture, without references: for pictures of your own, too",
    )
    group.add_argument(
        "--pictures",
        type=Path,
        metavar="FOLDER",
        help="with --likeness: ID.png there is the picture of prediction ID",
    )
    group.add_argument(
        "--select",
        type=Path,
        metavar="FOLDER",
        help="with --likeness: write each picture with its best answer there, for `data import` to train on",
    )
    group.add_argument(
        "--bound",
        type=float,
        default=0.8,
        metavar="X",
        help="least likeness of what is selected (%(default)s)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Score, and print the means."""
    from viscodex_model.core.errors import UserError

    if arguments.out is None and not arguments.check:
        raise UserError("Name the file for the scores with --out FILE.")
    if arguments.likeness:
        return _score_likeness(arguments)
    if arguments.pictures or arguments.select:
        raise UserError("--pictures and --select are for scores by likeness: add --likeness.")
    return _score_benchmark(arguments)


def _score_benchmark(arguments: argparse.Namespace) -> int:
    """Score by the benchmark that the predictions name, and print the means."""
    from viscodex_model.core.errors import UserError
    from viscodex_model.core.sandbox.run import require_sandbox
    from viscodex_model.evaluate.benchmarks.registry import PAGES, find_benchmark, find_data
    from viscodex_model.evaluate.reporting.tables import summary_lines
    from viscodex_model.evaluate.scoring.rows import Prediction, read_note, read_rows, write_rows
    from viscodex_model.evaluate.scoring.score import Job, score_all

    rows = list(read_rows(arguments.predictions, Prediction))
    predictions = [row for row in rows if isinstance(row, Prediction)]
    made = read_note(arguments.predictions)
    named = arguments.benchmark or (made.benchmark if made else None)
    named = named or next((row.benchmark for row in predictions), None)
    if named is None:
        raise UserError(
            f"{arguments.predictions} holds no prediction and no note: say which with --benchmark."
        )
    benchmark = find_benchmark(named)
    data = find_data(benchmark, arguments.data or (made.data if made else None))
    samples = benchmark.load(data)
    samples = samples[: made.settings.get("limit")] if made else samples
    if arguments.check:
        return _check(benchmark, samples, predictions, arguments)
    if benchmark.name not in PAGES:
        require_sandbox()
    settings = _settings(arguments)
    pictures = arguments.out.with_suffix(".pictures")
    job = Job(benchmark.name, settings, pictures, _drawing(benchmark.name, settings))
    scores = score_all(samples, rows, job, processes=max(1, arguments.processes), share=arguments.shard)
    write_rows(arguments.out, scores)
    model = made.model if made else next((row.model for row in predictions), "")
    _write_note(arguments, benchmark, data=str(data), model=model, samples=len(samples), made=made)
    print("\n".join(summary_lines(benchmark, scores)))
    _tell_odd(scores)
    return 0


def _write_note(
    arguments: argparse.Namespace,
    benchmark: "Benchmark",
    *,
    data: str,
    model: str,
    samples: int,
    made: "Note | None",
) -> None:
    """Say beside the scores what they were made from."""
    from viscodex_model.evaluate.scoring.rows import Note, write_note

    note = Note(
        benchmark=benchmark.name,
        data=data,
        model=model,
        samples=samples,
        attempts_rule=getattr(benchmark, "attempts_rule", None),
        settings=_described(arguments, made),
    )
    write_note(arguments.out, note)


def _score_likeness(arguments: argparse.Namespace) -> int:
    """Score by the language server's measure, and print the means of its parts."""
    from tempfile import TemporaryDirectory

    from viscodex_model.core.errors import UserError
    from viscodex_model.evaluate.benchmarks.registry import find_benchmark, find_data
    from viscodex_model.evaluate.scoring.likeness import means, pictures_in, pictures_of, score_likeness
    from viscodex_model.evaluate.scoring.pairing import odd_row
    from viscodex_model.evaluate.scoring.rows import BadLine, Prediction, read_note, read_rows, write_rows
    from viscodex_model.evaluate.scoring.selection import select_best

    if arguments.check or arguments.shard != WHOLE:
        raise UserError(
            "--likeness scores a whole file, and needs none of the tools: leave out --check and --shard."
        )
    read = list(read_rows(arguments.predictions, Prediction))
    predictions = [row for row in read if isinstance(row, Prediction)]
    if not predictions:
        raise UserError(f"{arguments.predictions} holds no prediction.")
    with TemporaryDirectory() as folder:
        if arguments.pictures:
            pictures = pictures_in(arguments.pictures)
        else:
            made = read_note(arguments.predictions)
            benchmark = find_benchmark(arguments.benchmark or predictions[0].benchmark)
            data = find_data(benchmark, arguments.data or (made.data if made else None))
            pictures = pictures_of(benchmark.load(data), Path(folder))
        scores = score_likeness(predictions, pictures)
        name = predictions[0].benchmark
        scores += [odd_row(row, name, row.reason) for row in read if isinstance(row, BadLine)]
        write_rows(arguments.out, scores)
        if arguments.select:
            bound = arguments.bound
            count = select_best(predictions, scores, pictures, arguments.select, bound=bound)
            told = counted(count, "pair")
            print(f"{told} of at least {bound:g} in {arguments.select}.")
    print("\n".join(means(scores)))
    _tell_odd(scores)
    return 0


def _check(
    benchmark: "Benchmark",
    samples: "Sequence[Sample]",
    predictions: "Sequence[Prediction]",
    arguments: argparse.Namespace,
) -> int:
    """Print what is missing; exit status 1 if something is."""
    from viscodex_model.evaluate.instruments.tools import Tools
    from viscodex_model.evaluate.scoring.requirements import missing_requirements

    missing = list(missing_requirements(benchmark, samples, predictions, Tools(_settings(arguments))))
    print("\n".join(missing) or "Everything that these predictions need is here.")
    if missing:
        print("A container that has all of it is made by model/deploy/cluster/Dockerfile of this project.")
    return 1 if missing else 0


def _settings(arguments: argparse.Namespace) -> "ToolSettings":
    from viscodex_model.evaluate.instruments.tools import ToolSettings

    return ToolSettings(
        browser=arguments.browser,
        python=arguments.python,
        judge_url=arguments.judge_url,
        judge_model=arguments.judge_model,
        judge_cache=arguments.judge_cache or (arguments.out and arguments.out.with_suffix(".judge")),
        clip=arguments.clip,
        packages=arguments.packages,
    )


def _drawing(benchmark: str, settings: "ToolSettings") -> Any:
    """The font list is made once here, not by every process."""
    from viscodex_model.evaluate.instruments.tools import Tools

    return Tools(settings).drawing_interpreter if benchmark == "chartmimic" else None


def _described(arguments: argparse.Namespace, made: "Note | None") -> dict[str, Any]:
    from viscodex_model.core.provenance import versions
    from viscodex_model.evaluate.instruments import judge

    described: dict[str, Any] = {"predict": made.settings if made else {}}
    described["versions"] = versions(("numpy", "scipy", "beautifulsoup4", "playwright", "matplotlib"))
    if arguments.python:
        described["python"] = arguments.python
    if arguments.judge_url:
        prompts = {"chart": judge.CHART_PROMPT, "page": judge.PAGE_PROMPT, "answer": judge.ANSWER_PROMPT}
        described["judge"] = {
            "model": arguments.judge_model,
            "prompt_version": judge.PROMPT_VERSION,
            "prompts": prompts,
        }
    return described


def _tell_odd(scores: "list[Score]") -> None:
    odd = [row for row in scores if not row.counted]
    if odd:
        do = "does" if len(odd) == 1 else "do"
        reason = str(odd[0].reason).rstrip(".")
        print(
            f"{counted(len(odd), 'row')} {do} not count; the first, {odd[0].id}: {reason}.",
            file=sys.stderr,
        )
