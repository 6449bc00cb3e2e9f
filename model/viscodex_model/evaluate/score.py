"""A file of predictions in, a file of scores out: no model, the same bytes every time, on all given processes.

Every prediction gets a row, and so does every sample without one: a row that counts, or one with the reason why not.
"""

import signal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.util import Finalize
from pathlib import Path
from types import FrameType

from viscodex_model.core.interpreter import Interpreter
from viscodex_model.core.progress import Progress
from viscodex_model.evaluate.benchmarks.benchmark import Benchmark, Result, Sample
from viscodex_model.evaluate.registry import find_benchmark
from viscodex_model.evaluate.rows import BadLine, Prediction, Score
from viscodex_model.evaluate.tools import Tools, ToolSettings

SECONDS_PER_ROW = 400


@dataclass(frozen=True)
class Job:
    """What each process needs; `pictures` is the folder for what is to be looked at."""

    benchmark: str
    settings: ToolSettings
    pictures: Path
    drawing: Interpreter | None = None


@dataclass
class Sorted:
    """Predictions that belong to a sample, and rows for those that do not."""

    wanted: list[tuple[Sample, Prediction]] = field(default_factory=list)
    odd: list[Score] = field(default_factory=list)


class OutOfTime(Exception):
    """A row took longer than a row may."""


def score_all(
    samples: Sequence[Sample], predictions: Iterable[Prediction | BadLine], job: Job, *, processes: int
) -> list[Score]:
    """A row for each prediction and each sample without one, in the order of the data; odd rows come last."""
    sorted_rows = sort_predictions(samples, predictions, job.benchmark)
    with Progress(len(sorted_rows.wanted), "scoring") as progress:
        rows = []
        for row in _run(sorted_rows.wanted, job, processes):
            rows.append(row)
            progress.advance()
    return [*rows, *sorted_rows.odd]


def sort_predictions(
    samples: Sequence[Sample], predictions: Iterable[Prediction | BadLine], benchmark: str
) -> Sorted:
    """Put each prediction to its sample; doubled, unknown and unreadable ones become rows that do not count."""
    found: dict[str, dict[int, Prediction]] = {}
    result = Sorted()
    ids = {sample.id for sample in samples}
    for row in predictions:
        reason = _why_odd(row, found, ids, benchmark)
        if reason is not None:
            result.odd.append(_odd_row(row, benchmark, reason))
        elif isinstance(row, Prediction):
            found.setdefault(row.id, {})[row.attempt] = row
    for sample in samples:
        attempts = found.get(sample.id) or {
            0: Prediction(benchmark=benchmark, id=sample.id, error="there is no prediction")
        }
        result.wanted += [(sample, attempts[number]) for number in sorted(attempts)]
    return result


def _why_odd(
    row: Prediction | BadLine, found: Mapping[str, Mapping[int, Prediction]], ids: set[str], benchmark: str
) -> str | None:
    if isinstance(row, BadLine):
        return row.reason
    if row.benchmark != benchmark:
        return f"it is a prediction for {row.benchmark}"
    if row.id not in ids:
        return "there is no sample with this id"
    if row.attempt in found.get(row.id, {}):
        return f"attempt {row.attempt} at this sample is there twice; the first one counts"
    return None


def _odd_row(row: Prediction | BadLine, benchmark: str, reason: str) -> Score:
    if isinstance(row, BadLine):
        return Score(benchmark=benchmark, id=f"line {row.number}", counted=False, reason=reason)
    return Score(
        benchmark=benchmark, id=row.id, attempt=row.attempt, model=row.model, counted=False, reason=reason
    )


def _run(wanted: Sequence[tuple[Sample, Prediction]], job: Job, processes: int) -> Iterator[Score]:
    if processes <= 1:
        worker = _Worker(job)
        yield from (worker.score(sample, prediction) for sample, prediction in wanted)
        worker.close()
        return
    done = 0
    while done < len(wanted):
        try:
            for row in _in_pool(wanted[done:], job, processes):
                yield row
                done += 1
        except BrokenProcessPool:
            # some row ended a process; the next one in order is scored by itself, so that the guilty one is found
            yield _alone(*wanted[done], job)
            done += 1


def _in_pool(rows: Sequence[tuple[Sample, Prediction]], job: Job, processes: int) -> Iterator[Score]:
    with ProcessPoolExecutor(processes, get_context("spawn"), _start, (job,)) as pool:
        yield from pool.map(_score_here, *zip(*rows, strict=True))


def _alone(sample: Sample, prediction: Prediction, job: Job) -> Score:
    try:
        return next(_in_pool([(sample, prediction)], job, 1))
    except BrokenProcessPool:
        scores = find_benchmark(job.benchmark).zero()
        return _row(job, sample, prediction, Result(scores, "scoring it ended the process"), {})


class _Worker:
    """One process's benchmark and tools."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._benchmark: Benchmark = find_benchmark(job.benchmark)
        self._tools = Tools(job.settings, drawing=job.drawing)

    def score(self, sample: Sample, prediction: Prediction) -> Score:
        """One row; whatever goes wrong with it becomes its reason."""
        if prediction.response is None or sample.problem is not None:
            reason = sample.problem or prediction.error or "the prediction holds no response"
            row = self._row(sample, prediction, Result(self._benchmark.zero(), reason))
            return row.model_copy(update={"unanswered": True})
        try:
            with _deadline(SECONDS_PER_ROW):
                result = self._benchmark.score(sample, prediction.response, self._tools)
        except (OutOfTime, OSError, ValueError, ArithmeticError, RecursionError, MemoryError) as error:
            self.close()
            self._tools = Tools(self._job.settings, drawing=self._job.drawing)
            reason = f"it cannot be scored: {type(error).__name__}: {error}"
            result = Result(self._benchmark.zero(), reason[:500])
        return self._row(sample, prediction, result)

    def close(self) -> None:
        self._tools.close()

    def _row(self, sample: Sample, prediction: Prediction, result: Result) -> Score:
        return _row(self._job, sample, prediction, result, self._keep(sample, prediction, result.pictures))

    def _keep(self, sample: Sample, prediction: Prediction, pictures: Mapping[str, bytes]) -> dict[str, str]:
        kept: dict[str, str] = {}
        for name, picture in pictures.items():
            suffix = "reference" if name == "reference" else f"{name}-{prediction.attempt}"
            path = self._job.pictures / f"{_file_name(sample.id)}.{suffix}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(picture)
            kept[name] = f"{path.parent.name}/{path.name}"
        return kept


def _row(
    job: Job, sample: Sample, prediction: Prediction, result: Result, pictures: Mapping[str, str]
) -> Score:
    return Score(
        benchmark=job.benchmark,
        id=sample.id,
        attempt=prediction.attempt,
        model=prediction.model,
        scores=dict(result.scores),
        reason=result.reason,
        detail=dict(result.detail),
        pictures=dict(pictures),
    )


def _file_name(identity: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in identity)[:100]


@contextmanager
def _deadline(seconds: int) -> Iterator[None]:
    """Raise `OutOfTime` in the main thread of the process after `seconds`; regular expressions notice it too."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise OutOfTime(f"it took longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


_here: list[_Worker] = []


def _start(job: Job) -> None:
    _here[:] = [_Worker(job)]
    Finalize(None, _here[0].close, exitpriority=10)


def _score_here(sample: Sample, prediction: Prediction) -> Score:
    return _here[0].score(sample, prediction)
