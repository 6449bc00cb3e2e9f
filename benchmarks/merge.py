"""How fast and how small `viscodex-model merge` is: beside mergekit, and beside the floor of copying the files.

    python benchmarks/merge.py [--parameters 0.8e9] [--rounds 3] [--cache cold] [--folder DIR | --models DIR]
        [--method METHOD] [--without-mergekit] [--without-twice]

Three random bf16 text models with 1 GB shards are written to a scratch folder. In each round every contender runs
once from the same state of the page cache: the floor (read all inputs once, write the output, fsync), where the cache
is cold the same past the page cache with two blocks at once (what the disk itself allows), this project's merge,
mergekit. Both merge in float32 or better. Reported are medians of wall seconds of the whole command, peak resident
memory (mapped pages count), and ratios within the rounds. Results: benchmarks/results/merge.json, where each state of
the cache and each method has its own; what was not run stays.
mergekit gets a virtual environment of its own, in build/mergekit-venv.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "model")]

from benchmarks.measuring.page_cache import copy_floor, disk_limit, set_cache  # noqa: E402
from benchmarks.measuring.stopwatch import Run, measure  # noqa: E402
from tests.fixtures.models.merge_shapes import TextShape, write_random_text_model  # noqa: E402
from tests.fixtures.models.mergekit_peer import (  # noqa: E402
    MergekitUnavailable,
    mergekit_command,
    mergekit_venv,
    write_recipe,
)

RESULTS = ROOT / "benchmarks" / "results" / "merge.json"
WEIGHTS = (0.5, 0.4)
DENSITY = 0.5
LIMIT = "the disk's limit"
METHODS = ("task_arithmetic", "ties")
TARGETS = {
    "task_arithmetic to mergekit, seconds": 0.33,
    "ties to mergekit, seconds": 0.25,
    "task_arithmetic to mergekit, memory": 0.25,
    "ties to mergekit, memory": 0.25,
    "task_arithmetic to copying, seconds": 1.5,
    "peak memory, MB": 700.0,
    "memory at twice the size to memory": 1.1,
}


@dataclass(frozen=True)
class Case:
    """The three models of one size, and where the output goes."""

    models: tuple[Path, Path, Path]
    out: Path

    @property
    def files(self) -> list[Path]:
        return [path for model in self.models for path in sorted(model.glob("*.safetensors"))]


def ours(case: Case, method: str) -> Run:
    """One merge by this project."""
    vlm, coder, base = map(str, case.models)
    command = [
        sys.executable,
        "-m",
        "viscodex_model.cli",
        "merge",
        "--vlm",
        vlm,
        "--coder",
        coder,
        "--base",
        base,
    ]
    command += ["--method", method, "--weights", ",".join(map(str, WEIGHTS)), "--density", str(DENSITY)]
    command += ["--shard-gb", "1", "--out", str(case.out)]
    return measure(command, {"PYTHONPATH": str(ROOT / "model")})


def theirs(case: Case, method: str, venv: Path) -> Run:
    """The same merge by mergekit."""
    recipe = case.out.with_suffix(".yaml")
    write_recipe(recipe, case.models, method=method, weights=WEIGHTS, density=DENSITY)
    return measure(
        [*mergekit_command(venv, recipe, case.out), "--out-shard-size", "1B"], {"HF_HUB_OFFLINE": "1"}
    )


def contenders(
    case: Case, methods: Sequence[str], venv: Path | None, *, cold: bool
) -> Iterator[tuple[str, Callable[[], Run | None]]]:
    """Who runs in a round, by name."""
    size = sum(path.stat().st_size for path in case.models[0].glob("*.safetensors"))
    yield "copying", lambda: copy_floor(case.files, case.out, size)
    if cold:
        yield LIMIT, lambda: disk_limit(case.files, case.out, size)
    for method in methods:
        yield method, lambda method=method: ours(case, method)  # type: ignore[misc]
        if venv is not None:
            yield f"mergekit {method}", lambda method=method: theirs(case, method, venv)  # type: ignore[misc]


def play(
    case: Case, methods: Sequence[str], venv: Path | None, *, rounds: int, cache: str
) -> dict[str, list[Run]]:
    """Every contender once a round."""
    runs: dict[str, list[Run]] = {}
    for number in range(rounds):
        for name, run in contenders(case, methods, venv, cold=cache == "cold"):
            shutil.rmtree(case.out, ignore_errors=True)  # what a run that was stopped left
            set_cache(case.files, cache)
            last = run()
            shutil.rmtree(case.out, ignore_errors=True)
            if last is None:
                continue
            runs.setdefault(name, []).append(last)
            said = f"{last.seconds:8.2f} s {last.cpu_seconds:8.2f} cpu s {last.megabytes:8.0f} MB"
            print(f"  round {number + 1}  {name:<26}{said}", flush=True)
    return runs


def ratio(runs: dict[str, list[Run]], ours: str, peer: str, field: str) -> float:
    """The median over the rounds of ours to the peer's."""
    pairs = zip(runs[ours], runs[peer], strict=True)
    return float(statistics.median(getattr(mine, field) / getattr(other, field) for mine, other in pairs))


def ratios(runs: dict[str, list[Run]], methods: Sequence[str]) -> dict[str, float]:
    """All ratios that the targets name, as far as they were run."""
    found = {"peak memory, MB": max(run.megabytes for method in methods for run in runs[method])}
    for method in methods:
        found[f"{method} to copying, seconds"] = ratio(runs, method, "copying", "seconds")
        if LIMIT in runs:
            found[f"{method} to {LIMIT}, seconds"] = ratio(runs, method, LIMIT, "seconds")
        if f"mergekit {method}" in runs:
            for field, word in (("seconds", "seconds"), ("megabytes", "memory")):
                found[f"{method} to mergekit, {word}"] = ratio(runs, method, f"mergekit {method}", field)
    return found


def make_case(folder: Path, parameters: float, name: str) -> Case:
    """Write three models of about `parameters` parameters, where they are not there yet."""
    shape = TextShape.of_size(parameters)
    models = [folder / f"{name}-{role}" for role in ("vlm", "coder", "base")]
    for seed, model in enumerate(models):
        if not (model / "tokenizer_config.json").exists():  # the last file that is written
            write_random_text_model(model, shape, seed=seed, shard_bytes=10**9)
    return Case((models[0], models[1], models[2]), folder / f"{name}-out")


def twice_the_size(
    folder: Path, parameters: float, methods: Sequence[str], runs: dict[str, list[Run]]
) -> dict[str, float]:
    """Peak memory at twice the size, beside that at the size."""
    case = make_case(folder, 2 * parameters, "double")
    found = {}
    for method in methods:
        small = statistics.median(run.megabytes for run in runs[method])
        large = ours(case, method).megabytes
        shutil.rmtree(case.out, ignore_errors=True)
        print(f"  twice the size  {method:<18}{large:8.0f} MB")
        found[method] = large / small
    for model in case.models:
        shutil.rmtree(model)
    return {"memory at twice the size to memory": max(found.values())}


def report(
    runs: dict[str, list[Run]], found: dict[str, float], case: Case, arguments: argparse.Namespace
) -> None:
    """Print the table and write the JSON."""
    read = sum(path.stat().st_size for path in case.files)
    print(
        f"\n{'':<26}{'seconds':>9}{'GB/s read':>11}{'peak MB':>9}   n={arguments.rounds}, {arguments.cache} cache"
    )
    medians = {}
    for name, values in runs.items():
        seconds = statistics.median(run.seconds for run in values)
        megabytes = statistics.median(run.megabytes for run in values)
        medians[name] = {"seconds": seconds, "gb_per_second": read / 1e9 / seconds, "megabytes": megabytes}
        print(f"{name:<26}{seconds:9.2f}{read / 1e9 / seconds:11.2f}{megabytes:9.0f}")
    for name, value in found.items():
        target = TARGETS.get(name)
        verdict = (
            ""
            if target is None
            else f"   target at most {target:g}: {'met' if value <= target else 'MISSED'}"
        )
        print(f"{name:<44}{value:9.3f}{verdict}")
    content = {
        "bytes_read": read,
        "rounds": arguments.rounds,
        "machine": {"cores": os.cpu_count(), "processor": platform.machine(), "load": os.getloadavg()[0]},
        "medians": medians,
        "ratios": found,
        "runs": {name: [asdict(run) for run in values] for name, values in runs.items()},
    }
    write_results(arguments.cache, "+".join(arguments.method or METHODS), content)


def write_results(cache: str, methods: str, content: dict[str, Any]) -> None:
    """Put one run's results beside those of the other states of the cache and of the other methods."""
    results: dict[str, Any] = {"targets": TARGETS}
    if RESULTS.exists():
        results |= json.loads(RESULTS.read_text(encoding="utf-8"))
    results.setdefault(cache, {})[methods] = content
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


def main() -> int:
    """Run the benchmark; 0 if every target that was measured is met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--parameters", type=float, default=0.8e9)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cache", choices=("cold", "warm"), default="cold")
    parser.add_argument("--folder", type=Path, help="where the models are written and removed again")
    parser.add_argument("--models", type=Path, help="where the models are kept for the next run")
    parser.add_argument("--method", choices=METHODS, action="append", help="only this one; may be repeated")
    parser.add_argument("--without-mergekit", action="store_true")
    parser.add_argument("--without-twice", action="store_true", help="not the memory at twice the size")
    arguments = parser.parse_args()
    venv = None
    if not arguments.without_mergekit:
        try:
            venv = mergekit_venv()
        except MergekitUnavailable as error:
            print(f"mergekit is left out: {error}")
    if arguments.models:
        arguments.models.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=arguments.folder or arguments.models) as scratch:
        case = make_case(arguments.models or Path(scratch), arguments.parameters, "model")
        methods = arguments.method or METHODS
        runs = play(case, methods, venv, rounds=arguments.rounds, cache=arguments.cache)
        found = ratios(runs, methods)
        if not arguments.without_twice:
            found |= twice_the_size(Path(scratch), arguments.parameters, methods, runs)
        report(runs, found, case, arguments)
    return 0 if all(found[name] <= target for name, target in TARGETS.items() if name in found) else 1


if __name__ == "__main__":
    sys.exit(main())
