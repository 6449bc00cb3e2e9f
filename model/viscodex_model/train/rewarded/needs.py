"""Estimates what learning from the likeness takes, from shapes and pictures, before anything is loaded.

Held all the time: weights, gradients, Adam's moments, and the model as it was where `beta` asks for it. Answering and
learning take turns: the larger of the two counts. TRL computes the likelihood of answers in tiles, so that no logits of
a whole answer are kept.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from viscodex_model.checkpoint.index import read_json
from viscodex_model.checkpoint.layout import language_settings
from viscodex_model.core.sizes import counted, say_bytes
from viscodex_model.data.cleaning import BYTES_PER_TOKEN, PIXELS_PER_TOKEN
from viscodex_model.train.rewarded.grpo_recipe import GrpoRecipe
from viscodex_model.train.tuning.estimate import (
    PEAKS,
    SHARE,
    count_parameters,
    language_parameters,
    learning_flops,
    learning_parameters,
    memory_need,
)

BANDWIDTHS = {"A100": 2.0e12, "H100 or H200": 3.35e12}
"""Bytes of memory that are read in a second, by the makers' data sheets (A100 80 GB, H100; the H200 reads 4.8e12)."""
COMPARING = 0.7
"""Processor seconds in which an answer is drawn and compared, at most (docs/truth.md); its picture is read once."""
TYPICAL = 1280
"""Tokens of a picture where none is at hand: about a screenshot of 1280x800."""


@dataclass(frozen=True)
class GrpoNeed:
    """Bytes by what they are for, on one device that holds all; parameters that learn, by part; answers, updates and
    FLOPs of the whole run; seconds to answer it, on each device of `BANDWIDTHS`."""

    held: dict[str, float]
    turns: dict[str, float]
    learning: Counter[str]
    answers: int
    steps: int
    flops: float
    answering: dict[str, float]

    @property
    def bytes(self) -> float:
        return sum(self.held.values()) + max(self.turns.values())


def estimate_grpo(recipe: GrpoRecipe, folder: Path, pictures: Mapping[Path, tuple[int, int]]) -> GrpoNeed:
    """What a run of `recipe` on the checkpoint in `folder` takes; `pictures` have a width and a height."""
    parameters = count_parameters(folder)
    learning = learning_parameters(recipe, folder, parameters)
    asked = max((_tokens(width * height, recipe) for width, height in pictures.values()), default=TYPICAL)
    asked += int(len(recipe.question) / BYTES_PER_TOKEN)
    memory = memory_need(recipe, folder, parameters.total(), learning.total(), asked + recipe.max_tokens)
    del memory["logits"]
    learns = memory.pop("activations")
    if recipe.beta and not recipe.lora:
        memory["model as it was"] = memory["weights"]
    together = recipe.batch * recipe.accumulate
    turns = {"learning": learns, "answering": _cache(folder, together, asked + recipe.max_tokens)}
    steps = recipe.steps or int(len(pictures) * recipe.answers * recipe.epochs) // together
    answers = steps * together
    # Beside learning, one pass forward through each answer.
    each = learning_flops(recipe, parameters) + 2 * language_parameters(parameters)
    flops = float(each * answers * (asked + recipe.max_tokens))
    # Every token of an answer reads all weights once, for all answers that are written side by side.
    reads = steps * recipe.max_tokens * memory["weights"]
    return GrpoNeed(
        memory, turns, learning, answers, steps, flops,
        {name: reads / speed for name, speed in BANDWIDTHS.items()},
    )  # fmt: skip


def _tokens(pixels: int, recipe: GrpoRecipe) -> int:
    return max(4, min(pixels, recipe.max_pixels or pixels) // PIXELS_PER_TOKEN)


def _cache(folder: Path, answers: int, tokens: int) -> float:
    """Bytes of keys and values of so many answers that are written at once, in bfloat16."""
    shape = language_settings(read_json(folder / "config.json"))
    heads = shape.get("num_key_value_heads", shape["num_attention_heads"])
    width = shape.get("head_dim") or shape["hidden_size"] // shape["num_attention_heads"]
    return float(answers * tokens * shape["num_hidden_layers"] * 2 * heads * width * 2)


def say_grpo(need: GrpoNeed, recipe: GrpoRecipe, pictures: Collection[Path]) -> str:
    """The estimate for people."""
    lines = ["learns: " + ", ".join(f"{part} {count / 1e9:.2f} B" for part, count in need.learning.items())]
    lines.append(f"memory on one device that holds all: about {say_bytes(need.bytes)}")
    lines += [f"  {name:<16} {say_bytes(size)}" for name, size in need.held.items()]
    lines += [f"  {name:<16} {say_bytes(size)} (in turns)" for name, size in need.turns.items()]
    each = sum(need.held.values()) / 8 + max(need.turns.values())
    lines.append(
        f"  weights and their company split by FSDP2 or ZeRO-3 over 8 GPUs: about {say_bytes(each)} each"
    )
    if not need.answers:
        return "\n".join([*lines, f"time: not told, since {recipe.pictures} holds no pictures"])
    groups = need.answers // need.steps // recipe.answers
    lines.append(
        f"{counted(need.steps, 'step')} of {counted(groups, 'picture')} a device with {recipe.answers} answers each, "
        f"{counted(len(pictures), 'picture')} at hand; {need.answers} answers of at most {recipe.max_tokens} tokens"
    )
    for name, peak in PEAKS.items():
        answering, learning = need.answering[name] / 3600, need.flops / (SHARE * peak) / 3600
        lines.append(
            f"  one {name}: at most about {answering:.1f} hours of answering, {learning:.1f} of learning"
        )
    lines.append(f"  comparing: at most about {need.answers * COMPARING / 3600:.1f} hours of one core")
    return "\n".join(lines)
