"""Finds a benchmark by name, and its data by a path or on the hub."""

from collections.abc import Callable
from pathlib import Path

from viscodex_model.core.errors import UserError
from viscodex_model.evaluate.benchmarks.benchmark import Benchmark
from viscodex_model.evaluate.benchmarks.chartmimic import ChartMimic
from viscodex_model.evaluate.benchmarks.design2code import Design2Code
from viscodex_model.evaluate.benchmarks.designbench import DesignBench
from viscodex_model.evaluate.benchmarks.infibench import InfiBench, InfiBenchV
from viscodex_model.evaluate.benchmarks.mmcode import MMCode
from viscodex_model.evaluate.benchmarks.webcode2m import WebCode2M

NAMES = ("design2code", "webcode2m", "chartmimic", "designbench", "mmcode", "infibench", "infibench-v")

PAGES = ("design2code", "webcode2m")
"""Those whose answers are pages: a browser draws them, and nothing of them runs."""


def find_benchmark(name: str, attempts_rule: str | None = None) -> Benchmark:
    """The benchmark called `name`, which combines attempts by `attempts_rule` where its data chooses the rule.

    Raises:
        UserError: there is none.
    """
    known: dict[str, Callable[[], Benchmark]] = {
        "design2code": Design2Code,
        "webcode2m": WebCode2M,
        "chartmimic": ChartMimic,
        "designbench": DesignBench,
        "mmcode": MMCode,
        "infibench": InfiBench,
        "infibench-v": InfiBenchV,
    }
    if name not in known:
        raise UserError(f"There is no benchmark `{name}`; known are {', '.join(NAMES)}.")
    benchmark = known[name]()
    if attempts_rule and isinstance(benchmark, InfiBench):
        benchmark.attempts_rule = attempts_rule
    return benchmark


def find_data(benchmark: Benchmark, data: str | None) -> Path:
    """The folder or file at `data`: a path, else a data set on the hub (OWNER/NAME); None is the published one.

    Raises:
        UserError: there is no such path, and the hub does not give it.
    """
    if data is not None and Path(data).exists():
        return Path(data)
    name = data or benchmark.hub
    if name is None:
        raise UserError(f"{benchmark.title} is not published: say where your copy is with --data FOLDER.")
    if name.count("/") != 1 or name.startswith((".", "/")):
        raise UserError(f"{name} does not exist. Give a folder or file with --data, or the hub's OWNER/NAME.")
    return _fetch(name)


def _fetch(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, repo_type="dataset"))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError, ValueError) as error:
        raise UserError(
            f"The data set {name} cannot be fetched from the hub ({type(error).__name__}). "
            "Download it yourself and give its folder with --data."
        ) from error
