"""`viscodex-model train RECIPE.yaml`: trains a model from nothing, stage by stage.

In: the command line and a recipe. Out: the recipe's `out` folder with the model, its `work` folder with log and
checkpoint.
"""

import argparse
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("recipe", type=Path, help="the recipe (YAML)")
    parser.add_argument(
        "--resume", action="store_true", help="go on where the checkpoint in the work folder is"
    )
    parser.add_argument("--processes", type=int, default=2, help="processes of one thread each (default: 2)")


def run(arguments: argparse.Namespace) -> int:
    """Train; 0 at the end of the last stage."""
    import tempfile

    from torch.multiprocessing.spawn import spawn

    from viscodex_model.core.errors import UserError
    from viscodex_model.core.recipe import read_recipe
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
    tokenizer_for(recipe)
    with tempfile.TemporaryDirectory() as folder:
        meeting = Path(folder) / "meeting"
        spawn(  # type: ignore[no-untyped-call]
            run_one,
            (arguments.processes, recipe, meeting, arguments.resume),
            nprocs=arguments.processes,
        )
    return 0
