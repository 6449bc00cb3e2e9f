"""InfiBench's published totals, from the authors' own score of every attempt: the same by every command."""

from pathlib import Path

import pytest
from viscodex_model.evaluate.benchmarks.registry import find_benchmark
from viscodex_model.evaluate.reporting.report import make_report, markdown_table, read_scores
from viscodex_model.evaluate.reporting.sweep import SweepRecipe, read_found
from viscodex_model.evaluate.reporting.sweep_page import sweep_lines
from viscodex_model.evaluate.reporting.tables import summary_lines
from viscodex_model.evaluate.scoring.rows import Note, Score, write_note, write_rows

from tests.fixtures.judges.golden_numbers import load, needs_golden

CASES, ATTEMPTS = 234, 30
TOTAL = 146.3634
"""Codestral's, of 234 points, as the authors' evaluator adds it up."""


@pytest.fixture
def scored(tmp_path: Path) -> Path:
    """The scores of a model that was asked each of the 234 questions thirty times, as `score` writes them."""
    cases = load("infibench/oracle_codestral.json")
    rows = [
        Score(benchmark="infibench", id=case, attempt=attempt, model="codestral", scores={"score": score})
        for case, found in cases.items()
        for attempt, score in enumerate(found["all_scores"])
    ]
    assert len(rows) == CASES * ATTEMPTS
    path = tmp_path / "lambda-0.7.scores.jsonl"
    write_rows(path, rows)
    note = Note(benchmark="infibench", data="/d", model="codestral", samples=CASES)
    write_note(path, note.model_copy(update={"attempts_rule": "avg_max_10"}))
    return path


@needs_golden
def test_report_score_and_sweep_print_the_published_total(scored: Path) -> None:
    """62.5 of 100, with the same standard error; the plain mean of all attempts would be 46.0."""
    measured = read_scores(scored)
    cell = "62.5 ± 2.7"
    assert f"| codestral | 234 | {cell} |" in markdown_table([measured])
    assert f"<td>{cell}</td>" in make_report([measured], most=0)
    assert summary_lines(measured.rules, measured.rows)[1].split(maxsplit=1) == ["score", cell]
    recipe = SweepRecipe(vlm="a", coder="b", lambdas=(0.7,), benchmark="infibench", out=scored.parent)
    found = read_found(recipe, 0.7)
    assert found.mean.value * CASES == pytest.approx(TOTAL, abs=5e-5)
    assert f"| 0.7 | 234 | {cell} |" in sweep_lines(recipe, [found])


@needs_golden
def test_without_the_suites_rule_the_total_is_another(scored: Path) -> None:
    """The rule is what makes the difference: the test above cannot pass by chance."""
    measured = read_scores(scored)
    plain = summary_lines(find_benchmark("infibench"), measured.rows)[1]
    assert plain.split() == ["score", "46.0", "±", "2.5"]
