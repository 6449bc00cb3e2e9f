"""The whole of a sweep on tiny checkpoints: merged once, each model served, asked and scored; and done only once."""

from typing import Any

import pytest
from viscodex_model.cli import main
from viscodex_model.core.errors import UserError
from viscodex_model.core.recipe import read_recipe
from viscodex_model.evaluate.reporting import sweep
from viscodex_model.evaluate.reporting.sweep import SweepRecipe, run_sweep
from viscodex_model.evaluate.scoring.rows import Prediction, read_note, read_rows

from tests.fixtures.models.tiny_checkpoints import tiny_coder, tiny_vlm

LAMBDAS = (0.5, 0.9)
QUESTIONS = "model/benchmarks_small/infibench"


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A sweep over two lambdas, two questions each, done by its command."""
    folder = tmp_path_factory.mktemp("sweep")
    tiny_vlm(folder / "vlm")
    tiny_coder(folder / "coder")
    recipe = folder / "sweep.yaml"
    recipe.write_text(
        f"vlm: {folder / 'vlm'}\ncoder: {folder / 'coder'}\nlambdas: {list(LAMBDAS)}\nout: {folder / 'out'}\n"
        f"benchmark: infibench\ndata: {QUESTIONS}\nlimit: 2\nmax_tokens: 4\n",
        encoding="utf-8",
    )
    assert main(["sweep", str(recipe)]) == 0
    return recipe, folder / "out"


def test_every_lambda_is_merged_asked_and_scored(swept: Any) -> None:
    """Each lambda's model answered both questions, and the page shows both means."""
    _, out = swept
    for weight in LAMBDAS:
        predictions = out / f"lambda-{weight:g}.predictions.jsonl"
        rows = list(read_rows(predictions, Prediction))
        assert [row.error for row in rows if isinstance(row, Prediction)] == [None, None]
        note = read_note(predictions)
        assert note is not None
        assert (note.model, note.samples) == (f"lambda-{weight:g}", 2)
        assert (out / "models" / f"lambda-{weight:g}" / "config.json").is_file()
    page = (out / "sweep.html").read_text(encoding="utf-8")
    assert page.count("<tr><td>0.") == 2
    assert page.count('<circle class="') == 2
    assert "Best: lambda " in page or "All are equal" in page


def test_a_sweep_that_has_its_scores_serves_nothing(swept: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Started again it gives the same means, and neither merges nor serves nor asks."""
    path, _ = swept
    recipe = read_recipe(path, SweepRecipe)

    def refused(*_arguments: Any, **_settings: Any) -> None:
        raise AssertionError("a stage was run again")

    monkeypatch.setattr(sweep, "_merge", refused)
    monkeypatch.setattr(sweep, "_measure", refused)
    found = run_sweep(recipe)
    assert [(item.weight, item.mean.n) for item in found] == [(weight, 2) for weight in LAMBDAS]


def test_a_sweep_of_another_question_is_not_mixed_in(swept: Any) -> None:
    """A folder that holds a sweep is refused to a recipe that asks something else, and stays as it was."""
    path, out = swept
    recipe = read_recipe(path, SweepRecipe).model_copy(update={"max_tokens": 5, "limit": 1})
    before = (out / "sweep.json").read_bytes()
    with pytest.raises(UserError, match="another limit, max_tokens"):
        run_sweep(recipe)
    assert (out / "sweep.json").read_bytes() == before


def test_lambdas_are_added_to_a_sweep(swept: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the new one is merged, beside the others, and measured."""
    path, out = swept
    recipe = read_recipe(path, SweepRecipe).model_copy(update={"lambdas": (*LAMBDAS, 0.6)})
    asked = []
    monkeypatch.setattr(sweep, "_run", lambda words, **_: asked.append(words))
    with pytest.raises(UserError, match=r"no model for lambda 0\.6"):
        run_sweep(recipe)
    assert asked == [["merge", str(out / "merge.yaml"), "--out", str(out / "models1"), "--resume"]]
    assert "lambda:\n- 0.6\n" in (out / "merge.yaml").read_text(encoding="utf-8")
