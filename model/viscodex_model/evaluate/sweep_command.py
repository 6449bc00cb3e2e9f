"""`viscodex-model sweep RECIPE.yaml`: the best lambda of a merge, by a benchmark."""

import argparse
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("recipe", type=Path, metavar="RECIPE", help="donors, lambdas and benchmark (YAML)")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="in place of the recipe's `out`")


def run(arguments: argparse.Namespace) -> int:
    """Merge, measure, print the table, write the plot, name the best."""
    from viscodex_model.core.recipe import read_recipe
    from viscodex_model.evaluate.reporting.sweep import SweepRecipe, run_sweep
    from viscodex_model.evaluate.reporting.sweep_page import sweep_lines, sweep_page

    recipe = read_recipe(arguments.recipe, SweepRecipe)
    if arguments.out is not None:
        recipe = recipe.model_copy(update={"out": arguments.out})
    found = run_sweep(recipe)
    print("\n".join(sweep_lines(recipe, found)))
    page = recipe.out / "sweep.html"
    page.write_text(sweep_page(recipe, found), encoding="utf-8")
    print(f"The curve is in {page}.")
    return 0
