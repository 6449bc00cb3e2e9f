"""Estimates time, memory and data of a small model's run before it starts.

Time is what the stages say in minutes, and is worked out from the floating-point operations where they say steps. An
answer is taken to have as many tokens as its picture, and without one those of most programs.
"""

from collections.abc import Iterator
from pathlib import Path

from viscodex_model.core.sizes import say_bytes
from viscodex_model.data.synth.shards import Shard
from viscodex_model.train.scratch.model import insert_blocks, make_model
from viscodex_model.train.scratch.recipe import Shape, Stage, Tower, TrainRecipe
from viscodex_model.train.scratch.samples.samples import MOST
from viscodex_model.train.scratch.start import load_start, shape_of
from viscodex_model.train.tuning.estimate import PATCHES_PER_TOKEN

SPEED = 1.7e11
"""FLOP/s that a core of an AVX-512 processor with bfloat16 reaches in these runs."""
PROGRAM = 0.4e9
"""Bytes of Python with torch and transformers."""
KEPT = 6.5
"""Bytes of each element that a step keeps: bfloat16 beside float32, by the peaks of nano's runs."""
ANSWER = 200
LONGEST = 600
"""Tokens of a program in the middle, and of a long one: a step's memory is that of its longest."""


def say_needs(recipe: TrainRecipe, *, processes: int) -> str:
    """What a run of the recipe takes in so many processes of one core each, for people.

    Raises:
        UserError: the folder that the run is to start from holds no model, or a shard of its data is broken.
    """
    if recipe.shape:
        model = make_model(recipe.shape, recipe.vocabulary, seed=0)
    else:
        assert recipe.start  # the recipe has either
        model = load_start(recipe.start)
    insert_blocks(model, after=recipe.new_blocks)
    parameters, shape = model.num_parameters(), shape_of(model)
    minutes = [stage.minutes or _minutes(stage, shape) for stage in recipe.stages]
    memory = {
        "program": PROGRAM,
        "weights, gradients, moments": parameters * 16,
        "pictures": max(sum(map(_bytes, stage.data)) for stage in recipe.stages) / processes,
        "a step": max(_kept(stage, shape) for stage in recipe.stages),
    }
    lines = [f"{parameters / 1e6:.1f} M parameters", f"time: about {sum(minutes):.0f} min"]
    lines += [f"  {stage.name:<28} {each:.0f}" for stage, each in zip(recipe.stages, minutes, strict=True)]
    lines.append(f"memory: about {say_bytes(sum(memory.values()))} for each of {processes} processes")
    lines += [f"  {name:<28} {say_bytes(size)}" for name, size in memory.items()]
    return "\n".join([*lines, "data", *_data(recipe)])


def _data(recipe: TrainRecipe) -> Iterator[str]:
    told = (folder for stage in recipe.stages for folder in stage.data)
    for folder in dict.fromkeys([*recipe.grow, *told, recipe.validation]):
        shards = _shards(folder)
        count = sum(len(Shard(path).names) for path in shards)
        yield f"  {folder}: {f'{count} pictures' if shards else 'not here yet'}"


def _shards(folder: Path) -> list[Path]:
    """Those that are there: none of data still to be made, which a run refuses."""
    return sorted(folder.glob("*.zip"))


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in _shards(folder))


def _weights(tower: Tower) -> int:
    """Of a tower's matrices."""
    return tower.depth * tower.width * (4 * tower.width + 3 * tower.intermediate_size)


def _tokens(stage: Stage, *, answer: int) -> tuple[int, int]:
    """Of a step: patches, and tokens of the language tower; `answer` is the tokens of one without its picture."""
    if stage.text_only:
        return 0, MOST * answer
    return PATCHES_PER_TOKEN * stage.batch_cells, 0 if stage.vision_only else 2 * stage.batch_cells


def _minutes(stage: Stage, shape: Shape) -> float:
    patches, tokens = _tokens(stage, answer=ANSWER)
    # A product forward takes 2 operations a weight, and 4 on the way back.
    passes = 6 if stage.learns.vision or stage.vision_only else 2
    operations = passes * patches * _weights(shape.vision) + 6 * tokens * _weights(shape.language)
    return (stage.steps or 0) * operations / SPEED / 60


def _kept(stage: Stage, shape: Shape) -> float:
    """Bytes that a step keeps of its way forward: each layer's inputs to products, norms and attention."""
    patches, tokens = _tokens(stage, answer=LONGEST)
    return sum(
        KEPT * count * tower.depth * (8 * tower.width + 3 * tower.intermediate_size)
        for count, tower in ((patches, shape.vision), (tokens, shape.language))
    )
