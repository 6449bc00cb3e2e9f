"""What a reply is worth: its code's likeness, nothing without code, and no guess where nothing was compared."""

import json
import sys
from pathlib import Path

import pytest
from viscodex_model.cli import main
from viscodex_model.core.errors import UserError
from viscodex_model.core.likeness.comparer import Comparer
from viscodex_model.train.rewarded.likeness_reward import LikenessReward
from viscodex_model.train.rewarded.needs import estimate_grpo
from viscodex_model.train.tuning.estimate import count_parameters

from tests.fixtures.models.merge_shapes import REAL_SHAPES, write_hollow_model
from tests.fixtures.models.rewarded import recipe_of

RECIPE = Path(__file__).resolve().parents[5] / "model" / "recipes" / "grpo-8b" / "01-learn.yaml"

# Answers each question with the share of its text that is the letter a; one that says "lost" was not compared.
MEASURE = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    text = asked["text"].strip()
    print(json.dumps({"value": None if "lost" in text else text.count("a") / len(text)}), flush=True)
"""
COMMAND = (sys.executable, "-c", MEASURE)


def test_a_reply_is_worth_the_likeness_of_its_code() -> None:
    """Without code it is worth nothing; what was not compared is left out of the mean."""
    replies = ["```html\naab\n```", "aaaa", "```html\n\n```", "```html\nlost\n```"]
    with Comparer(COMMAND) as comparer:
        reward = LikenessReward(comparer, language="html")
        found = reward(
            completions=[[{"role": "assistant", "content": reply}] for reply in replies], path=["a.png"] * 4
        )
    assert found == [pytest.approx(2 / 3), 1.0, 0.0, None]


def test_a_measure_that_ends_is_told() -> None:
    """No reward is invented."""
    with (
        Comparer((sys.executable, "-c", "pass")) as comparer,
        pytest.raises(UserError, match="ended after 0"),
    ):
        comparer.compare(Path("a.png"), "a", "html")
    with Comparer(("/nonexistent",)) as comparer, pytest.raises(UserError, match="cannot be started"):
        comparer.compare(Path("a.png"), "a", "html")


def test_an_update_holds_whole_groups_of_answers(tmp_path: Path) -> None:
    """Answers to a picture are judged beside one another: a part of them could not be."""
    with pytest.raises(UserError, match="must be a multiple of answers"):
        recipe_of(tmp_path, tmp_path, tmp_path, answers=8, batch=1, accumulate=4)


def test_a_dry_run_tells_memory_steps_and_what_learns(
    model: Path, pictures: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From shapes and pictures alone; a reference is held only where beta asks for one; nothing is trained."""
    recipe = recipe_of(model, pictures, tmp_path, steps=None, epochs=1, accumulate=2, learns={"layers": True})
    parameters = count_parameters(model)
    need = estimate_grpo(recipe, model, recipe.picture_sizes())
    assert need.held["weights"] == 4 * parameters.total()
    assert need.held["gradients"] == 4 * need.learning.total()
    assert set(need.learning) == {"embeddings", "layers", "head"}
    assert (need.steps, need.answers) == (2, 8)
    assert "model as it was" not in need.held
    held = estimate_grpo(recipe.model_copy(update={"beta": 0.1}), model, {}).held
    assert held["model as it was"] == held["weights"]
    path = tmp_path / "recipe.yaml"
    path.write_text(json.dumps(recipe.model_dump(mode="json")))
    assert main(["train", str(path), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "learns: " in said and "memory on one device" in said
    assert "2 steps of 2 pictures a device with 2 answers each" in said
    assert not recipe.work.exists()


def test_a_picture_that_cannot_be_opened_is_told(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before a run, not in the middle of it."""
    (tmp_path / "broken.png").write_text("no picture")
    path = tmp_path / "recipe.yaml"
    path.write_text(json.dumps(recipe_of(model, tmp_path, tmp_path).model_dump(mode="json")))
    assert main(["train", str(path), "--dry-run"]) == 1
    assert "broken.png is no picture that can be opened" in capsys.readouterr().err


def test_the_recipe_is_planned_at_the_shapes_of_8b(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From headers alone: what learns, what is held, and how long 500 steps take at most."""
    shape, vision = REAL_SHAPES["7B"]
    write_hollow_model(tmp_path / "viscodex-8b-sft", shape.vlm_specs(vision), shape.vlm_config(vision))
    monkeypatch.chdir(tmp_path)
    assert main(["train", str(RECIPE), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "learns: layers 6.53 B" in said
    assert "weights          16.58 GB" in said and "Adam             26.10 GB" in said
    assert "500 steps of 1 picture a device with 8 answers each" in said
