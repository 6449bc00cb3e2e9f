"""Measures a benchmark over the merge's λ: merge once, then serve, ask and score each model.

The stages are run as commands of their own and meet in files under `out`, so that a sweep that was ended goes on
where it stopped: a model that has its scores is not served again.
"""

import itertools
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import httpx2
import yaml
from pydantic import Field

from viscodex_model.core.errors import UserError
from viscodex_model.core.recipe import Recipe
from viscodex_model.evaluate.benchmarks.benchmark import Benchmark
from viscodex_model.evaluate.benchmarks.registry import find_benchmark
from viscodex_model.evaluate.metrics.aggregation import Mean, mean_of
from viscodex_model.evaluate.reporting.tables import by_sample, unanswered_text
from viscodex_model.evaluate.scoring.rows import BadLine, Score, read_note, read_rows

_PROGRAM = [sys.executable, "-m", "viscodex_model.cli"]
_FREE = {"lambdas", "out", "concurrency", "engine", "start_seconds"}  # what may change from run to run


class SweepRecipe(Recipe):
    """What to merge, at which lambdas, and what to choose by. Merge keys are those of a merge recipe, under `merge`.

    `by` likeness chooses by how like its picture each answer is, which needs no reference, instead of by the
    benchmark's first score.
    """

    vlm: str
    coder: str
    lambdas: tuple[float, ...] = Field(min_length=1)
    merge: dict[str, Any] = Field(default_factory=dict)
    benchmark: str = "mmcode"
    by: Literal["score", "likeness"] = "score"
    data: str | None = None
    limit: int | None = Field(default=None, ge=1)
    attempts: int = Field(default=1, ge=1)
    temperature: float = Field(default=0.0, ge=0.0)
    max_tokens: int = Field(default=4096, ge=1)
    concurrency: int = Field(default=4, ge=1)
    engine: Literal["embedded", "tgi", "vllm"] = "embedded"
    start_seconds: float = 900.0
    out: Path

    @property
    def column(self) -> str:
        """The score that is chosen by."""
        return self.by if self.by == "likeness" else find_benchmark(self.benchmark).columns[0]


@dataclass(frozen=True)
class Found:
    """The mean of what is chosen by at one lambda, and how many of its questions were not answered."""

    weight: float
    mean: Mean
    unanswered: str = ""


def run_sweep(recipe: SweepRecipe) -> list[Found]:
    """Merge, measure every lambda, and give the means in the order of the lambdas.

    Lambdas may be added to a sweep that is done; they are merged and measured alone.

    Raises:
        UserError: a stage refuses, or a model gives no score, or `out` holds another sweep; the sentence says which.
    """
    recipe.out.mkdir(parents=True, exist_ok=True)
    _require_same(recipe)
    waiting = [weight for weight in recipe.lambdas if not _scores_path(recipe, weight).exists()]
    missing = [weight for weight in waiting if _model_of(recipe, weight) is None]
    if missing:
        _merge(recipe, missing)
    for weight in waiting:
        _measure(recipe, weight)
    return [read_found(recipe, weight) for weight in recipe.lambdas]


def best_of(found: Sequence[Found]) -> Found:
    """The highest mean; of equal ones the first."""
    return max(found, key=lambda item: item.mean.value)


def read_found(recipe: SweepRecipe, weight: float) -> Found:
    """The mean over the samples of what is chosen by, in the scores of one lambda."""
    path = _scores_path(recipe, weight)
    note = read_note(path)
    benchmark = find_benchmark(recipe.benchmark, note.attempts_rule if note else None)
    rows = [row for row in read_rows(path, Score) if not isinstance(row, BadLine)]
    mean = mean_of(_values(recipe, benchmark, rows))
    if mean is None:
        raise UserError(f"{path} holds no score. Remove it and run the sweep again.")
    return Found(weight, mean, unanswered_text(rows))


def _values(recipe: SweepRecipe, benchmark: Benchmark, rows: Sequence[Score]) -> list[float]:
    """One value a sample. Attempts are combined as the benchmark says; their likenesses have a mean."""
    if recipe.by == "likeness":
        found: dict[str, list[float]] = {}
        for row in rows:
            if row.counted and row.scores:
                found.setdefault(row.id, []).append(row.scores["likeness"])
        return [sum(values) / len(values) for values in found.values()]
    samples = by_sample(benchmark, rows).values()
    return [scores[recipe.column] for scores in samples if recipe.column in scores]


def _name(weight: float) -> str:
    return f"lambda-{weight:g}"


def _scores_path(recipe: SweepRecipe, weight: float) -> Path:
    return recipe.out / f"{_name(weight)}.scores.jsonl"


def _require_same(recipe: SweepRecipe) -> None:
    """Scores of another question or model would be mixed in silence, so what matters is kept beside them."""
    kept = recipe.out / "sweep.json"
    mark = recipe.model_dump(mode="json", exclude=_FREE)
    if recipe.by == "score":
        del mark["by"]  # as sweeps were kept before there was another choice
    if kept.exists():
        before = json.loads(kept.read_text(encoding="utf-8"))
        other = [name for name, value in mark.items() if before.get(name) != value]
        if other:
            raise UserError(
                f"{recipe.out} holds a sweep with another {', '.join(other)}: name another folder with --out."
            )
    kept.write_text(json.dumps(mark, indent=2) + "\n", encoding="utf-8")


def _model_of(recipe: SweepRecipe, weight: float) -> Path | None:
    return next(iter(sorted(recipe.out.glob(f"models*/{_name(weight)}"))), None)


def _merge(recipe: SweepRecipe, weights: Sequence[float]) -> None:
    """One pass over the donors writes all models, into a folder of their own, on from where it was ended."""
    places = (recipe.out / f"models{number or ''}" for number in itertools.count())
    models = next(place for place in places if not place.exists())
    content = {**recipe.merge, "vlm": recipe.vlm, "coder": recipe.coder, "lambda": list(weights)}
    file = recipe.out / "merge.yaml"
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
    _run(["merge", str(file), "--out", str(models), "--resume"])


def _measure(recipe: SweepRecipe, weight: float) -> None:
    model = _model_of(recipe, weight)
    if model is None:
        raise UserError(
            f"The merge wrote no model for lambda {weight:g}. Merge keys of the recipe stand under `merge`."
        )
    predictions = recipe.out / f"{_name(weight)}.predictions.jsonl"
    with _served(recipe, model) as (url, key):
        asked = ["predict", recipe.benchmark, "--url", url, "--model", model.name, "--out", str(predictions)]
        asked += [] if recipe.data is None else ["--data", recipe.data]
        asked += [] if recipe.limit is None else ["--limit", str(recipe.limit)]
        for name in ("attempts", "temperature", "max_tokens", "concurrency"):
            asked += [f"--{name.replace('_', '-')}", str(getattr(recipe, name))]
        _run(asked, VISCODEX_API_KEY=key)
    by = ["--likeness"] if recipe.by == "likeness" else []
    _run(["score", str(predictions), *by, "--out", str(_scores_path(recipe, weight))])


def _run(words: list[str], **environment: str) -> None:
    done = subprocess.run([*_PROGRAM, *words], env={**os.environ, **environment}, check=False)
    if done.returncode:
        raise UserError(
            f"The sweep stopped: `viscodex-model {words[0]}` ended with status {done.returncode}, see above."
        )


@contextmanager
def _served(recipe: SweepRecipe, model: Path) -> Iterator[tuple[str, str]]:
    """A server of `model` on this machine, ready; ended at the end."""
    key = secrets.token_urlsafe(24)
    state = recipe.out / f"{model.name}.server.json"
    state.unlink(missing_ok=True)
    server = subprocess.Popen(
        [*_PROGRAM, "serve", recipe.engine, str(model), "--state", str(state)],
        env={**os.environ, "VISCODEX_EMBEDDED_TOKEN": key},
    )
    try:
        yield _wait_until_ready(server, state, recipe.start_seconds), key
    finally:
        _end(server)


def _end(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(timeout=60)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _wait_until_ready(server: "subprocess.Popen[bytes]", state: Path, seconds: float) -> str:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise UserError(
                f"The server ended with status {server.returncode} before it was ready, see above."
            )
        if state.exists():
            url = str(json.loads(state.read_text(encoding="utf-8"))["url"])
            if _is_ready(url):
                return url
        time.sleep(0.5)
    raise UserError(f"The server was not ready within {seconds:g} s; raise `start_seconds` in the recipe.")


def _is_ready(url: str) -> bool:
    try:
        return httpx2.get(f"{url.rstrip('/')}/health", timeout=5).status_code == 200
    except httpx2.HTTPError:
        return False
