"""The language half of Qwen2.5-VL as llama.cpp's architecture `qwen2vl`: settings, and a name for each tensor."""

import re
from collections.abc import Iterator
from typing import Any

from viscodex_model.checkpoint.header import TensorEntry
from viscodex_model.export.source import Checkpoint
from viscodex_model.export.tensors import Exported, Taken
from viscodex_model.export.types import F32, Quantisation, fitting, text_type

ARCHITECTURE = "qwen2vl"
_OUTSIDE = {
    "model.embed_tokens.weight": "token_embd.weight",
    "model.norm.weight": "output_norm.weight",
    "lm_head.weight": "output.weight",
}
_INSIDE = {
    "input_layernorm": "attn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "post_attention_layernorm": "ffn_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
_LAYER = re.compile(r"model\.layers\.(\d+)\.(.+)\.(weight|bias)")
_NEEDED = (
    "num_hidden_layers", "max_position_embeddings", "hidden_size", "intermediate_size", "num_attention_heads",
    "rms_norm_eps", "rope_theta",
)  # fmt: skip


def language_problems(source: Checkpoint) -> Iterator[str]:
    """What of the language model's settings llama.cpp cannot express, one sentence each."""
    settings = source.settings
    for key in _NEEDED:
        if not isinstance(settings.get(key), int | float):
            yield f"config.json does not say {key}. Copy it again from the original model."
    rope = settings.get("rope_scaling") or {}
    kind = rope.get("rope_type") or rope.get("type") or "default"
    if kind not in ("default", "mrope"):
        yield f"The rotary positions are scaled by {kind!r}, which is not exported here."
    sections = rope.get("mrope_section")
    if not isinstance(sections, list) or len(sections) != 3:
        yield "config.json names no three mrope_section. Copy it again from the original model."
    if settings.get("hidden_act", "silu") != "silu":
        yield f"The activation is {settings['hidden_act']!r}; llama.cpp's Qwen2.5-VL knows silu alone."
    if settings.get("use_sliding_window"):
        yield "The model attends within a sliding window, which llama.cpp's Qwen2.5-VL does not know."


def language_metadata(source: Checkpoint) -> dict[str, Any]:
    """The settings under the architecture's keys."""
    settings = source.settings
    heads = int(settings["num_attention_heads"])
    values = {
        "block_count": int(settings["num_hidden_layers"]),
        "context_length": int(settings["max_position_embeddings"]),
        "embedding_length": int(settings["hidden_size"]),
        "feed_forward_length": int(settings["intermediate_size"]),
        "attention.head_count": heads,
        "attention.head_count_kv": int(settings.get("num_key_value_heads") or heads),
        "attention.layer_norm_rms_epsilon": float(settings["rms_norm_eps"]),
        "rope.freq_base": float(settings["rope_theta"]),
        "rope.dimension_sections": [*settings["rope_scaling"]["mrope_section"], 0],
    }
    return {f"{ARCHITECTURE}.{key}": value for key, value in values.items()}


def language_tensors(source: Checkpoint, quantisation: Quantisation) -> tuple[list[Exported], list[str]]:
    """The tensors of the file, and the names in the folder that have no place in it."""
    exported, unknown = [], []
    layers = int(source.settings["num_hidden_layers"])
    for name, entry in source.tensors.items():
        if name.startswith("visual.") or (name == "lm_head.weight" and source.tied):
            continue
        inside = _LAYER.fullmatch(name)
        if name in _OUTSIDE:
            exported.append(_export(_OUTSIDE[name], entry, quantisation, source, layer=None, layers=layers))
        elif inside and inside[2] in _INSIDE and int(inside[1]) < layers:
            written = f"blk.{inside[1]}.{_INSIDE[inside[2]]}.{inside[3]}"
            exported.append(
                _export(written, entry, quantisation, source, layer=int(inside[1]), layers=layers)
            )
        else:
            unknown.append(name)
    return exported, unknown


def expected_names(source: Checkpoint) -> set[str]:
    """Every tensor that the engine will ask for."""
    layers = range(int(source.settings["num_hidden_layers"]))
    names = {f"blk.{layer}.{inside}.weight" for layer in layers for inside in _INSIDE.values()}
    names |= {f"blk.{layer}.attn_{part}.bias" for layer in layers for part in "qkv"}
    outside = set(_OUTSIDE.values())
    return names | (outside - {"output.weight"} if source.tied else outside)


def _export(
    name: str,
    entry: TensorEntry,
    quantisation: Quantisation,
    source: Checkpoint,
    *,
    layer: int | None,
    layers: int,
) -> Exported:
    if len(entry.shape) < 2 or "norm" in name:
        return Exported(name, entry.shape, F32, Taken(entry))
    # A tied embedding is the head too, and is as fine as a head.
    role = "output.weight" if name == "token_embd.weight" and source.tied else name
    wanted = text_type(role, quantisation, layer=layer, layers=layers)
    return Exported(name, entry.shape, fitting(wanted, entry.shape[-1]), Taken(entry))
