"""`viscodex-model train` on recipes and folders that do not fit: each a sentence, and nothing is begun."""

import argparse
from pathlib import Path

import pytest
from viscodex_model.cli import main
from viscodex_model.core.errors import UserError
from viscodex_model.core.recipe import read_recipe
from viscodex_model.train import command
from viscodex_model.train.scratch.model import make_model
from viscodex_model.train.scratch.needs import say_needs
from viscodex_model.train.scratch.recipe import TrainRecipe


@pytest.mark.usefixtures("recipe")
def test_an_unknown_key_is_refused_with_the_nearest(tmp_path: Path) -> None:
    """A misspelt key in a recipe is named together with the key that was meant."""
    path = tmp_path / "tiny.yaml"
    path.write_text(path.read_text().replace("minutes:", "minuts:"))
    with pytest.raises(UserError, match=r"minuts.*minutes"):
        read_recipe(path, TrainRecipe)


@pytest.mark.parametrize(("resume", "told"), [(True, "no checkpoint"), (False, "--resume")])
def test_a_run_is_neither_resumed_from_nothing_nor_overwritten(
    recipe: TrainRecipe, tmp_path: Path, resume: bool, told: str
) -> None:
    """Resuming without a checkpoint and starting over one are refused with what to do."""
    if not resume:
        recipe.work.mkdir(parents=True)
        (recipe.work / "checkpoint.pt").write_bytes(b"")
    arguments = argparse.Namespace(recipe=tmp_path / "tiny.yaml", resume=resume, processes=1, dry_run=False)
    with pytest.raises(UserError, match=told):
        command.run(arguments)


def test_a_run_without_its_data_is_refused_before_it_starts(recipe: TrainRecipe, tmp_path: Path) -> None:
    """A folder of data that holds no shards is named, and nothing is written."""
    (tmp_path / "data" / "pages-00000.zip").unlink()
    arguments = argparse.Namespace(recipe=tmp_path / "tiny.yaml", resume=False, processes=1, dry_run=False)
    with pytest.raises(UserError, match="holds no shards"):
        command.run(arguments)
    assert not recipe.work.exists()


@pytest.mark.usefixtures("recipe")
def test_compiling_without_a_compiler_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A recipe that compiles is refused where there is no compiler, with what to do."""
    path = tmp_path / "tiny.yaml"
    path.write_text(path.read_text() + "\ncompile: true\n")
    monkeypatch.setenv("CXX", "no-such-compiler")
    arguments = argparse.Namespace(recipe=path, resume=False, processes=1, dry_run=False)
    with pytest.raises(UserError, match="compile: false"):
        command.run(arguments)


def test_a_dry_run_tells_what_a_run_takes(
    recipe: TrainRecipe, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Parameters, minutes and data as they are, also of data that are still to be made; nothing is begun."""
    assert main(["train", str(tmp_path / "tiny.yaml"), "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert recipe.shape
    parameters = make_model(recipe.shape, recipe.vocabulary, seed=0).num_parameters()
    assert f"{parameters / 1e6:.1f} M parameters\ntime: about 1 min" in told
    assert f"{tmp_path / 'data'}: 40 pictures" in told
    (tmp_path / "data" / "pages-00000.zip").unlink()
    assert f"{tmp_path / 'data'}: not here yet" in say_needs(recipe, processes=1)
    assert not recipe.work.exists()


def test_a_stage_of_steps_takes_as_long_as_its_steps(recipe: TrainRecipe) -> None:
    """Ten times as many steps take ten times as long, and what is frozen takes less."""

    def minutes(**told: object) -> int:
        stage = recipe.stages[0].model_copy(update={"minutes": None, "batch_cells": 2400, **told})
        text = say_needs(recipe.model_copy(update={"stages": (stage,)}), processes=2)
        return int(text.partition("time: about ")[2].split()[0])

    whole = minutes(steps=100_000)
    assert minutes(steps=1_000_000) == pytest.approx(10 * whole, abs=10)
    learns = recipe.stages[0].learns.model_copy(update={"vision": False})
    assert 0 < minutes(steps=100_000, learns=learns) < whole


def test_a_dry_run_of_a_start_that_is_not_there_says_so(
    recipe: TrainRecipe, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder is named, as it is by the run itself."""
    path = tmp_path / "tiny.yaml"
    path.write_text(path.read_text().partition("shape:")[0] + f"start: {tmp_path / 'none'}\n")
    path.write_text(path.read_text() + f"stages: [{{name: a, steps: 1, data: [{tmp_path / 'data'}]}}]\n")
    assert main(["train", str(path), "--dry-run"]) == 1
    assert f"{tmp_path / 'none'} is no folder to start from" in capsys.readouterr().err
    assert not recipe.work.exists()
