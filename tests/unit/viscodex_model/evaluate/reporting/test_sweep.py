"""What a sweep chooses by."""

from pathlib import Path

import pytest
from viscodex_model.evaluate.reporting.sweep import SweepRecipe, read_found
from viscodex_model.evaluate.reporting.sweep_page import sweep_lines
from viscodex_model.evaluate.scoring.rows import Score, write_rows


def score(sample: str, attempt: int, likeness: float | None) -> Score:
    scores = {} if likeness is None else {"likeness": likeness}
    return Score(
        benchmark="design2code", id=sample, attempt=attempt, scores=scores, counted=likeness is not None
    )


def test_lambdas_can_be_chosen_by_likeness(tmp_path: Path) -> None:
    """A sample counts once, with the mean of its attempts; what was not compared does not count."""
    recipe = SweepRecipe(
        vlm="a", coder="b", lambdas=(0.7,), benchmark="design2code", by="likeness", out=tmp_path
    )
    rows = [score("one", 0, 0.9), score("one", 1, 0.5), score("two", 0, 0.3), score("three", 0, None)]
    write_rows(tmp_path / "lambda-0.7.scores.jsonl", rows)
    found = read_found(recipe, 0.7)
    assert found.mean.n == 2
    assert found.mean.value == pytest.approx(0.5)
    assert sweep_lines(recipe, [found])[0].endswith("likeness |")
