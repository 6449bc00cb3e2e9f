"""The script that makes viscodex-nano: each recipe finds what it reads, made by the lines before it."""

import re
from pathlib import Path

from viscodex_model.core.recipe import read_recipe
from viscodex_model.train.scratch.recipe import TrainRecipe

MODEL = Path(__file__).resolve().parents[5] / "model"
SCRIPT = (MODEL / "make_nano.sh").read_text(encoding="utf-8")


def test_every_stage_is_in_the_script() -> None:
    learnt = re.findall(r"^learn (\S+)$", SCRIPT, re.MULTILINE)
    assert sorted(learnt) == sorted(
        f"nano/{path.stem}" for path in (MODEL / "recipes" / "nano").glob("*.yaml")
    )


def test_what_a_stage_reads_is_made_before_it() -> None:
    made: set[Path] = set()
    missing = []
    for line in SCRIPT.splitlines():
        folders = re.findall(r"^draw \w+ \d+ \d+ (\S+)|merge .* --out \$here/(\S+)", line)
        made |= {Path("build/nano", drawn or merged) for drawn, merged in folders}
        for name in re.findall(r"^learn (\S+)$", line):
            recipe = read_recipe(MODEL / "recipes" / f"{name}.yaml", TrainRecipe)
            taught = [folder for stage in recipe.stages for folder in stage.data]
            reads = {recipe.validation, *recipe.grow, *taught, recipe.start or recipe.validation}
            missing += [(name, folder) for folder in reads - made]
            made.add(recipe.out)
    assert missing == []
