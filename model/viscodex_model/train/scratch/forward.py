"""A faster forward pass over the parameters of transformers' Qwen2.5-VL, for batches of pictures of one size.

It computes the same function as the stock forward: windowed or full attention in the vision blocks, as the
configuration says, and the same rotary positions. It uses plain matrix products, whose backward pass is fast in
bfloat16 on processors with bfloat16 matrix units, and returns the attention logits of chosen layers, which the pointer
losses need. The layers can be compiled, which fuses the elementwise work between the products.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor
from transformers import Qwen2_5_VLForConditionalGeneration

from viscodex_model.train.scratch.samples.cells import Grid, Windows, patch_positions


def _norm(x: Tensor, norm: Any) -> Tensor:
    wide = x.float()
    scale = torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + norm.variance_epsilon)
    weight: Tensor = norm.weight
    return (wide * scale * weight).to(x.dtype)


def _linear(x: Tensor, layer: Any) -> Tensor:
    bias = None if layer.bias is None else layer.bias.to(x.dtype)
    return F.linear(x, layer.weight.to(x.dtype), bias)


def _mlp(x: Tensor, mlp: Any) -> Tensor:
    return _linear(F.silu(_linear(x, mlp.gate_proj)) * _linear(x, mlp.up_proj), mlp.down_proj)


def _rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotary positions on [..., size]; `sin` has its first half negated already."""
    half = x.shape[-1] // 2
    return x * cos + torch.cat((x[..., half:], x[..., :half]), -1) * sin


def _angles(freqs: Tensor, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Cosine and sign-folded sine of half-size angles [..., size / 2]."""
    cos, sin = freqs.cos(), freqs.sin()
    return torch.cat((cos, cos), -1).to(dtype), torch.cat((-sin, sin), -1).to(dtype)


def vision_qkv(x: Tensor, block: Any, cos: Tensor, sin: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Queries, scaled keys and values, each [batch, n, heads, head_size], of hidden states x [batch, n, width]."""
    batch, length, width = x.shape
    heads = block.attn.num_heads
    normed = _norm(x, block.norm1)
    q, k, v = _linear(normed, block.attn.qkv).view(batch, length, 3, heads, width // heads).unbind(2)
    return _rotate(q, cos, sin), _rotate(k, cos, sin) * block.attn.scaling, v


def vision_output(x: Tensor, attention: Tensor, block: Any) -> Tensor:
    """A vision block after its attention: output projection, residual and MLP. All [batch, n, width]."""
    x = x + _linear(attention, block.attn.proj)
    return x + _mlp(_norm(x, block.norm2), block.mlp)


def language_layers(
    x: Tensor, layers: Any, cos: Tensor, sin: Tensor, mask: Tensor
) -> tuple[Tensor, list[Tensor]]:
    """The decoder layers: hidden states [batch, length, hidden], and of each layer the attention logits of its first
    head [batch, length, length]."""
    kept = []
    for layer in layers:
        attention, logits = _text_attention(_norm(x, layer.input_layernorm), layer.self_attn, cos, sin, mask)
        x = x + attention
        x = x + _mlp(_norm(x, layer.post_attention_layernorm), layer.mlp)
        kept.append(logits[:, 0])
    return x, kept


@dataclass(frozen=True)
class Layers:
    """The layer functions, plain or compiled. A vision block is split in two, so that its attention stays between."""

    vision_qkv: Callable[..., tuple[Tensor, Tensor, Tensor]] = vision_qkv
    vision_output: Callable[..., Tensor] = vision_output
    language: Callable[..., tuple[Tensor, list[Tensor]]] = language_layers


PLAIN = Layers()


def compiled_layers() -> Layers:
    """The layers compiled at first use, for pictures and answers of any length. Needs a C++ compiler."""
    return Layers(
        torch.compile(vision_qkv, dynamic=True),
        torch.compile(vision_output, dynamic=True),
        torch.compile(language_layers, dynamic=True),
    )


def encode_pictures(
    visual: Any, patches: Tensor, grid: Grid, layers: Layers = PLAIN
) -> tuple[Tensor, Tensor]:
    """Encode patches [batch, n, 3 * patch**2] with the vision tower and its merger.

    Returns patch features [batch, n, width] and image token embeddings [batch, n / 4, hidden].
    """
    kernel = visual.patch_embed.proj.weight.sum(2).flatten(1)
    x = F.linear(patches, kernel.to(patches.dtype))
    positions = patch_positions(grid).float()
    inverse = visual.rotary_pos_emb.inv_freq
    freqs = torch.cat((positions[:, :1] * inverse, positions[:, 1:] * inverse), -1)
    cos, sin = _angles(freqs, x.dtype)
    windows = Windows(grid, visual.config.window_size // grid.cell)
    mask, full = windows.mask(x.dtype), set(visual.config.fullatt_block_indexes)
    cos, sin = cos[:, None], sin[:, None]
    for number, block in enumerate(visual.blocks):
        q, k, v = layers.vision_qkv(x, block, cos, sin)
        attention = _attend(q, k, v) if number in full else _attend_in(windows, mask, q, k, v)
        x = layers.vision_output(x, attention, block)
    merger = visual.merger
    merged = _norm(x, merger.ln_q).view(x.shape[0], grid.cells, -1)
    merged = _linear(F.gelu(_linear(merged, merger.mlp[0])), merger.mlp[2])
    return x, merged


def _attend(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None = None) -> Tensor:
    """Attention output [batch, n, width] of q, k, v [batch, n, heads, head_size]; `mask` is added to the logits."""
    logits = q.transpose(1, 2) @ k.permute(0, 2, 3, 1)
    weights = torch.softmax(logits if mask is None else logits + mask, -1)
    return (weights @ v.transpose(1, 2)).transpose(1, 2).flatten(2)


def _attend_in(windows: Windows, mask: Tensor, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """The same within windows: a patch attends to the patches of its own window."""
    batch = len(q)
    attention = _attend(windows.split(q), windows.split(k), windows.split(v), mask.repeat(batch, 1, 1, 1))
    return windows.join(attention, batch)


def rope_positions(before: int, grid: Grid, after: int) -> Tensor:
    """M-RoPE positions [3, length] (time, row, column): `before` text tokens, image tokens, `after` text tokens."""
    head = torch.arange(before).expand(3, -1)
    rows, columns = torch.meshgrid(torch.arange(grid.rows), torch.arange(grid.columns), indexing="ij")
    cells = torch.stack((torch.zeros_like(rows), rows, columns)).flatten(1) + before
    start = before + max(grid.rows, grid.columns)
    return torch.cat((head, cells, torch.arange(start, start + after).expand(3, -1)), 1)


def forward_language(
    language: Any, embeddings: Tensor, positions: Tensor, attended: Sequence[int] = (), layers: Layers = PLAIN
) -> tuple[Tensor, list[Tensor]]:
    """Decode embeddings [batch, length, hidden] at M-RoPE positions [3, length].

    Returns the normalised hidden states [batch, length, hidden], and for each layer numbered in `attended` the
    attention logits of its first head [batch, length, length].
    """
    rotary = language.rotary_emb
    freqs = positions[..., None].float() * rotary.inv_freq
    sections = freqs.split(rotary.mrope_section, -1)
    cos, sin = _angles(torch.cat([part[i % 3] for i, part in enumerate(sections)], -1), embeddings.dtype)
    length = embeddings.shape[1]
    mask = torch.full((length, length), -1e4, dtype=embeddings.dtype).triu(1)
    x, logits = layers.language(embeddings, language.layers, cos, sin, mask)
    return _norm(x, language.norm), [logits[number] for number in attended]


def _text_attention(
    x: Tensor, attention: Any, cos: Tensor, sin: Tensor, mask: Tensor
) -> tuple[Tensor, Tensor]:
    batch, length, _ = x.shape
    size = attention.head_dim

    def heads(layer: Any) -> Tensor:
        return _linear(x, layer).view(batch, length, -1, size).transpose(1, 2)

    q, k, v = _rotate(heads(attention.q_proj), cos, sin), heads(attention.k_proj), heads(attention.v_proj)
    k = _rotate(k, cos, sin) * attention.scaling
    groups = attention.num_key_value_groups
    if groups > 1:
        k, v = k.repeat_interleave(groups, 1), v.repeat_interleave(groups, 1)
    logits = q @ k.transpose(-1, -2) + mask
    output = (torch.softmax(logits, -1) @ v).transpose(1, 2).reshape(batch, length, -1)
    return _linear(output, attention.o_proj), logits


def embed(model: Qwen2_5_VLForConditionalGeneration, ids: Tensor, cells: Tensor, before: int) -> Tensor:
    """Embeddings [batch, length, hidden] of token ids, with image token embeddings (`cells`) after `before` tokens."""
    words = F.embedding(ids, model.model.language_model.embed_tokens.weight).to(cells.dtype)
    return torch.cat((words[:, :before], cells, words[:, before + cells.shape[1] :]), 1)
