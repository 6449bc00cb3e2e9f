"""The half of a model that writes, for every family alike: settings and tensors under llama.cpp's names.

What differs between families, the tensors of a layer and how they are changed, is a `Language`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from viscodex_model.checkpoint.header import TensorEntry
from viscodex_model.export.families.half import Half, number_problems
from viscodex_model.export.source import Checkpoint
from viscodex_model.export.tensors import Exported, Taken
from viscodex_model.export.types import F32, Quantisation, fitting, text_type

_OUTSIDE = {
    "model.embed_tokens.weight": "token_embd.weight",
    "model.norm.weight": "output_norm.weight",
    "lm_head.weight": "output.weight",
}
ATTENTION = {
    "input_layernorm.weight": "attn_norm.weight",
    "self_attn.q_proj.weight": "attn_q.weight",
    "self_attn.k_proj.weight": "attn_k.weight",
    "self_attn.v_proj.weight": "attn_v.weight",
    "self_attn.o_proj.weight": "attn_output.weight",
}
BIASES = {f"self_attn.{part}_proj.bias": f"attn_{part}.bias" for part in "qkv"}
HEAD_NORMS = {f"self_attn.{part}_norm.weight": f"attn_{part}_norm.weight" for part in "qk"}
FEED_FORWARD = {
    "mlp.gate_proj.weight": "ffn_gate.weight",
    "mlp.up_proj.weight": "ffn_up.weight",
    "mlp.down_proj.weight": "ffn_down.weight",
}
# The head that drafts tokens, which llama.cpp does without.
_DRAFTING = "mtp."
_LAYER = re.compile(r"model\.layers\.(\d+)\.(.+)")
_NEEDED = (
    "num_hidden_layers", "max_position_embeddings", "hidden_size", "intermediate_size", "num_attention_heads",
    "rms_norm_eps", "rope_theta",
)  # fmt: skip
_OPTIONAL = ("head_dim", "num_key_value_heads")


@dataclass(frozen=True)
class Language:
    """What is a family's own: the parts of layer N with their names, further settings, and changes of values.

    `sections` holds where config.json names none.
    """

    architecture: str
    layer_parts: Callable[[Checkpoint, int], Mapping[str, str]]
    settings: Callable[[Checkpoint], dict[str, Any]] = lambda _source: {}
    problems: Callable[[Checkpoint], Iterable[str]] = lambda _source: ()
    changes: Callable[[Checkpoint], Iterable[str]] = lambda _source: ()
    exported: Callable[[Checkpoint, str, Exported], Exported] = lambda _source, _name, tensor: tensor
    sections: tuple[int, ...] = ()


def half_of(language: Language) -> Half:
    """The half of a model that writes `language`."""
    return Half(
        architecture=language.architecture,
        problems=partial(_problems, language),
        settings=partial(_settings, language),
        tensors=partial(_tensors, language),
        expected=partial(_expected, language),
        changes=language.changes,
        unused=_unused,
    )


def head_size(source: Checkpoint) -> int:
    """Numbers in each head of attention."""
    settings = source.settings
    return int(settings.get("head_dim") or settings["hidden_size"] // settings["num_attention_heads"])


def rope_settings(source: Checkpoint) -> dict[str, Any]:
    """How positions are rotated; empty where nothing is said of it."""
    said = source.settings.get("rope_scaling")
    return said if isinstance(said, dict) else {}


def layer_count(source: Checkpoint) -> int:
    """Layers of the language model."""
    return int(source.settings["num_hidden_layers"])


def _problems(language: Language, source: Checkpoint) -> Iterator[str]:
    """What of the language model's settings llama.cpp cannot express, one sentence each."""
    settings = source.settings
    damaged = list(number_problems(settings, _NEEDED, optional=_OPTIONAL, kinds=(int, float)))
    yield from damaged
    rope = rope_settings(source)
    kind = rope.get("rope_type") or rope.get("type") or "default"
    if kind not in ("default", "mrope"):
        yield f"The rotary positions are scaled by {kind!r}, which is not exported here."
    if len(_sections(language, source)) != 4:
        yield "config.json names no three mrope_section. Copy it again from the original model."
    if settings.get("hidden_act", "silu") != "silu":
        yield f"The activation is {settings['hidden_act']!r}; llama.cpp's {source.title} knows silu alone."
    if settings.get("use_sliding_window"):
        yield f"The model attends within a sliding window, which llama.cpp's {source.title} does not know."
    if not damaged:
        yield from language.problems(source)


def _sections(language: Language, source: Checkpoint) -> list[int]:
    """How the halves of a head are shared between time, height and width; the fourth of llama.cpp's is none."""
    found = rope_settings(source).get("mrope_section", language.sections)
    return [*found, 0] if isinstance(found, list | tuple) else []


def _settings(language: Language, source: Checkpoint) -> dict[str, Any]:
    """The settings under the architecture's keys."""
    settings = source.settings
    heads = int(settings["num_attention_heads"])
    values = {
        "block_count": layer_count(source),
        "context_length": int(settings["max_position_embeddings"]),
        "embedding_length": int(settings["hidden_size"]),
        "feed_forward_length": int(settings["intermediate_size"]),
        "attention.head_count": heads,
        "attention.head_count_kv": int(settings.get("num_key_value_heads") or heads),
        "attention.key_length": head_size(source),
        "attention.value_length": head_size(source),
        "attention.layer_norm_rms_epsilon": float(settings["rms_norm_eps"]),
        "rope.freq_base": float(settings["rope_theta"]),
        "rope.dimension_sections": _sections(language, source),
        **language.settings(source),
    }
    return {f"{language.architecture}.{key}": value for key, value in values.items()}


def _tensors(
    language: Language, source: Checkpoint, quantisation: Quantisation
) -> tuple[list[Exported], list[str]]:
    exported, unknown = [], []
    layers = layer_count(source)
    for name, entry in source.tensors.items():
        if name.startswith(("visual.", _DRAFTING)) or (name == "lm_head.weight" and source.tied):
            continue
        inside = _LAYER.fullmatch(name)
        layer = int(inside[1]) if inside else None
        part = None
        if inside and layer is not None and layer < layers:
            part = language.layer_parts(source, layer).get(inside[2])
        written = f"blk.{layer}.{part}" if part else _OUTSIDE.get(name)
        if written is None:
            unknown.append(name)
            continue
        tensor = _export(written, entry, quantisation, source, layer=layer)
        exported.append(language.exported(source, name, tensor))
    return exported, unknown


def _expected(language: Language, source: Checkpoint) -> set[str]:
    layers = range(layer_count(source))
    names = {
        f"blk.{layer}.{part}" for layer in layers for part in language.layer_parts(source, layer).values()
    }
    outside = set(_OUTSIDE.values())
    return names | (outside - {"output.weight"} if source.tied else outside)


def _unused(source: Checkpoint) -> Iterator[str]:
    if source.tied and "lm_head.weight" in source.tensors:
        yield "lm_head.weight, which is the embedding"
    if any(name.startswith(_DRAFTING) for name in source.tensors):
        yield f"{_DRAFTING}*, the head that drafts tokens: without it answers are the same"


def _export(
    name: str, entry: TensorEntry, quantisation: Quantisation, source: Checkpoint, *, layer: int | None
) -> Exported:
    if len(entry.shape) < 2 or "norm" in name:
        return Exported(name, entry.shape, F32, Taken(entry))
    # A tied embedding is the head too, and is as fine as a head.
    role = "output.weight" if name == "token_embd.weight" and source.tied else name
    wanted = text_type(role, quantisation, layer=layer, layers=layer_count(source))
    return Exported(name, entry.shape, fitting(wanted, entry.shape[-1]), Taken(entry))
