"""Learning from the likeness by TRL, in small: a random model takes a step, and the saved folder has moved."""

import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from viscodex_model.checkpoint.folder import describe
from viscodex_model.checkpoint.layout import old_name
from viscodex_model.core.errors import UserError

from tests.fixtures.models.rewarded import recipe_of

pytest.importorskip("trl", reason="TRL is not installed: pip install '.[grpo]'")

from viscodex_model.core.likeness import comparer
from viscodex_model.train.rewarded import grpo

# As long as the code: answers of one group differ, so that there is something to learn.
MEASURE = """
import json, sys
for line in sys.stdin:
    print(json.dumps({"value": min(1.0, len(json.loads(line)["text"]) / 40)}), flush=True)
"""


def learn(recipe: Any, monkeypatch: pytest.MonkeyPatch, *, resume: bool = False) -> None:
    """The run of a recipe, with a measure that needs neither reader nor browser."""
    monkeypatch.setattr(grpo, "Comparer", lambda: comparer.Comparer((sys.executable, "-c", MEASURE)))
    grpo.learn_from_likeness(recipe, resume=resume)


def test_a_random_model_takes_a_step(
    model: Path, pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What learns has moved, what is frozen has not, and the folder is ready for every engine; a run that was
    stopped goes on from its checkpoint."""
    learns = {"vision": False, "projector": False, "embeddings": False, "layers": True, "head": False}
    recipe = recipe_of(model, pictures, tmp_path, answers=4, batch=4, learns=learns)
    learn(recipe, monkeypatch)
    before, after = load_file(model / "model.safetensors"), load_file(recipe.out / "model.safetensors")
    moved = {
        name for name, tensor in before.items() if not torch.equal(tensor.bfloat16(), after[old_name(name)])
    }
    assert moved and all(".layers." in name or name.endswith("norm.weight") for name in moved)
    assert not any("visual" in name for name in moved)
    assert describe(recipe.out).is_ready
    assert (recipe.out / "provenance.json").read_text().count(".png") == 4
    further = recipe.model_copy(update={"steps": 2, "out": tmp_path / "further"})
    learn(further, monkeypatch, resume=True)
    assert (further.work / "checkpoint-2").is_dir() and describe(further.out).is_ready


def test_a_picture_that_was_cut_off_is_refused(model: Path, pictures: Path, tmp_path: Path) -> None:
    """Its size is told at its beginning; a run would end where the rest is missing."""
    whole = (pictures / "0.png").read_bytes()
    (tmp_path / "cut.png").write_bytes(whole[:-30])
    with pytest.raises(UserError, match=r"cut\.png is no picture that can be opened"):
        grpo.learn_from_likeness(recipe_of(model, tmp_path, tmp_path), resume=False)


def test_a_folder_without_pictures_is_refused(model: Path, tmp_path: Path) -> None:
    """Before anything is loaded."""
    with pytest.raises(UserError, match="holds no pictures"):
        grpo.learn_from_likeness(recipe_of(model, tmp_path / "none", tmp_path), resume=False)
