"""The half of Qwen2.5-VL that sees, as llama.cpp's projector `qwen2.5vl_merger`: settings, and each tensor's name.

llama.cpp gives full attention to every n-th block and windows of 112 pixels to all others. A tower with another order
is given blocks that change nothing, so that each block with full attention has its turn.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from viscodex_model.checkpoint.header import TensorEntry
from viscodex_model.export.families.half import Half
from viscodex_model.export.families.towers import (
    frames,
    listed_blocks,
    picture_settings,
    tower_matrix,
    tower_problems,
)
from viscodex_model.export.source import Checkpoint
from viscodex_model.export.tensors import Exported, Filled, Taken
from viscodex_model.export.types import Quantisation

PROJECTOR = "qwen2.5vl_merger"
WINDOW_PIXELS = 112
_EPSILON = 1e-6  # fixed in transformers' Qwen2.5-VL
_INSIDE = {
    "norm1": "ln1",
    "norm2": "ln2",
    "attn.proj": "attn_out",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
_OUTSIDE = {
    "visual.merger.ln_q.weight": "v.post_ln.weight",
    "visual.merger.mlp.0.weight": "mm.0.weight",
    "visual.merger.mlp.0.bias": "mm.0.bias",
    "visual.merger.mlp.2.weight": "mm.2.weight",
    "visual.merger.mlp.2.bias": "mm.2.bias",
}
_FULL_BLOCKS = "fullatt_block_indexes"
_PATCHES = "visual.patch_embed.proj.weight"
_BLOCK = re.compile(r"visual\.blocks\.(\d+)\.(.+)\.(weight|bias)")
_NEEDED = ("depth", "hidden_size", "intermediate_size", "num_heads", "out_hidden_size", "patch_size")


@dataclass(frozen=True)
class BlockOrder:
    """Where each block goes so that every `period`-th has full attention; `added` are places of identity blocks."""

    places: tuple[int, ...]
    added: tuple[int, ...]
    period: int

    @property
    def count(self) -> int:
        return len(self.places) + len(self.added)


def order_blocks(depth: int, full: list[int]) -> BlockOrder:
    """The places of `depth` blocks, those in `full` with attention to the whole picture.

    A period shorter than the longest run of windowed blocks has no place for them, so this one is the shortest.
    """
    ends = sorted({block for block in full if 0 <= block < depth})
    period = max(after - before for before, after in zip([-1, *ends], [*ends, depth], strict=True))
    places: list[int] = []
    added: list[int] = []
    place = 0
    for block in range(depth):
        while block in ends and (place + 1) % period:
            added.append(place)
            place += 1
        places.append(place)
        place += 1
    return BlockOrder(tuple(places), tuple(added), period)


def block_order(source: Checkpoint) -> BlockOrder:
    """The order of the folder's own blocks."""
    return order_blocks(int(source.vision["depth"]), listed_blocks(source, _FULL_BLOCKS))


def _problems(source: Checkpoint) -> Iterator[str]:
    yield from tower_problems(
        source, _NEEDED, activations=("silu",), blocks=_FULL_BLOCKS, optional=("window_size",)
    )


def _changes(source: Checkpoint) -> Iterator[str]:
    order = block_order(source)
    if order.added:
        blocks = ", ".join(map(str, order.added))
        put = (
            "a block that changes nothing is put"
            if len(order.added) == 1
            else "blocks that change nothing are put"
        )
        yield f"{put} in at {blocks}: every {order.period}th then sees the whole picture"
    patch, merge = int(source.vision["patch_size"]), int(source.vision.get("spatial_merge_size", 2))
    window, cell = int(source.vision.get("window_size", WINDOW_PIXELS)), patch * merge
    if order.period > 1 and window // cell != WINDOW_PIXELS // cell:
        yield (
            f"windows of {window // cell * cell} pixels become {WINDOW_PIXELS // cell * cell}, since llama.cpp knows "
            "no other: answers differ on pictures larger than that"
        )


def _settings(source: Checkpoint) -> dict[str, Any]:
    order = block_order(source)
    return {
        **picture_settings(source, projector=PROJECTOR, blocks=order.count, epsilon=_EPSILON),
        "clip.vision.image_size": 560,
        "clip.use_silu": True,
        # 0 is full attention everywhere; the engine aborts where 1 would say the same.
        "clip.vision.n_wa_pattern": order.period if order.period > 1 else 0,
    }


def _tensors(source: Checkpoint, quantisation: Quantisation) -> tuple[list[Exported], list[str]]:
    order = block_order(source)
    exported: list[Exported] = []
    unknown: list[str] = []
    for name, entry in source.tensors.items():
        if not name.startswith("visual."):
            continue
        inside = _BLOCK.fullmatch(name)
        if name == _PATCHES:
            exported += frames(entry)
        elif name in _OUTSIDE:
            exported.append(tower_matrix(_OUTSIDE[name], entry.shape, Taken(entry), quantisation))
        elif inside and int(inside[1]) < len(order.places):
            found = list(_in_block(inside, entry, order, quantisation))
            exported += found
            unknown += [] if found else [name]
        else:
            unknown.append(name)
    for place in order.added:
        exported += _identity(place, source, quantisation)
    return exported, unknown


def _expected(source: Checkpoint) -> set[str]:
    order = block_order(source)
    matrices = ("attn_q", "attn_k", "attn_v", "attn_out", "ffn_gate", "ffn_up", "ffn_down")
    parts = [f"{name}.{part}" for name in matrices for part in ("weight", "bias")] + [
        "ln1.weight",
        "ln2.weight",
    ]
    names = {f"v.blk.{place}.{part}" for place in range(order.count) for part in parts}
    return names | set(_OUTSIDE.values()) | {"v.patch_embd.weight", "v.patch_embd.weight.1"}


def _in_block(
    inside: re.Match[str], entry: TensorEntry, order: BlockOrder, quantisation: Quantisation
) -> Iterator[Exported]:
    prefix, part = f"v.blk.{order.places[int(inside[1])]}", inside[3]
    if inside[2] == "attn.qkv":
        third = entry.shape[0] // 3
        for number, letter in enumerate("qkv"):
            shape = (third, *entry.shape[1:])
            yield tower_matrix(
                f"{prefix}.attn_{letter}.{part}",
                shape,
                Taken(entry, rows=((number * third, third),)),
                quantisation,
            )
    elif inside[2] in _INSIDE:
        yield tower_matrix(f"{prefix}.{_INSIDE[inside[2]]}.{part}", entry.shape, Taken(entry), quantisation)


def _identity(place: int, source: Checkpoint, quantisation: Quantisation) -> Iterator[Exported]:
    """A block whose attention and feed-forward add nothing to what passes by."""
    hidden, middle = int(source.vision["hidden_size"]), int(source.vision["intermediate_size"])
    shapes = {
        **{f"attn_{part}": (hidden, hidden) for part in ("q", "k", "v", "out")},
        "ffn_gate": (middle, hidden),
        "ffn_up": (middle, hidden),
        "ffn_down": (hidden, middle),
    }
    for name, shape in shapes.items():
        yield tower_matrix(f"v.blk.{place}.{name}.weight", shape, Filled(0.0), quantisation)
        yield tower_matrix(f"v.blk.{place}.{name}.bias", shape[:1], Filled(0.0), quantisation)
    for name in ("ln1", "ln2"):
        yield tower_matrix(f"v.blk.{place}.{name}.weight", (hidden,), Filled(1.0), quantisation)


WINDOWED_TOWER = Half(
    architecture="clip",
    problems=_problems,
    settings=_settings,
    tensors=_tensors,
    expected=_expected,
    changes=_changes,
)
