"""What all halves that see have in common: their settings under llama.cpp's keys, patches over two frames, types."""

from collections.abc import Iterator
from typing import Any

from viscodex_model.checkpoint.header import TensorEntry
from viscodex_model.export.families.half import number_problems
from viscodex_model.export.source import Checkpoint
from viscodex_model.export.tensors import Exported, Filled, Taken
from viscodex_model.export.types import F32, Quantisation, fitting, vision_type


def tower_problems(
    source: Checkpoint,
    needed: tuple[str, ...],
    *,
    activations: tuple[str, ...],
    blocks: str,
    optional: tuple[str, ...] = (),
) -> Iterator[str]:
    """What of the tower's settings llama.cpp cannot express, one sentence each; `blocks` is a list's key."""
    vision = source.vision
    yield from number_problems(vision, needed, optional=optional, where="vision_config in config.json")
    if listed_blocks(source, blocks) != (vision.get(blocks) or []):
        yield f"vision_config.{blocks} is no list of blocks. Copy config.json again from the original model."
    for key, only in (("temporal_patch_size", 2), ("in_channels", 3), ("spatial_merge_size", 2)):
        if vision.get(key, only) != only:
            yield f"vision_config.{key} is {vision[key]}; llama.cpp's {source.title} knows {only} alone."
    if vision.get("hidden_act", activations[0]) not in activations:
        yield (
            f"The tower's activation is {vision['hidden_act']!r}; "
            f"llama.cpp's {source.title} knows {activations[0]} alone."
        )


def listed_blocks(source: Checkpoint, key: str) -> list[int]:
    """The numbers of blocks that the tower's settings list under `key`."""
    listed = source.vision.get(key)
    return [block for block in listed if isinstance(block, int)] if isinstance(listed, list) else []


def picture_settings(source: Checkpoint, *, projector: str, blocks: int, epsilon: float) -> dict[str, Any]:
    """The settings that every tower has, under llama.cpp's keys."""
    vision, pictures = source.vision, source.pictures
    return {
        "clip.has_vision_encoder": True,
        "clip.projector_type": projector,
        "clip.vision.projection_dim": int(vision["out_hidden_size"]),
        "clip.vision.patch_size": int(vision["patch_size"]),
        "clip.vision.spatial_merge_size": int(vision.get("spatial_merge_size", 2)),
        "clip.vision.embedding_length": int(vision["hidden_size"]),
        "clip.vision.feed_forward_length": int(vision["intermediate_size"]),
        "clip.vision.block_count": blocks,
        "clip.vision.attention.head_count": int(vision["num_heads"]),
        "clip.vision.attention.layer_norm_epsilon": epsilon,
        "clip.vision.image_mean": [float(value) for value in pictures.get("image_mean", (0.5, 0.5, 0.5))],
        "clip.vision.image_std": [float(value) for value in pictures.get("image_std", (0.5, 0.5, 0.5))],
    }


def frames(entry: TensorEntry) -> list[Exported]:
    """The kernel [out, colours, time, height, width] of the patches as one kernel for each of the two frames."""
    shape = (*entry.shape[:2], *entry.shape[3:])
    return [
        Exported(f"v.patch_embd.weight{suffix}", shape, F32, Taken(entry, frame=frame))
        for frame, suffix in enumerate(("", ".1"))
    ]


def tower_matrix(
    name: str, shape: tuple[int, ...], origin: Taken | Filled, quantisation: Quantisation
) -> Exported:
    """A tensor of a tower; vectors stay in 32 bits."""
    kind = F32 if len(shape) < 2 else fitting(vision_type(quantisation), shape[-1])
    return Exported(name, shape, kind, origin)
