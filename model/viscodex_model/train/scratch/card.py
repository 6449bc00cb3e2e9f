"""The model card that a run leaves beside its weights.

It is called README.md, and says what was run and what the losses were. A card that is there already is somebody's work
and stays.
"""

from collections.abc import Sequence

from transformers import Qwen2_5_VLForConditionalGeneration

from viscodex_model.train.scratch.curve import Line
from viscodex_model.train.scratch.recipe import Shape, Stage, TrainRecipe
from viscodex_model.train.scratch.start import shape_of

WATCHED = ("text", "structure", "pointing_next", "characters", "tokens", "colours")


def write_card(recipe: TrainRecipe, model: Qwen2_5_VLForConditionalGeneration, lines: Sequence[Line]) -> None:
    """Write the folder's README.md, unless it has one."""
    path = recipe.out / "README.md"
    if not path.exists():
        path.write_text(card(recipe, shape_of(model), model.num_parameters(), lines), encoding="utf-8")


def card(recipe: TrainRecipe, shape: Shape, parameters: int, lines: Sequence[Line]) -> str:
    """The card's text."""
    vision, language = shape.vision, shape.language
    begun = f"from {recipe.start}" if recipe.start else "from nothing"
    rows = [_stage_row(stage) for stage in recipe.stages]
    last = lines[-1] if lines else {}
    losses = ", ".join(f"{name} {last[name]}" for name in WATCHED if name in last)
    share = recipe.init_weight_share
    mixed = f" At the end the initial weights were mixed in, with weight {share:g}." if share else ""
    return f"""# {recipe.out.name}

A Qwen2.5-VL of {parameters / 1e6:.1f} M parameters, trained {begun}: a picture becomes its code.
Vision tower {vision.depth} x {vision.width}, language tower {language.depth} x {language.width}.
It takes no instructions: its chat template keeps the picture and drops all text.

| stage | length | learns | highest rate | largest picture (image tokens) |
|---|---|---|---|---|
{chr(10).join(rows)}

Last training losses (nats): {losses or "none yet"}. Seed {recipe.seed}; curve.png shows the whole run.{mixed}
Nothing has been measured on held-out pages by this run: see `benchmarks/nano.py`.
"""


def _stage_row(stage: Stage) -> str:
    parts = stage.learns.model_dump()
    named = "all" if all(parts.values()) else ", ".join(part for part, learns in parts.items() if learns)
    if stage.vision_only:
        named = "vision tower" if parts["vision"] else "helper heads"
    learns = f"{named}, without pictures" if stage.text_only else named
    length = f"{stage.minutes:g} minutes" if stage.minutes else f"{stage.steps} steps"
    return f"| {stage.name} | {length} | {learns} | {stage.rate:g} | {stage.max_cells} |"
