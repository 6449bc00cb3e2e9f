"""The half of Qwen3-VL and Qwen3.5 that sees, as llama.cpp's projector `qwen3vl_merger`.

All of its blocks attend to the whole picture. Qwen3-VL hands over what some blocks saw to its first layers, too.
"""

import re
from collections.abc import Iterator
from math import isqrt
from typing import Any

from viscodex_model.export.families.half import Half
from viscodex_model.export.families.towers import (
    frames,
    listed_blocks,
    picture_settings,
    tower_matrix,
    tower_problems,
)
from viscodex_model.export.source import Checkpoint
from viscodex_model.export.tensors import Exported, Taken
from viscodex_model.export.types import F32, Quantisation

_PROJECTOR = "qwen3vl_merger"
_EPSILON = 1e-6  # fixed in transformers' Qwen3-VL
_OUTSIDE = {
    "visual.patch_embed.proj.bias": "v.patch_embd.bias",
    "visual.pos_embed.weight": "v.position_embd.weight",
    "visual.merger.norm.weight": "v.post_ln.weight",
    "visual.merger.norm.bias": "v.post_ln.bias",
    "visual.merger.linear_fc1.weight": "mm.0.weight",
    "visual.merger.linear_fc1.bias": "mm.0.bias",
    "visual.merger.linear_fc2.weight": "mm.2.weight",
    "visual.merger.linear_fc2.bias": "mm.2.bias",
}
_INSIDE = {
    "norm1": "ln1",
    "norm2": "ln2",
    "attn.qkv": "attn_qkv",
    "attn.proj": "attn_out",
    "mlp.linear_fc1": "ffn_up",
    "mlp.linear_fc2": "ffn_down",
}
_HANDED = {"norm": "norm", "linear_fc1": "fc1", "linear_fc2": "fc2"}
_HANDING_BLOCKS = "deepstack_visual_indexes"
_PATCHES = "visual.patch_embed.proj.weight"
_BLOCK = re.compile(r"visual\.blocks\.(\d+)\.(.+)\.(weight|bias)")
_HANDING = re.compile(r"visual\.deepstack_merger_list\.(\d+)\.(.+)\.(weight|bias)")
_NEEDED = (
    "depth", "hidden_size", "intermediate_size", "num_heads", "out_hidden_size", "patch_size",
    "num_position_embeddings",
)  # fmt: skip


def handing_blocks(source: Checkpoint) -> list[int]:
    """The blocks whose features go to the first layers of the language model."""
    return listed_blocks(source, _HANDING_BLOCKS)


def _problems(source: Checkpoint) -> Iterator[str]:
    vision = source.vision
    yield from tower_problems(
        source, _NEEDED, activations=("gelu_pytorch_tanh", "gelu"), blocks=_HANDING_BLOCKS
    )
    places, depth = vision.get("num_position_embeddings"), vision.get("depth")
    if isinstance(places, int) and isqrt(max(places, 0)) ** 2 != places:
        yield f"vision_config.num_position_embeddings is {places}, which is no square."
    if isinstance(depth, int) and any(not 0 <= block < depth for block in handing_blocks(source)):
        yield f"vision_config.{_HANDING_BLOCKS} names blocks beyond the {depth} that there are."
    layers = source.settings.get("num_hidden_layers")
    # The engine drops all tokens but the last in its last layer, before it adds what was handed over.
    if isinstance(layers, int) and 0 < layers <= len(handing_blocks(source)):
        yield f"The tower hands features to {len(handing_blocks(source))} layers; llama.cpp takes fewer than {layers}."


def _settings(source: Checkpoint) -> dict[str, Any]:
    vision, handing = source.vision, handing_blocks(source)
    return {
        **picture_settings(source, projector=_PROJECTOR, blocks=int(vision["depth"]), epsilon=_EPSILON),
        "clip.vision.image_size": isqrt(int(vision["num_position_embeddings"])) * int(vision["patch_size"]),
        "clip.use_gelu": True,
        "clip.vision.is_deepstack_layers": [block in handing for block in range(int(vision["depth"]))],
    }


def _tensors(source: Checkpoint, quantisation: Quantisation) -> tuple[list[Exported], list[str]]:
    exported, unknown = [], []
    for name, entry in source.tensors.items():
        if not name.startswith("visual."):
            continue
        if name == _PATCHES:
            exported += frames(entry)
        elif written := _written(source, name):
            # It is stretched to each picture's size before it is used.
            if written == "v.position_embd.weight":
                exported.append(Exported(written, entry.shape, F32, Taken(entry)))
            else:
                exported.append(tower_matrix(written, entry.shape, Taken(entry), quantisation))
        else:
            unknown.append(name)
    return exported, unknown


def _written(source: Checkpoint, name: str) -> str | None:
    """What the tensor `name` is called in the file; None if it has no place there."""
    handing = handing_blocks(source)
    if found := _BLOCK.fullmatch(name):
        inside = _INSIDE.get(found[2]) if int(found[1]) < int(source.vision["depth"]) else None
        return f"v.blk.{found[1]}.{inside}.{found[3]}" if inside else None
    if found := _HANDING.fullmatch(name):
        inside = _HANDED.get(found[2]) if int(found[1]) < len(handing) else None
        return f"v.deepstack.{handing[int(found[1])]}.{inside}.{found[3]}" if inside else None
    return _OUTSIDE.get(name)


def _expected(source: Checkpoint) -> set[str]:
    parts = ("weight", "bias")
    blocks = range(int(source.vision["depth"]))
    names = {
        f"v.blk.{block}.{inside}.{part}" for block in blocks for inside in _INSIDE.values() for part in parts
    }
    for block in handing_blocks(source):
        names |= {f"v.deepstack.{block}.{inside}.{part}" for inside in _HANDED.values() for part in parts}
    return names | set(_OUTSIDE.values()) | {"v.patch_embd.weight", "v.patch_embd.weight.1"}


DEEP_TOWER = Half(
    architecture="clip", problems=_problems, settings=_settings, tensors=_tensors, expected=_expected
)
