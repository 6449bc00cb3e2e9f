"""Selects which parts of a Qwen2.5-VL are trained, as a recipe says; adds LoRA adapters."""

from collections import Counter

from torch import nn

from viscodex_model.core.errors import UserError
from viscodex_model.train.tuning.sft_recipe import Learns, Lora

PREFIXES = (
    ("model.visual.merger.", "projector"),
    ("model.visual.", "vision"),
    ("model.language_model.embed_tokens.", "embeddings"),
    ("lm_head.", "head"),
    ("model.language_model.", "layers"),
)
"""Parts by tensor name; the first prefix that fits rules."""


def part_of(name: str) -> str:
    """The part that a tensor of the model in memory belongs to."""
    return next(part for prefix, part in PREFIXES if name.startswith(prefix))


def set_learning(model: nn.Module, learns: Learns) -> Counter[str]:
    """Freeze and free each part; returns the parameters that learn, by part.

    A head tied to the embeddings is one tensor with them and follows `embeddings`.

    Raises:
        UserError: nothing would learn.
    """
    learning: Counter[str] = Counter()
    for name, parameter in model.named_parameters():
        part = part_of(name)
        parameter.requires_grad_(getattr(learns, part))
        if parameter.requires_grad:
            learning[part] += parameter.numel()
    if not learning:
        raise UserError("Nothing learns: set a part under `learns` in the recipe to true.")
    return learning


def add_adapters(model: nn.Module, lora: Lora, *, learns: Learns) -> nn.Module:
    """The model with adapters in its learning layers; all other weights are frozen."""
    from peft import LoraConfig, get_peft_model

    towers = [r"model\.language_model"] if learns.layers else []
    towers += [r"model\.visual\.blocks"] if learns.vision else []
    towers += [r"model\.visual\.merger"] if learns.projector else []
    if not towers:
        raise UserError("Adapters need layers to sit in: set `layers` under `learns` in the recipe to true.")
    config = LoraConfig(
        r=lora.rank,
        lora_alpha=lora.alpha,
        lora_dropout=lora.dropout,
        target_modules=rf"({'|'.join(towers)})\..*\.({'|'.join(lora.targets)})",
    )
    adapted: nn.Module = get_peft_model(model, config)
    return adapted
