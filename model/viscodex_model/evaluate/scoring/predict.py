"""Asks a served model all questions of a benchmark and writes predictions: concurrent, resumable, in the order of the
data.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import httpx2

from viscodex_model.core.errors import UserError
from viscodex_model.core.progress import Progress
from viscodex_model.evaluate.benchmarks.benchmark import Sample
from viscodex_model.evaluate.instruments.chat import Endpoint, ask, wait_while_loading
from viscodex_model.evaluate.instruments.message import ChatFailed, picture_part, text_part
from viscodex_model.evaluate.scoring.rows import BadLine, Prediction, line_of, read_rows, write_rows


@dataclass(frozen=True)
class Plan:
    """What to ask whom: each sample `attempts` times, `concurrency` at once; attempt k is asked with `seed` + k."""

    benchmark: str
    samples: Sequence[Sample]
    endpoint: Endpoint
    attempts: int = 1
    seed: int = 0
    concurrency: int = 4


def predict(plan: Plan, out: Path) -> list[Prediction]:
    """Ask for everything that `out` does not answer yet, and leave the whole in `out`, in the order of the data.

    Rows with an error are asked again. While it runs, rows are added as they come, so that nothing is lost if it is
    ended; at the end the file is written anew in order.

    Raises:
        UserError: `out` cannot be read or written, or holds predictions of another model or benchmark.
    """
    known = answered(plan, out)
    wanted = [(s, a) for s in plan.samples for a in range(plan.attempts) if (s.id, a) not in known]
    if wanted:
        known |= asyncio.run(_ask_all(plan, wanted, out))
    rows = [known[sample.id, attempt] for sample in plan.samples for attempt in range(plan.attempts)]
    write_rows(out, rows)
    return rows


def answered(plan: Plan, out: Path) -> dict[tuple[str, int], Prediction]:
    """Predictions without an error that `out` already holds."""
    if not out.exists():
        return {}
    known: dict[tuple[str, int], Prediction] = {}
    for row in read_rows(out, Prediction):
        if isinstance(row, BadLine):
            continue  # the line that was being written when an earlier run was ended
        if (row.benchmark, row.model) != (plan.benchmark, plan.endpoint.model):
            raise UserError(
                f"{out} holds predictions of {row.model or 'another model'} on {row.benchmark}. "
                "Name another file with --out, or remove it."
            )
        if row.error is None:
            known[row.key] = row
    return known


async def _ask_all(
    plan: Plan, wanted: Sequence[tuple[Sample, int]], out: Path
) -> Mapping[tuple[str, int], Prediction]:
    waiting = iter(wanted)
    found: dict[tuple[str, int], Prediction] = {}
    limits = httpx2.Limits(max_connections=plan.concurrency)
    with _appending(out) as file, Progress(len(wanted), "asking") as progress:

        async def work(client: httpx2.AsyncClient) -> None:
            for sample, attempt in waiting:
                row = await _ask_one(client, plan, sample, attempt)
                found[row.key] = row
                file.write(line_of(row))
                file.flush()
                progress.advance()

        async with httpx2.AsyncClient(timeout=None, limits=limits) as client:
            await wait_while_loading(client, plan.endpoint)
            async with asyncio.TaskGroup() as group:
                for _ in range(min(plan.concurrency, len(wanted))):
                    group.create_task(work(client))
    return found


def _appending(out: Path) -> TextIO:
    """`out` opened at its end, on a line of its own: an earlier run may have been ended within a line."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        file = out.open("a", encoding="utf-8")
        if out.stat().st_size and not out.read_bytes().endswith(b"\n"):
            file.write("\n")
    except OSError as error:
        raise UserError(f"Cannot write {out}: {error.strerror}.") from error
    return file


async def _ask_one(client: httpx2.AsyncClient, plan: Plan, sample: Sample, attempt: int) -> Prediction:
    row = Prediction(benchmark=plan.benchmark, id=sample.id, attempt=attempt, model=plan.endpoint.model)
    if sample.problem is not None:
        return row.model_copy(update={"error": sample.problem})
    started = time.monotonic()
    try:
        content = [*map(picture_part, sample.pictures), text_part(sample.question)]
        reply = await ask(client, plan.endpoint, content, seed=plan.seed + attempt)
    except ChatFailed as error:
        return row.model_copy(update={"error": str(error)})
    spent = round(time.monotonic() - started, 3)
    return row.model_copy(
        update={"response": reply.text, "finish_reason": reply.finish_reason, "seconds": spent}
    )
