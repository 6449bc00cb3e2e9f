"""The half of Qwen3.5 that writes: layers of linear attention between layers of full attention.

llama.cpp holds the state's decay as it is used and the norms' weights as they are multiplied, and takes the heads of
values in another order: all first ones of each head of keys, then all second ones.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from viscodex_model.export.families.half import number_problems
from viscodex_model.export.families.text import (
    ATTENTION,
    FEED_FORWARD,
    HEAD_NORMS,
    Language,
    head_size,
    layer_count,
    rope_settings,
)
from viscodex_model.export.source import Checkpoint
from viscodex_model.export.tensors import Exported, Span, Taken
from viscodex_model.export.types import F32, Q8_0, finer, fitting

_AROUND = {"post_attention_layernorm.weight": "post_attention_norm.weight", **FEED_FORWARD}
_FULL = {**ATTENTION, **HEAD_NORMS, **_AROUND}
_LINEAR = {
    "input_layernorm.weight": "attn_norm.weight",
    "linear_attn.in_proj_qkv.weight": "attn_qkv.weight",
    "linear_attn.in_proj_z.weight": "attn_gate.weight",
    "linear_attn.in_proj_a.weight": "ssm_alpha.weight",
    "linear_attn.in_proj_b.weight": "ssm_beta.weight",
    "linear_attn.conv1d.weight": "ssm_conv1d.weight",
    "linear_attn.A_log": "ssm_a",
    "linear_attn.dt_bias": "ssm_dt.bias",
    "linear_attn.norm.weight": "ssm_norm.weight",
    "linear_attn.out_proj.weight": "ssm_out.weight",
    **_AROUND,
}
_NEEDED = (
    "linear_num_key_heads", "linear_num_value_heads", "linear_key_head_dim", "linear_value_head_dim",
    "linear_conv_kernel_dim",
)  # fmt: skip


def layer_parts(source: Checkpoint, layer: int) -> Mapping[str, str]:
    """The tensors of `layer`, by what kind of attention it has."""
    return _FULL if (layer + 1) % _interval(source) == 0 else _LINEAR


def problems(source: Checkpoint) -> Iterator[str]:
    """What of the hybrid layers llama.cpp cannot express, one sentence each."""
    settings = source.settings
    damaged = list(number_problems(settings, _NEEDED, optional=("full_attention_interval",)))
    yield from damaged
    if damaged:
        return
    kinds = settings.get("layer_types")
    if isinstance(kinds, list):
        interval = _interval(source)
        regular = ["linear_attention" if (n + 1) % interval else "full_attention" for n in range(len(kinds))]
        if kinds != regular or len(kinds) != layer_count(source):
            yield "Full attention does not come in every n-th layer; llama.cpp's Qwen3.5 knows no other order."
    if settings.get("attn_output_gate", True) is not True:
        yield "Attention has no gate (attn_output_gate); llama.cpp's Qwen3.5 always has one."
    if settings["linear_key_head_dim"] != settings["linear_value_head_dim"]:
        yield "Keys and values of linear attention differ in size, which llama.cpp's Qwen3.5 does not know."
    if settings["linear_num_value_heads"] % settings["linear_num_key_heads"]:
        yield "The heads of values are no multiple of those of keys: config.json is damaged."


def settings_of(source: Checkpoint) -> dict[str, Any]:
    """The settings of linear attention, and how much of a head is rotated."""
    settings = source.settings
    share = float(
        rope_settings(source).get("partial_rotary_factor") or settings.get("partial_rotary_factor") or 0.25
    )
    values, width = int(settings["linear_num_value_heads"]), int(settings["linear_value_head_dim"])
    return {
        "full_attention_interval": _interval(source),
        "rope.dimension_count": int(head_size(source) * share),
        "ssm.conv_kernel": int(settings["linear_conv_kernel_dim"]),
        "ssm.state_size": int(settings["linear_key_head_dim"]),
        "ssm.group_count": int(settings["linear_num_key_heads"]),
        "ssm.time_step_rank": values,
        "ssm.inner_size": values * width,
    }


def exported(source: Checkpoint, name: str, tensor: Exported) -> Exported:
    """`tensor`, made of the folder's `name`, with its values as llama.cpp holds them."""
    assert isinstance(tensor.origin, Taken)
    part = name.rsplit("linear_attn.", 1)[-1]
    if part == name:
        shifted = replace(tensor.origin, change="plus one")
        return replace(tensor, origin=shifted) if "norm" in name else tensor
    heads = _order(source, part)
    if part == "A_log":
        origin = replace(tensor.origin, rows=heads, change="minus exponential")
    elif part == "out_proj.weight":
        origin = replace(tensor.origin, columns=heads)
    else:
        origin = replace(tensor.origin, rows=heads)
    if part == "conv1d.weight":
        channels, _, width = tensor.shape
        return replace(tensor, shape=(channels, width), type=F32, origin=origin)
    if part.startswith(("in_proj_a", "in_proj_b")):
        # Few values, and each decides how much of the state is kept.
        return replace(tensor, type=fitting(finer(tensor.type, Q8_0), tensor.row_length), origin=origin)
    return replace(tensor, origin=origin)


def changes(source: Checkpoint) -> Iterator[str]:
    """What stands otherwise in the file, one sentence each."""
    yield "norms and the decay of linear attention are written as llama.cpp uses them"
    if source.settings["linear_num_value_heads"] != source.settings["linear_num_key_heads"]:
        yield "the heads of values in linear attention stand in llama.cpp's order"


def _interval(source: Checkpoint) -> int:
    """Every so many layers one has full attention."""
    kinds = source.settings.get("layer_types")
    if isinstance(kinds, list) and "full_attention" in kinds:
        return kinds.index("full_attention") + 1
    return int(source.settings.get("full_attention_interval") or 4)


def _order(source: Checkpoint, part: str) -> tuple[Span, ...]:
    """Which steps of a tensor's dimension over heads come one after another; none where all stay as they are."""
    settings = source.settings
    keys, values = int(settings["linear_num_key_heads"]), int(settings["linear_num_value_heads"])
    if keys == values or part == "norm.weight":
        return ()
    width = int(settings["linear_value_head_dim"])
    if part in ("in_proj_qkv.weight", "conv1d.weight"):
        before = 2 * keys * int(settings["linear_key_head_dim"])
        return ((0, before), *_heads(keys, values, width, first=before))
    # The others have as much as a head is wide for each, or one row or number.
    return _heads(keys, values, width if part in ("in_proj_z.weight", "out_proj.weight") else 1)


def _heads(keys: int, values: int, width: int, *, first: int = 0) -> tuple[Span, ...]:
    each = values // keys
    return tuple(
        (first + (key * each + value) * width, width) for value in range(each) for key in range(keys)
    )


QWEN3_5 = Language(
    architecture="qwen35",
    layer_parts=layer_parts,
    settings=settings_of,
    problems=problems,
    changes=changes,
    exported=exported,
    sections=(11, 11, 10),
)
