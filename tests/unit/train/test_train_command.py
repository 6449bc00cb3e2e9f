"""`viscodex-model train` on recipes and folders that do not fit: each a sentence, and nothing is begun."""

import argparse
from pathlib import Path

import pytest
from viscodex_model.core.errors import UserError
from viscodex_model.core.recipe import read_recipe
from viscodex_model.train import command
from viscodex_model.train.recipe import TrainRecipe


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
