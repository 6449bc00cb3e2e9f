"""`viscodex-model train RECIPE.yaml`: trains a model from nothing, stage by stage.

In: the command line and a recipe. Out: the recipe's `out` folder with the model, its `work` folder with log and
checkpoint.
"""

import argparse
from pathlib import Path

ENVIRONMENT = {
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(512 << 20),
    "MALLOC_TOP_PAD_": str(256 << 20),
    "ONEDNN_PRIMITIVE_CACHE_CAPACITY": "32768",
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
        help="processes of one thread each (default: 2)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Train; 0 at the end of the last stage."""
    import os
    import tempfile

    from torch.multiprocessing.spawn import spawn

    from viscodex_model.core.errors import UserError
    from viscodex_model.core.recipe import read_recipe
    from viscodex_model.data.synth.shards import list_shards
    from viscodex_model.train.loop import run_one, tokenizer_for
    from viscodex_model.train.recipe import TrainRecipe

    recipe = read_recipe(arguments.recipe, TrainRecipe)
    checkpoint = recipe.work / "checkpoint.pt"
    if arguments.resume and not checkpoint.exists():
        raise UserError(f"There is no checkpoint to resume from ({checkpoint}): start without --resume.")
    if checkpoint.exists() and not arguments.resume:
        raise UserError(
            f"{checkpoint} belongs to an earlier run: resume it with --resume, or move {recipe.work} away."
        )
    for folder in {recipe.validation, *(folder for stage in recipe.stages for folder in stage.data)}:
        list_shards(folder)
    tokenizer_for(recipe)
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    with tempfile.TemporaryDirectory() as aside:
        meeting = Path(aside) / "meeting"
        spawn(  # type: ignore[no-untyped-call]
            run_one,
            (arguments.processes, recipe, meeting, arguments.resume),
            nprocs=arguments.processes,
        )
    return 0
