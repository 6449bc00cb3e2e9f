"""Estimates memory and time of a tuning run from shapes and data, before anything is loaded.

What is counted: weights, gradients, Adam's two moments, the activations that gradient checkpointing keeps, one layer's
workings and the logits. Fragmentation and the frameworks' own buffers are not: 10 to 20 % should be left free.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viscodex_model.checkpoint.folder import describe
from viscodex_model.checkpoint.index import read_index, read_json
from viscodex_model.checkpoint.layout import language_settings, new_name
from viscodex_model.core.sizes import say_bytes
from viscodex_model.data.cleaning import BYTES_PER_TOKEN, PIXELS_PER_TOKEN
from viscodex_model.data.record_shards import RecordPlace
from viscodex_model.train.tuning.sft_recipe import SftRecipe, TuningRecipe
from viscodex_model.train.tuning.trainable import part_of

PEAKS = {"A100": 312e12, "H100 or H200": 989e12}
"""Dense bfloat16 FLOP/s by the makers' data sheets."""
SHARE = 0.4
"""Of the peak, what training of this size usually reaches."""
PATCHES_PER_TOKEN = 4


@dataclass(frozen=True)
class Need:
    """Bytes by what they are for, on one device that holds all; FLOPs of the whole run; tokens and steps of it."""

    memory: dict[str, float]
    flops: float
    tokens: int
    steps: int

    @property
    def bytes(self) -> float:
        return sum(self.memory.values())


def tokens_of(place: RecordPlace) -> int:
    """About how many tokens a record takes; a picture's are counted at its full size."""
    cells = sum(max(4, width * height // PIXELS_PER_TOKEN) for width, height in place.pictures)
    return int(place.text_bytes / BYTES_PER_TOKEN) + cells


def count_parameters(folder: Path) -> Counter[str]:
    """Parameters of a checkpoint by part, from the headers alone."""
    found: Counter[str] = Counter()
    for name, entry in read_index(folder).entries.items():
        newer = (
            name if name.startswith(("model.language_model.", "model.visual.", "lm_head")) else new_name(name)
        )
        found[part_of(newer)] += entry.numel
    return found


def estimate(recipe: SftRecipe, folder: Path, places: Sequence[RecordPlace]) -> Need:
    """What a run of `recipe` on the checkpoint in `folder` takes."""
    parameters = count_parameters(folder)
    learning = learning_parameters(recipe, folder, parameters).total()
    lengths = [min(tokens_of(place), recipe.max_tokens) for place in places]
    tokens = int(sum(lengths) * recipe.epochs)
    steps = -(-int(len(lengths) * recipe.epochs) // (recipe.batch * recipe.accumulate))
    if recipe.steps and steps:
        tokens, steps = int(tokens * recipe.steps / steps), recipe.steps
    memory = memory_need(
        recipe, folder, sum(parameters.values()), learning, max(lengths, default=recipe.max_tokens)
    )
    return Need(memory, _flops(recipe, parameters, tokens, places), tokens, steps)


def memory_need(
    recipe: TuningRecipe, folder: Path, parameters: int, learning: int, longest: int
) -> dict[str, float]:
    """Bytes by what they are for: of `parameters`, of which `learning` learn, with records of `longest` tokens."""
    shape = language_settings(read_json(folder / "config.json"))
    width, layers, inner = (shape[key] for key in ("hidden_size", "num_hidden_layers", "intermediate_size"))
    element = 2 if recipe.precision == "bfloat16" else 4
    work = 4 if recipe.precision == "float32" else 2
    tokens = recipe.batch * longest
    one_layer = tokens * work * (8 * width + 3 * inner)
    kept = tokens * work * width * layers if recipe.gradient_checkpointing else one_layer * (layers - 1)
    return {
        "weights": parameters * element,
        "gradients": learning * element,
        "Adam": learning * element * 2,
        "activations": kept + one_layer,
        # in the model's dtype, then in float32 for the loss, and the gradient of that
        "logits": tokens * int(shape["vocab_size"]) * (work + 8),
    }


def learning_parameters(recipe: TuningRecipe, folder: Path, parameters: Counter[str]) -> Counter[str]:
    """Of a checkpoint's `parameters` those that learn, by part; with adapters these alone."""
    if recipe.lora:
        return Counter({"adapters": _adapter_parameters(recipe, folder)})
    parts = recipe.learns.model_dump()
    return Counter({part: count for part, count in parameters.items() if parts[part]})


def _adapter_parameters(recipe: TuningRecipe, folder: Path) -> int:
    targets = recipe.lora.targets if recipe.lora else ()
    rank = recipe.lora.rank if recipe.lora else 0
    entries = read_index(folder).entries.items()
    names = {name: entry for name, entry in entries if name.endswith(tuple(f"{t}.weight" for t in targets))}
    return sum(rank * sum(entry.shape) for name, entry in names.items() if "visual" not in name)


def learning_flops(recipe: TuningRecipe, parameters: Counter[str]) -> int:
    """FLOPs by which the language model learns from one token."""
    passes = 4 if recipe.lora else 6  # forward 2, backward through it 2, gradients of its weights 2
    passes += 2 if recipe.gradient_checkpointing else 0
    return passes * language_parameters(parameters)


def language_parameters(parameters: Counter[str]) -> int:
    """Of a checkpoint's parameters those that each token is multiplied with."""
    return parameters["layers"] + parameters["head"]


def _flops(recipe: SftRecipe, parameters: Counter[str], tokens: int, places: Sequence[RecordPlace]) -> float:
    cells = sum(w * h // PIXELS_PER_TOKEN for place in places for w, h in place.pictures)
    vision = parameters["vision"] * cells * PATCHES_PER_TOKEN * recipe.epochs
    return float(learning_flops(recipe, parameters) * tokens + (6 if recipe.learns.vision else 2) * vision)


def say(need: Need, recipe: SftRecipe, folder: Path) -> str:
    """The estimate for people."""
    report = describe(folder)
    lines = [f"{recipe.model}: {sum(count for _, count in report.parts.values()) / 1e9:.2f} B parameters"]
    lines.append(
        f"memory on one device that holds all, at a batch of {recipe.batch}: about {say_bytes(need.bytes)}"
    )
    lines += [f"  {name:<12} {say_bytes(size)}" for name, size in need.memory.items()]
    split: dict[str, Any] = {name: need.memory[name] for name in ("weights", "gradients", "Adam")}
    each = need.bytes - sum(split.values()) + sum(split.values()) / 8
    lines.append(f"  split by FSDP2 or ZeRO-3 over 8 GPUs: about {say_bytes(each)} each")
    if not need.tokens:
        return "\n".join([*lines, "time: not told, since the recipe's data are not here"])
    lines.append(f"{need.tokens / 1e6:.1f} M tokens in {need.steps} steps, {need.flops:.2e} FLOPs")
    for name, peak in PEAKS.items():
        hours = need.flops / (SHARE * peak) / 3600
        lines.append(f"  about {hours:.1f} hours of one {name} at {SHARE:.0%} of its peak")
    return "\n".join(lines)
