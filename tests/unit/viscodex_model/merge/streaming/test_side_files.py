"""What lies beside the merged weights: recipe, provenance, card; and the recipes that are shipped."""

import json
import re
from pathlib import Path

import pytest
import torch
import xxhash
import yaml
from torch import Tensor
from viscodex_model import cli
from viscodex_model.core.recipe import read_recipe
from viscodex_model.merge.planning.recipe import MergeRecipe

from tests.fixtures.models.merging import merged, tensors
from tests.fixtures.models.tiny_checkpoints import tiny_coder, tiny_vlm

FOLDER = Path(__file__).resolve().parents[5] / "model" / "recipes"
RECIPES = sorted([*FOLDER.glob("*/01-merge.yaml"), *FOLDER.glob("other-merges/*.yaml")])


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A vlm, and a coder with a card that states a licence."""
    folder = tmp_path_factory.mktemp("models")
    coder = tiny_coder(folder / "coder", dtype=torch.bfloat16)
    (coder / "README.md").write_text("---\nlicense: other\nlicense_name: some-licence\n---\n")
    return {"vlm": tiny_vlm(folder / "vlm", dtype=torch.bfloat16), "coder": coder}


@pytest.fixture(scope="module")
def folder(models: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Their merge."""
    return merged(tmp_path_factory.mktemp("merged") / "out", **models, **{"lambda": 0.8}, norms="keep")


def digest(values: Tensor) -> str:
    """The xxh3_128 of a tensor's bytes."""
    return str(xxhash.xxh3_128(values.flatten().view(torch.uint8).numpy().tobytes()).hexdigest())


def test_the_provenance_holds_fates_and_digests(models: dict[str, Path], folder: Path) -> None:
    """Each tensor's fate, weights and inputs' digests are noted, and the digests are those of the inputs."""
    provenance = json.loads((folder / "provenance.json").read_text())
    sources = {role: tensors(path) for role, path in models.items()}
    lines = {line["name"]: line for line in provenance["details"]["tensors"]}
    assert lines.keys() == sources["vlm"].keys()
    up = "model.layers.0.mlp.up_proj.weight"
    assert lines[up] == {
        "name": up,
        "fate": "combine",
        "weights": [0.8, 0.2],
        "digests": {role: digest(loaded[up]) for role, loaded in sources.items()},
    }
    norm = "model.norm.weight"
    assert lines[norm] == {"name": norm, "fate": "keep", "digests": {"vlm": digest(sources["vlm"][norm])}}
    inputs = {entry["role"]: entry for entry in provenance["inputs"]}
    assert inputs["coder"]["licence"] == "some-licence"
    size = (models["coder"] / "model.safetensors").stat().st_size
    assert inputs["coder"]["files"] == [{"name": "model.safetensors", "bytes": size, "sha256": None}]


def test_the_recipe_beside_the_weights_repeats_them(folder: Path, tmp_path: Path) -> None:
    """Merging by the merge.yaml that was written gives the same weights again."""
    assert cli.main(["merge", str(folder / "merge.yaml"), "--out", str(tmp_path / "again")]) == 0
    assert (tmp_path / "again" / "model.safetensors").read_bytes() == (
        folder / "model.safetensors"
    ).read_bytes()


def test_the_card_names_donors_and_licences(folder: Path) -> None:
    """The card's front matter is valid, and its text holds every donor with its licence."""
    text = (folder / "README.md").read_text()
    front = yaml.safe_load(text.split("---")[1])
    assert front["pipeline_tag"] == "image-text-to-text"
    assert "| local | some-licence |" in text
    assert "lambda: 0.8" in text


def test_flags_rule_over_the_recipe(
    models: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A flag stands in for the recipe's key, and weights on the command line for a λ in the file."""
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(yaml.safe_dump({key: str(path) for key, path in models.items()} | {"lambda": 0.9}))
    assert cli.main(["merge", str(recipe), "--plan", "--weights", "0.6,0.4", "--embeddings", "keep"]) == 0
    said = capsys.readouterr().out
    assert "layers 0-1    (0.6, 0.4)" in said
    assert re.search(r"embeddings +1 tensor\b", said)
    assert "26 combined, 31 kept" in said


def test_a_plan_writes_nothing(models: dict[str, Path], tmp_path: Path) -> None:
    """`--plan` leaves the disk as it was."""
    flags = ["--vlm", str(models["vlm"]), "--coder", str(models["coder"]), "--out", str(tmp_path / "out")]
    assert cli.main(["merge", *flags, "--plan"]) == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_shipped_recipes_are_valid(path: Path) -> None:
    """Each recipe in model/recipes is read without complaint."""
    assert read_recipe(path, MergeRecipe).vlm
