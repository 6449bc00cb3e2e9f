"""Means with standard errors of score rows, as cells of a table and as lines for a terminal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from viscodex_model.evaluate.benchmarks.benchmark import Benchmark
from viscodex_model.evaluate.metrics.aggregation import Mean, mean_of
from viscodex_model.evaluate.scoring.rows import Score

_MISSING = {
    "chartmimic": {"high": "no judge"},
    "mmcode": {"pass@5": "needs 5 attempts", "pass@10": "needs 10 attempts"},
}


@dataclass(frozen=True)
class Line:
    """One model's line of a table: a mean, or the word that stands for it, for each column."""

    model: str
    cells: Mapping[str, Mean | str]
    published: bool = False


def by_sample(benchmark: Benchmark, rows: Sequence[Score]) -> dict[str, dict[str, float]]:
    """Each sample's scores from those of its attempts; rows that do not count or were not measured are left out."""
    attempts: dict[str, list[dict[str, float]]] = {}
    for row in rows:
        if row.counted and row.scores:
            attempts.setdefault(row.id, []).append(row.scores)
    return {sample: benchmark.combine(scores) for sample, scores in attempts.items()}


def measured_line(benchmark: Benchmark, model: str, rows: Sequence[Score]) -> Line:
    """The model's means over samples."""
    samples = by_sample(benchmark, rows).values()
    cells: dict[str, Mean | str] = {}
    for column in benchmark.columns:
        mean = mean_of([scores[column] for scores in samples if column in scores])
        cells[column] = mean or _MISSING.get(benchmark.name, {}).get(column, "not measured")
    return Line(model, cells)


def as_text(cell: Mean | str) -> str:
    """`71.2 ± 1.3` in hundredths; the error is left out where it is not known."""
    if isinstance(cell, str):
        return cell
    error = f" ± {100 * cell.error:.1f}" if cell.error is not None else ""
    return f"{100 * cell.value:.1f}{error}"


def size_of(line: Line) -> int:
    """The number of samples behind the line's fullest column."""
    return max((cell.n for cell in line.cells.values() if isinstance(cell, Mean)), default=0)


def summary_lines(benchmark: Benchmark, rows: Sequence[Score]) -> list[str]:
    """The table of one model for a terminal."""
    line = measured_line(benchmark, "", rows)
    head = f"{benchmark.title}, n = {size_of(line)}, in hundredths ± standard error{unanswered_text(rows)}"
    return [head, *(f"  {column:<12} {as_text(cell)}" for column, cell in line.cells.items())]


def unanswered_text(rows: Sequence[Score]) -> str:
    """How many answers are missing, to be set after n; nothing where none is."""
    missing = sum(row.counted and row.unanswered for row in rows)
    return f"; {missing} without an answer, counted as 0" if missing else ""
