"""A stock `Qwen2_5_VLForConditionalGeneration` with random weights, changes of its vision tower, and helper heads.

Helper heads are linear probes that are dropped after training.
"""

import copy
from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn
from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

from viscodex_model.core.errors import UserError
from viscodex_model.data.synth.content.look import PALETTE
from viscodex_model.train.scratch.recipe import Shape
from viscodex_model.train.scratch.samples.cells import PATCH
from viscodex_model.train.scratch.samples.targets import CHARACTERS, SLOTS
from viscodex_model.train.scratch.samples.tokenizer import END, IMAGE, PAD, VIDEO, VISION_END, VISION_START

SIDE = 32
"""Classes of rows and of columns in the position head; all rows beyond the last share its class."""
WINDOW = 8
"""The side of an attention window in patches."""


def make_config(shape: Shape, tokens: int) -> Qwen2_5_VLConfig:
    """The configuration of a Qwen2.5-VL of this shape: full attention in all vision blocks, tied embeddings."""
    vision, language = shape.vision, shape.language
    head = language.width // language.heads // 2
    sections = [head - 2 * (head * 3 // 8), head * 3 // 8, head * 3 // 8]
    return Qwen2_5_VLConfig(
        text_config={
            "vocab_size": tokens,
            "hidden_size": language.width,
            "intermediate_size": language.intermediate_size,
            "num_hidden_layers": language.depth,
            "num_attention_heads": language.heads,
            "num_key_value_heads": language.heads,
            "max_position_embeddings": 4096,
            "rms_norm_eps": 1e-6,
            "rope_parameters": {"rope_type": "default", "rope_theta": 10000.0, "mrope_section": sections},
            "tie_word_embeddings": True,
            "bos_token_id": PAD,
            "eos_token_id": END,
            "pad_token_id": PAD,
        },
        vision_config={
            "depth": vision.depth,
            "hidden_size": vision.width,
            "num_heads": vision.heads,
            "intermediate_size": vision.intermediate_size,
            "out_hidden_size": language.width,
            "fullatt_block_indexes": list(range(vision.depth)),
            "window_size": WINDOW * PATCH,
            "patch_size": PATCH,
        },
        image_token_id=IMAGE,
        video_token_id=VIDEO,
        vision_start_token_id=VISION_START,
        vision_end_token_id=VISION_END,
        tie_word_embeddings=True,
    )


def make_model(shape: Shape, tokens: int, *, seed: int) -> Qwen2_5_VLForConditionalGeneration:
    """A fresh model in float32: normal weights by fan-in, what enters the residual stream smaller."""
    torch.manual_seed(seed)
    model = Qwen2_5_VLForConditionalGeneration(make_config(shape, tokens))
    for name, parameter in model.named_parameters():
        if parameter.ndim < 2:
            continue
        fan_in = parameter[0].numel()
        deviation = 0.02 if "embed_tokens" in name else fan_in**-0.5
        if name.endswith(("attn.proj.weight", "o_proj.weight", "down_proj.weight")):
            depth = shape.vision.depth if "visual" in name else shape.language.depth
            deviation /= (2 * depth) ** 0.5
        nn.init.normal_(parameter, std=deviation)
    return model


def use_windowed_attention(model: Qwen2_5_VLForConditionalGeneration, *, full: Sequence[int]) -> None:
    """Switch all vision blocks except those numbered in `full` to windowed attention.

    Raises:
        UserError: `full` names a block that is not there.
    """
    visual: Any = model.model.visual
    _check_blocks(visual, full, key="full_attention")
    visual.fullatt_block_indexes = visual.config.fullatt_block_indexes = list(full)


def insert_blocks(model: Qwen2_5_VLForConditionalGeneration, *, after: Sequence[int]) -> None:
    """Deepen the vision tower: insert a new block, at first an identity, after each block numbered in `after`.

    A new block copies the one before it with both output projections set to 0 (LLaMA Pro, arXiv 2401.02415). It uses
    windowed attention; the others keep theirs.

    Raises:
        UserError: `after` names a block that is not there.
    """
    visual: Any = model.model.visual
    _check_blocks(visual, after, key="new_blocks")
    full = set(visual.config.fullatt_block_indexes)
    blocks: list[Any] = []
    kept: list[int] = []
    for number, block in enumerate(visual.blocks):
        if number in full:
            kept.append(len(blocks))
        blocks.append(block)
        if number in after:
            blocks.append(_silent_copy(block))
    visual.blocks = nn.ModuleList(blocks)
    visual.config.depth = len(blocks)
    visual.fullatt_block_indexes = visual.config.fullatt_block_indexes = kept


def _silent_copy(block: Any) -> Any:
    """A copy of the block whose residual branches output 0."""
    new = copy.deepcopy(block)
    for layer in (new.attn.proj, new.mlp.down_proj):
        for parameter in layer.parameters():
            nn.init.zeros_(parameter)
    return new


def _check_blocks(visual: Any, numbers: Sequence[int], *, key: str) -> None:
    if beyond := [number for number in numbers if number >= len(visual.blocks)]:
        raise UserError(
            f"{key} names the vision block {beyond[0]}, and there are {len(visual.blocks)}, counted from 0."
        )


def change_patch_size(model: Qwen2_5_VLForConditionalGeneration, *, side: int) -> None:
    """Change the patch size to `side` pixels; windows keep their number of patches.

    The new kernel embeds a patch as the old one embeds that patch enlarged to the former size (bicubic). Enlarging is
    linear, so it folds into the kernel.
    """
    visual: Any = model.model.visual
    old = visual.patch_embed.proj
    before = old.kernel_size[-1]
    pixels = torch.eye(side * side).view(side * side, 1, side, side)
    enlarged = F.interpolate(pixels, size=(before, before), mode="bicubic").flatten(1)
    kernel = (old.weight.data.flatten(3) @ enlarged.T).unflatten(3, (side, side))
    size = (old.kernel_size[0], side, side)
    new = nn.Conv3d(old.in_channels, old.out_channels, kernel_size=size, stride=size, bias=False)
    new.weight.data = kernel
    visual.patch_embed.proj = new
    visual.patch_embed.patch_size = visual.patch_size = visual.config.patch_size = side
    visual.window_size = visual.config.window_size = visual.config.window_size // before * side


class HelperHeads(nn.Module):
    """Linear probes on image tokens [..., width]: characters, first token, colours, position."""

    def __init__(self, width: int, tokens: int) -> None:
        super().__init__()
        self.characters = nn.Linear(width, 4 * SLOTS * CHARACTERS)
        self.tokens = nn.Linear(width, tokens)
        self.inks = nn.Linear(width, len(PALETTE))
        self.backgrounds = nn.Linear(width, len(PALETTE))
        self.positions = nn.Linear(width, 2 * SIDE)

    def forward(self, cells: Tensor) -> Tensor:
        """Not called as a whole: the losses call each head where they need it."""
        raise NotImplementedError
