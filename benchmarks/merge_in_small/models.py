"""The models of the experiment and how each is made: by recipes and `viscodex-model`, in folders under one root.

A finished folder is kept, and a run that was stopped goes on from its checkpoint.
"""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

RECIPES = Path(__file__).resolve().parents[2] / "model" / "recipes"
LAMBDAS = ("0.5", "0.7", "0.85", "0.9")
ALIGNING_STEPS = 40
"""Of the first of two stages: the projector alone, so that it fits the backbone put in its place."""


@dataclass(frozen=True)
class Model:
    """A row of the table; `start` is what it is tuned from, None for one that is not tuned."""

    name: str
    title: str
    start: str | None = None
    stages: int = 1
    seed: int = 0


def untuned() -> tuple[Model, ...]:
    """The models before tuning."""
    merged = [Model(f"merged/lambda-{one}", f"merged, λ = {one}") for one in LAMBDAS]
    return (Model("vlm", "VLM alone"), Model("merged/lambda-0", "coder’s backbone in its place"), *merged)


def tuned(seeds: int) -> Iterator[Model]:
    """The same after tuning, once for each seed; the replaced backbone also in two stages."""
    for seed in range(seeds):
        for model in untuned():
            stages = (1, 2) if model.name.endswith("-0") else (1,)
            for count in stages:
                told = " (two stages)" if count == 2 else " (one stage)" if len(stages) == 2 else ""
                name = f"sft/{Path(model.name).name}{'-two' * (count - 1)}-{seed}"
                yield Model(name, model.title + told, start=model.name, stages=count, seed=seed)


def is_finished(name: str, root: Path) -> bool:
    """Whether a model is there whole: a run writes its folder on the way, and its curve at the end."""
    merged = name.startswith("merged/")
    return (root / name).exists() if merged else (root / name / "curve.png").exists()


def make(model: Model, root: Path, start: Path) -> Path:
    """The model's folder, made where it is not there yet; VLM and coder begin in the folder `start`."""
    if model.name.startswith("merged/"):
        if not (root / "merged").exists():
            _run("merge", "--vlm", str(root / "vlm"), "--coder", str(root / "coder"),
                 "--lambda", ",".join(("0", *LAMBDAS)), "--out", str(root / "merged"))  # fmt: skip
    elif model.start:
        recipe = _read("merge-in-small/03-sft.yaml")
        recipe |= {"start": str(root / model.start), "seed": model.seed}
        if model.stages == 2:
            recipe["stages"] = [_aligning(recipe["stages"][0]), *recipe["stages"]]
        _train(model.name, recipe, root)
    else:
        _train(model.name, _read(f"small-{model.name}.yaml") | {"start": str(start)}, root)
    return root / model.name


def _aligning(stage: dict[str, Any]) -> dict[str, Any]:
    learns = {"vision": False, "projector": True, "embeddings": False, "layers": False, "head": False}
    return stage | {"name": "projector", "learns": learns, "steps": ALIGNING_STEPS}


def _read(name: str) -> dict[str, Any]:
    recipe: dict[str, Any] = yaml.safe_load((RECIPES / name).read_text(encoding="utf-8"))
    return recipe


def _train(name: str, recipe: dict[str, Any], root: Path) -> None:
    if is_finished(name, root):
        return
    work = root / "work" / name
    place = {"out": str(root / name), "work": str(work)}
    work.mkdir(parents=True, exist_ok=True)
    path = work / "recipe.yaml"
    path.write_text(yaml.safe_dump(recipe | place, sort_keys=False), encoding="utf-8")
    _run("train", str(path), *(["--resume"] if (work / "checkpoint.pt").exists() else []))


def _run(*arguments: str) -> None:
    print("viscodex-model", *arguments, file=sys.stderr, flush=True)
    subprocess.run([sys.executable, "-m", "viscodex_model.cli", *arguments], check=True)
