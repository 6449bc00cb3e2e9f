"""Pairs samples with predictions; a prediction without a sample becomes a row that does not count."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from viscodex_model.evaluate.benchmarks.benchmark import Sample
from viscodex_model.evaluate.scoring.rows import BadLine, Prediction, Score


@dataclass
class Pairing:
    """Predictions that belong to a sample, and rows for those that do not."""

    wanted: list[tuple[Sample, Prediction]] = field(default_factory=list)
    odd: list[Score] = field(default_factory=list)


def pair_predictions(
    samples: Sequence[Sample], predictions: Iterable[Prediction | BadLine], benchmark: str
) -> Pairing:
    """Put each prediction to its sample; doubled, unknown and unreadable ones become rows that do not count."""
    found: dict[str, dict[int, Prediction]] = {}
    result = Pairing()
    ids = {sample.id for sample in samples}
    for row in predictions:
        reason = _why_odd(row, found, ids, benchmark)
        if reason is not None:
            result.odd.append(odd_row(row, benchmark, reason))
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


def odd_row(row: Prediction | BadLine, benchmark: str, reason: str) -> Score:
    """A row that does not count."""
    if isinstance(row, BadLine):
        return Score(benchmark=benchmark, id=f"line {row.number}", counted=False, reason=reason)
    return Score(
        benchmark=benchmark, id=row.id, attempt=row.attempt, model=row.model, counted=False, reason=reason
    )
