"""Scores a file of predictions without a model: the same bytes every time, on as many processes as are given.

Every prediction gets a row, and so does every sample without one: a row that counts, or one with the reason why not.
"""

import hashlib
import signal
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.util import Finalize
from pathlib import Path
from types import FrameType

from viscodex_model.core.errors import UserError
from viscodex_model.core.progress import Progress
from viscodex_model.core.sandbox.interpreter import Interpreter
from viscodex_model.core.work_share import WHOLE, WorkShare
from viscodex_model.evaluate.benchmarks.benchmark import Benchmark, Result, Sample
from viscodex_model.evaluate.benchmarks.registry import find_benchmark
from viscodex_model.evaluate.instruments.tools import Tools, ToolSettings
from viscodex_model.evaluate.scoring.pairing import pair_predictions
from viscodex_model.evaluate.scoring.rows import SHOWN_LETTERS, BadLine, Prediction, Score

SECONDS_PER_ROW = 400


@dataclass(frozen=True)
class Job:
    """What each process needs; `pictures` is the folder for what is to be looked at."""

    benchmark: str
    settings: ToolSettings
    pictures: Path
    drawing: Interpreter | None = None


class OutOfTime(Exception):
    """A row took longer than a row may."""


def score_all(
    samples: Sequence[Sample],
    predictions: Iterable[Prediction | BadLine],
    job: Job,
    *,
    processes: int,
    share: WorkShare = WHOLE,
) -> list[Score]:
    """A row for each prediction and each sample without one, in the order of the data; odd rows come last.

    Of a share, the rows of its samples; the last share has the odd rows, too.
    """
    pairing = pair_predictions(samples, predictions, job.benchmark)
    own = {sample.id for sample in share.slice_of(samples)}
    wanted = [(sample, prediction) for sample, prediction in pairing.wanted if sample.id in own]
    with Progress(len(wanted), "scoring") as progress:
        rows = []
        for row in _run(wanted, job, processes):
            rows.append(row)
            progress.advance()
    return [*rows, *pairing.odd] if share.is_last else rows


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
        scores = _zero(find_benchmark(job.benchmark), sample, job)
        return _row(job, sample, prediction, Result(scores, "scoring it ended the process"), {})


def _zero(benchmark: Benchmark, sample: Sample, job: Job) -> dict[str, float]:
    """The benchmark's zeros, and that of a judge with a column of its own: it is not asked."""
    column = getattr(benchmark, "judged", "judge")
    is_judged = bool(job.settings.judge_url) and column in benchmark.columns
    return benchmark.zero(sample) | ({column: 0.0} if is_judged else {})


class _Worker:
    """One process's benchmark and tools."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._benchmark: Benchmark = find_benchmark(job.benchmark)
        self._tools = Tools(job.settings, drawing=job.drawing)

    def score(self, sample: Sample, prediction: Prediction) -> Score:
        """One row; whatever goes wrong with it becomes its reason.

        Raises:
            UserError: a tool is missing, or pictures cannot be written: no row could be scored.
        """
        if prediction.response is None or sample.problem is not None:
            reason = sample.problem or prediction.error or "the prediction holds no response"
            row = self._row(sample, prediction, Result(_zero(self._benchmark, sample, self._job), reason))
            return row.model_copy(update={"unanswered": True})
        try:
            with _deadline(SECONDS_PER_ROW):
                result = self._benchmark.score(sample, prediction.response, self._tools)
        except UserError:
            raise
        except Exception as error:  # the outermost handler of a row: those after it are to be scored
            self.close()
            self._tools = Tools(self._job.settings, drawing=self._job.drawing)
            reason = f"it cannot be scored: {type(error).__name__}: {error}"
            result = Result(_zero(self._benchmark, sample, self._job), reason[:500])
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
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(picture)
            except OSError as error:
                raise UserError(f"Cannot write {path}: {error.strerror}.") from error
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
        said=prediction.response[:SHOWN_LETTERS] if prediction.response else None,
    )


def _file_name(identity: str) -> str:
    """The id itself where it can be one; else what is left of it, told apart by a digest."""
    plain = "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in identity)[:100]
    mark = hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()[:8]
    return plain if plain == identity else f"{plain}-{mark}"


@contextmanager
def _deadline(seconds: int) -> Iterator[None]:
    """Raise `OutOfTime` in the main thread of the process after `seconds`; regular expressions notice it too."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise OutOfTime(f"it took longer than {seconds} s")

    if sys.platform == "win32":  # has no alarm; programs have time limits of their own
        yield
        return
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
