"""Aggregates scores for reports: attempts to one score, samples to a mean with its standard error."""

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_BEST_OF = "avg_max_"


@dataclass(frozen=True)
class Mean:
    """A mean over n samples, and its standard error; None for a single sample, whose error is not known."""

    value: float
    error: float | None
    n: int


def mean_of(scores: Sequence[float]) -> Mean | None:
    """The mean of independent samples and sqrt(variance / n), variance with n - 1; None of nothing."""
    if not scores:
        return None
    error = statistics.stdev(scores) / math.sqrt(len(scores)) if len(scores) > 1 else None
    return Mean(statistics.fmean(scores), error, len(scores))


def reduce_attempts(scores: Sequence[float], mode: str) -> float:
    """One score of several attempts: "avg", "max", "min", or "avg_max_N": the mean of the best of each N in turn.

    Source: InfiBench's evaluator.

    Raises:
        ValueError: there is no such mode, or no score.
    """
    if not scores:
        raise ValueError("There are no attempts to reduce.")
    if mode.startswith(_BEST_OF) and mode.removeprefix(_BEST_OF).isdigit():
        size = int(mode.removeprefix(_BEST_OF))
        return statistics.fmean(max(scores[start : start + size]) for start in range(0, len(scores), size))
    modes: dict[str, Callable[[Sequence[float]], float]] = {"avg": statistics.fmean, "max": max, "min": min}
    if mode not in modes:
        raise ValueError(f"`{mode}` is not a way to reduce attempts; known are avg, max, min and avg_max_N.")
    return float(modes[mode](scores))
