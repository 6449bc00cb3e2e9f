"""Merges of tiny folders for the tests: a recipe's keys in, the merged tensors out."""

from pathlib import Path
from typing import Any

from safetensors.torch import load_file
from torch import Tensor
from viscodex_model.checkpoint.index import INDEX_NAME, read_json
from viscodex_model.checkpoint.sources import fetch
from viscodex_model.core.recipe import validate_recipe
from viscodex_model.merge.plan import MergePlan, make_plan
from viscodex_model.merge.recipe import MergeRecipe
from viscodex_model.merge.stream import WorkOptions
from viscodex_model.merge.whole import merge

ROLES = ("vlm", "coder", "base")


def plan_of(**keys: Any) -> MergePlan:
    """The plan of a recipe whose sources are local folders."""
    content = {key: str(value) if isinstance(value, Path) else value for key, value in keys.items()}
    recipe = validate_recipe(content, MergeRecipe, origin="test")
    return make_plan(recipe, {role: fetch(content[role], None) for role in ROLES if role in content})


def merged(out: Path, *, threads: int = 2, **keys: Any) -> Path:
    """Merge by the recipe `keys` into `out`, and return it."""
    merge(plan_of(**keys), out, WorkOptions(threads=threads))
    return out


def tensors(folder: Path) -> dict[str, Tensor]:
    """Every tensor of a checkpoint, read by the safetensors library."""
    if not (folder / INDEX_NAME).exists():
        return load_file(folder / "model.safetensors")
    found: dict[str, Tensor] = {}
    for name in sorted(set(read_json(folder / INDEX_NAME)["weight_map"].values())):
        found |= load_file(folder / name)
    return found
