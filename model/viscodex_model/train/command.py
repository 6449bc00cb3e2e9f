"""`viscodex-model train RECIPE.yaml`: tunes a checkpoint, or trains a model from nothing, stage by stage.

A recipe with a `model` tunes it: on records, or, where it names a `reward`, on the model's own answers. The recipe's
`out` folder gets the model, its `work` folder log and checkpoint.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from viscodex_model.train.tuning.sft_recipe import TuningRecipe

ENVIRONMENT = {
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(512 << 20),
    "MALLOC_TOP_PAD_": str(256 << 20),
    "ONEDNN_PRIMITIVE_CACHE_CAPACITY": "4096",
}
"""glibc gives large blocks back at once unless told otherwise, and pays for it in page faults at every step; oneDNN
forgets the plans of matrix products after 1024 sizes, and pictures of many sizes need more."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("recipe", type=Path, help="the recipe (YAML)")
    parser.add_argument(
        "--resume", action="store_true", help="go on where the checkpoint in the work folder is"
    )
    parser.add_argument(
        "--processes",
        type=int,
        choices=range(1, 65),
        metavar="N",
        default=2,
        help="processes of one thread each, for a model from nothing (default: 2)",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="tell the memory and time that it takes, and stop"
    )


def run(arguments: argparse.Namespace) -> int:
    """Train; 0 at the end of the last stage."""
    content = _content(arguments.recipe)
    if "model" in content:
        return _reward(arguments) if "reward" in content else _tune(arguments)
    if arguments.dry_run:
        from viscodex_model.core.recipe import read_recipe
        from viscodex_model.train.scratch.needs import say_needs
        from viscodex_model.train.scratch.recipe import TrainRecipe

        print(say_needs(read_recipe(arguments.recipe, TrainRecipe), processes=arguments.processes))
        return 0
    return _train_from_nothing(arguments)


def _content(recipe: Path) -> dict[str, Any]:
    """What a recipe holds, to tell what it is for; one that cannot be read is told about by who reads it whole."""
    import yaml

    try:
        content = yaml.safe_load(recipe.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError):
        return {}
    return content if isinstance(content, dict) else {}


@contextmanager
def _headers(recipe: "TuningRecipe") -> Iterator[Path]:
    """A folder with the headers of the recipe's checkpoint, which tell its shapes."""
    import tempfile

    from viscodex_model.checkpoint.sources import fetch

    with tempfile.TemporaryDirectory() as hollow:
        yield fetch(recipe.model, recipe.revision, headers_only=Path(hollow)).folder


def _tune(arguments: argparse.Namespace) -> int:
    from viscodex_model.core.recipe import read_recipe
    from viscodex_model.train.tuning.sft_recipe import SftRecipe

    recipe = read_recipe(arguments.recipe, SftRecipe)
    if not arguments.dry_run:
        from viscodex_model.train.tuning.sft import tune

        tune(recipe, resume=arguments.resume)
        return 0
    from viscodex_model.train.tuning.estimate import estimate, say
    from viscodex_model.train.tuning.places import read_mixture

    with _headers(recipe) as folder:
        there = all(part.path.is_dir() for part in recipe.data)
        places = read_mixture(recipe) if there else []
        print(say(estimate(recipe, folder, places), recipe, folder))
    return 0


def _reward(arguments: argparse.Namespace) -> int:
    from viscodex_model.core.recipe import read_recipe
    from viscodex_model.train.rewarded.grpo_recipe import GrpoRecipe

    recipe = read_recipe(arguments.recipe, GrpoRecipe)
    if not arguments.dry_run:
        from viscodex_model.train.rewarded.grpo import learn_from_likeness

        learn_from_likeness(recipe, resume=arguments.resume)
        return 0
    from viscodex_model.train.rewarded.needs import estimate_grpo, say_grpo

    with _headers(recipe) as folder:
        pictures = recipe.picture_sizes()
        print(say_grpo(estimate_grpo(recipe, folder, pictures), recipe, pictures))
    return 0


def _train_from_nothing(arguments: argparse.Namespace) -> int:
    import os
    import shutil
    import tempfile

    from torch.multiprocessing.spawn import ProcessRaisedException, spawn

    from viscodex_model.core.errors import UserError
    from viscodex_model.core.recipe import read_recipe
    from viscodex_model.data.synth.shards import list_shards
    from viscodex_model.train.scratch.loop import run_one
    from viscodex_model.train.scratch.recipe import TrainRecipe
    from viscodex_model.train.scratch.start import tokenizer_for
    from viscodex_model.train.tuning.shortage import sentence_in

    recipe = read_recipe(arguments.recipe, TrainRecipe)
    checkpoint = recipe.work / "checkpoint.pt"
    if arguments.resume and not checkpoint.exists():
        raise UserError(f"There is no checkpoint to resume from ({checkpoint}): start without --resume.")
    if checkpoint.exists() and not arguments.resume:
        raise UserError(
            f"{checkpoint} belongs to an earlier run: resume it with --resume, or move {recipe.work} away."
        )
    if recipe.compile and shutil.which(os.environ.get("CXX") or "g++") is None:
        raise UserError(
            f"{arguments.recipe} says `compile: true`, and there is no C++ compiler (g++): install one, or say "
            "`compile: false` and take twice the time."
        )
    for folder in {recipe.validation, *recipe.grow, *(one for stage in recipe.stages for one in stage.data)}:
        list_shards(folder)
    tokenizer_for(recipe)
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    with tempfile.TemporaryDirectory() as aside:
        meeting = Path(aside) / "meeting"
        try:
            spawn(  # type: ignore[no-untyped-call]
                run_one,
                (arguments.processes, recipe, meeting, arguments.resume),
                nprocs=arguments.processes,
            )
        except ProcessRaisedException as error:
            sentence = sentence_in(str(error))
            raise (UserError(sentence) if sentence else error) from error
    return 0
