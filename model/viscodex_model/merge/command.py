"""`viscodex-model merge RECIPE.yaml`, or the same by flags: plan, stream, and put the folder in place."""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viscodex_model.core.errors import UserError

if TYPE_CHECKING:
    from viscodex_model.checkpoint.sources import Source
    from viscodex_model.merge.planning.donors import Role
    from viscodex_model.merge.planning.recipe import MergeRecipe

_METHODS = ("linear", "task_arithmetic", "ties", "dare_linear", "dare_ties")
# Flags that stand for a key of the recipe, and override the file.
_KEYS = (
    "vlm", "coder", "base", "method", "lambda", "weights", "density", "seed", "embeddings", "lm_head", "norms",
    "rope_theta", "rms_norm_eps", "out_dtype", "allow_nonfinite", "shard_gb", "out",
)  # fmt: skip


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("recipe", type=Path, nargs="?", help="a recipe (YAML); flags override it")
    sources = parser.add_argument_group("models: folders or hub ids")
    sources.add_argument("--vlm", help="the model that is merged into; a text model makes it a plain merge")
    sources.add_argument("--coder", help="the code model")
    sources.add_argument("--base", help="the model both were trained from; not read where it cancels")
    how = parser.add_argument_group("how")
    how.add_argument("--method", choices=_METHODS)
    how.add_argument(
        "--lambda", type=_lambdas, metavar="L[,L…]", help="the vlm's share; several make a sweep"
    )
    how.add_argument("--weights", type=_numbers, metavar="VLM,CODER", help="free weights")
    how.add_argument("--density", type=float, help="share of each delta that ties and dare keep")
    how.add_argument("--seed", type=int, help="of dare's dropping")
    for name in ("--embeddings", "--lm-head"):
        how.add_argument(name, choices=("merge", "keep", "shared_rows"))
    how.add_argument("--norms", choices=("merge", "keep"))
    for name in ("--rope-theta", "--rms-norm-eps"):
        how.add_argument(name, choices=("vlm", "coder"), help="whose, where they differ")
    how.add_argument("--out-dtype", choices=("bfloat16", "float16", "float32"))
    how.add_argument("--allow-nonfinite", action="store_true", default=None, help="accept NaN and infinity")
    where = parser.add_argument_group("where to, and the work")
    where.add_argument("--out", type=Path, help="the folder to write")
    where.add_argument("--plan", action="store_true", help="only say what would be done")
    where.add_argument("--resume", action="store_true", help="go on with an unfinished merge")
    where.add_argument("--force", action="store_true", help="replace a checkpoint that is there")
    where.add_argument("--shard-gb", type=float, help="size of a shard in GB (5)")
    where.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    where.add_argument("--threads", type=int, help="workers (one for each core)")
    where.add_argument(
        "--hash", choices=("xxh3_128", "sha256", "none"), default="xxh3_128", help="of the inputs"
    )


def run(arguments: argparse.Namespace) -> int:
    """Plan the merge and, unless that was all, do it."""
    from viscodex_model.merge.planning.plan import PlanRefused, make_plan
    from viscodex_model.merge.planning.summary import plan_lines

    recipe = read_arguments(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        sources = _fetch(recipe, Path(scratch) if arguments.plan else None)
        try:
            plan = make_plan(recipe, sources)
            if recipe.out is not None:
                _check_destination(plan, recipe.out, arguments)
        except PlanRefused as refused:
            raise UserError(_listed(refused.problems)) from refused
        print("\n".join(plan_lines(plan)))
    if arguments.plan:
        return 0
    if recipe.out is None:
        raise UserError("Where to? Say --out FOLDER, or `out` in the recipe.")
    _work(plan, recipe.out, arguments)
    return 0


def read_arguments(arguments: argparse.Namespace) -> "MergeRecipe":
    """The recipe, from the file, the flags, or both.

    Raises:
        UserError: neither names a vlm and a coder, or the recipe is not valid.
    """
    from viscodex_model.core.recipe import validate_recipe
    from viscodex_model.merge.planning.recipe import MergeRecipe

    content = _file_content(arguments.recipe) if arguments.recipe else {}
    flags = {key: getattr(arguments, key) for key in _KEYS if getattr(arguments, key) is not None}
    if "lambda" in flags or "weights" in flags:
        content = {key: value for key, value in content.items() if key not in ("lambda", "weights")}
    if isinstance(flags.get("lambda"), tuple) and len(flags["lambda"]) == 1:
        flags["lambda"] = flags["lambda"][0]
    content = {**content, **flags}
    missing = [f"--{key}" for key in ("vlm", "coder") if key not in content]
    if missing and not arguments.recipe:
        raise UserError(f"Give a recipe, or {' and '.join(missing)}. See viscodex-model merge --help.")
    return validate_recipe(content, MergeRecipe, origin=str(arguments.recipe or "The command line"))


def _file_content(path: Path) -> dict[str, Any]:
    from viscodex_model.core.recipe import read_recipe
    from viscodex_model.merge.planning.recipe import MergeRecipe

    recipe = read_recipe(path, MergeRecipe)
    return recipe.model_dump(by_alias=True, exclude_unset=True)


def _numbers(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number or a list of numbers") from error


def _lambdas(text: str) -> tuple[float, ...]:
    """λ as a share: a value like 70 (percent) or 0,7 (a decimal comma) is a slip. Recipes take values beyond 0 to 1."""
    values = _numbers(text)
    beyond = [value for value in values if not 0 <= value <= 1]
    if beyond and "," in text:
        read = " and ".join(f"{value:g}" for value in values)
        raise argparse.ArgumentTypeError(f"{text} reads as {read}; write one value with a point, like 0.7")
    if beyond:
        raise argparse.ArgumentTypeError(
            f"{beyond[0]:g} is outside of 0 to 1, and is the vlm's share; to go beyond, set `lambda` in a recipe"
        )
    return values


def _fetch(recipe: "MergeRecipe", scratch: Path | None) -> "dict[Role, Source]":
    """Make the sources available; with `scratch`, of those on the hub only what a plan needs."""
    from viscodex_model.checkpoint.sources import fetch
    from viscodex_model.merge.planning.coefficients import needs_base
    from viscodex_model.merge.planning.recipe import source_of

    wanted: dict[Role, Any] = {"vlm": recipe.vlm, "coder": recipe.coder}
    if recipe.base is not None and needs_base(recipe):
        wanted["base"] = recipe.base
    sources: dict[Role, Source] = {}
    problems = []
    for role, value in wanted.items():
        source = source_of(value)
        hollow = scratch / role if scratch else None
        if hollow:
            hollow.mkdir()
        try:
            sources[role] = fetch(source.source, source.revision, headers_only=hollow)
        except UserError as error:
            problems.append(f"{role}: {error}")
    if problems:
        raise UserError(_listed(tuple(problems)))
    return sources


def _check_destination(plan: Any, out: Path, arguments: argparse.Namespace) -> None:
    from viscodex_model.merge.planning.plan import PlanRefused
    from viscodex_model.merge.streaming.destination import destination_problems

    problems = tuple(destination_problems(plan, out, resume=arguments.resume, force=arguments.force))
    if problems:
        raise PlanRefused(problems)


def _listed(problems: tuple[str, ...]) -> str:
    if len(problems) == 1:
        return problems[0]
    return "the merge cannot be done:\n" + "\n".join(f"  - {problem}" for problem in problems)


def _work(plan: Any, out: Path, arguments: argparse.Namespace) -> None:
    from viscodex_model.core.quick_start import long_lived

    with long_lived():
        from viscodex_model.merge.streaming.finished_folder import merge
        from viscodex_model.merge.streaming.progress import MergeProgress
        from viscodex_model.merge.streaming.stream import WorkOptions

    options = WorkOptions(threads=arguments.threads, device=arguments.device, hash_name=arguments.hash)
    with MergeProgress(plan.bytes_to_read, stream=sys.stderr) as progress:
        merge(plan, out, options, resume=arguments.resume, report=progress.report)
    print(progress.summary(plan, out))
