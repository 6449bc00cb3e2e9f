"""Generates tokens from a loaded Qwen2.5-VL: one row of logits per token.

Reading the prompt is the model's own forward. Speaking is a loop of this module's own over the same weights: one
token at a time on a cache of fixed size. `generate` spends most of a small model's time between its kernels. A prompt
in several views is read and spoken to side by side, and what is said is what they agree on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional
from transformers import DynamicCache, Qwen2_5_VLForConditionalGeneration

from viscodex_model.serve.generation.prompt import Prompt
from viscodex_model.serve.protocol.speech import Cancelled


@dataclass(frozen=True)
class Layer:
    """One decoder layer's weights, the projections that share an input stacked into one matrix."""

    attention_norm: torch.nn.Module
    queries_keys_values: Tensor
    queries_keys_values_bias: Tensor
    output: Tensor
    feed_norm: torch.nn.Module
    gate_up: Tensor
    down: Tensor
    window: int | None


@dataclass
class Memory:
    """What one reply remembers: keys and values [views, heads, capacity, size] of `length` tokens in each layer."""

    keys: list[Tensor]
    values: list[Tensor]
    cosines: Tensor
    sines: Tensor
    length: int
    capacity: int

    @property
    def views(self) -> int:
        """How many views of the prompt are spoken to side by side."""
        return len(self.keys[0])


class PatchProjection(torch.nn.Module):
    """The vision tower's first layer as one matrix product.

    The stock layer is a convolution whose window is its stride: the same sums, at six times the cost on a CPU.
    """

    def __init__(self, kernel: Tensor) -> None:
        super().__init__()
        self.weight = kernel

    def forward(self, patches: Tensor) -> Tensor:
        """Project `patches` [count, colours, time, height, width] to [count, width of the tower]."""
        return functional.linear(patches.flatten(1), self.weight.flatten(1))


class Decoder:
    """Reads prompts and speaks tokens, one reply at a time; use it from one thread.

    The layers' projections are stacked in place: the model's own parameters become views, and no memory is added.
    """

    def __init__(
        self, model: Qwen2_5_VLForConditionalGeneration, *, threads: int, speaking_threads: int
    ) -> None:
        self._model = model
        self._language: Any = model.model.language_model
        self._threads = threads
        self._speaking_threads = speaking_threads
        self._layers = [_stack(layer) for layer in self._language.layers]
        attention = self._language.layers[0].self_attn
        self._query_heads: int = attention.num_heads
        self._key_heads: int = attention.num_key_value_heads
        self._head_size: int = attention.head_dim
        visual: Any = model.model.visual
        visual.patch_embed.proj = PatchProjection(visual.patch_embed.proj.weight)
        self._gone: Callable[[], bool] = lambda: False
        for block in [*visual.blocks, *self._language.layers]:
            block.register_forward_pre_hook(self._stop_if_gone)

    @property
    def device(self) -> torch.device:
        """Where the weights are, and where logits come out."""
        return self._model.device

    def read(self, prompt: Prompt, *, room: int, gone: Callable[[], bool]) -> tuple[Tensor, Memory]:
        """Run the whole prompt; logits [vocabulary] of the next token, and the memory with `room` for more tokens.

        Raises:
            Cancelled: `gone()` became true; it is asked before each layer.
        """
        torch.set_num_threads(self._threads)
        self._gone = gone
        try:
            return self._read(prompt, room)
        finally:
            self._gone = lambda: False
            torch.set_num_threads(self._speaking_threads)

    def step(self, token: int, memory: Memory) -> Tensor:
        """Say `token` to every view; logits [vocabulary] of what they agree on for the one after it."""
        return _agreed(self.step_each(token, memory))

    def step_each(self, tokens: int | Tensor, memory: Memory) -> Tensor:
        """Say one token, or one to each view; logits [views, vocabulary].

        The arithmetic is that of the stock layers.
        """
        place, size = memory.length, self._head_size
        heads, rotated = self._query_heads, self._query_heads + self._key_heads
        cosine, sine = memory.cosines[place], memory.sines[place]
        state = self._language.embed_tokens.weight[tokens].expand(memory.views, -1)
        for layer, keys, values in zip(self._layers, memory.keys, memory.values, strict=True):
            mixed = functional.linear(
                _normalise(layer.attention_norm, state),
                layer.queries_keys_values,
                layer.queries_keys_values_bias,
            ).view(memory.views, -1, size)
            turned = mixed[:, :rotated] * cosine + mixed[:, :rotated].roll(size // 2, 2) * sine
            keys[:, :, place] = turned[:, heads:]
            values[:, :, place] = mixed[:, rotated:]
            start = 0 if layer.window is None else max(0, place + 1 - layer.window)
            seen = functional.scaled_dot_product_attention(
                turned[:, :heads, None],
                keys[:, :, start : place + 1],
                values[:, :, start : place + 1],
                enable_gqa=heads != self._key_heads,
            )
            state = state + functional.linear(seen.flatten(1), layer.output)
            gate, up = functional.linear(_normalise(layer.feed_norm, state), layer.gate_up).chunk(2, dim=1)
            state = state + functional.linear(functional.silu(gate) * up, layer.down)
        memory.length = place + 1
        return functional.linear(_normalise(self._language.norm, state), self._model.lm_head.weight)

    def _read(self, prompt: Prompt, room: int) -> tuple[Tensor, Memory]:
        device = self._model.device
        positions, shift = self._positions(prompt)
        cache = DynamicCache(config=self._model.config.get_text_config())
        output = self._model(
            input_ids=prompt.ids.to(device).expand(prompt.views, -1),
            position_ids=positions.to(device).expand(-1, prompt.views, -1),
            pixel_values=None if prompt.pixels is None else prompt.pixels.to(device),
            image_grid_thw=None if prompt.grids is None else prompt.grids.to(device).repeat(prompt.views, 1),
            past_key_values=cache,
            use_cache=True,
            logits_to_keep=1,
        )
        return _agreed(output.logits[:, -1]), self._remember(cache, prompt.length, room, shift)

    def _positions(self, prompt: Prompt) -> tuple[Tensor, int]:
        """Rotary positions [3, 1, length] (time, height, width), and how far they fall behind the token count."""
        if prompt.grids is None:
            return torch.arange(prompt.length).expand(3, 1, -1), 0
        positions, shift = self._model.model.get_rope_index(
            prompt.ids, mm_token_type_ids=prompt.kinds, image_grid_thw=prompt.grids
        )
        return positions, int(shift)

    def _remember(self, cache: Any, length: int, room: int, shift: int) -> Memory:
        capacity = length + room
        keys = [_with_room(layer.keys, length, capacity) for layer in cache.layers]
        values = [_with_room(layer.values, length, capacity) for layer in cache.layers]
        places = torch.arange(capacity, device=self._model.device) + shift
        cosines, sines = self._language.rotary_emb(keys[0], places.expand(3, 1, -1))
        # `roll` swaps the halves of a head but keeps the sign that the stock rotation gives to the second half.
        sines = sines[0].clone()
        sines[:, : self._head_size // 2].neg_()
        return Memory(keys, values, cosines[0], sines, length, capacity)

    def _stop_if_gone(self, *_: Any) -> None:
        if self._gone():
            raise Cancelled


def _stack(layer: Any) -> Layer:
    attention, feed = layer.self_attn, layer.mlp
    inputs = [attention.q_proj, attention.k_proj, attention.v_proj]
    return Layer(
        attention_norm=layer.input_layernorm,
        queries_keys_values=_stacked(inputs, "weight"),
        queries_keys_values_bias=_stacked(inputs, "bias"),
        output=attention.o_proj.weight,
        feed_norm=layer.post_attention_layernorm,
        gate_up=_stacked([feed.gate_proj, feed.up_proj], "weight"),
        down=feed.down_proj.weight,
        window=attention.sliding_window,
    )


def _stacked(modules: list[Any], name: str) -> Tensor:
    parts: list[Tensor] = [getattr(module, name).data for module in modules]
    whole = torch.cat(parts)
    for module, view in zip(modules, torch.split(whole, [len(part) for part in parts]), strict=True):
        getattr(module, name).data = view
    return whole


def _agreed(logits: Tensor) -> Tensor:
    """The logits [vocabulary] of the geometric mean of what each view expects: logits [views, vocabulary].

    A token that one view rules out is not said, however sure another one is.
    """
    return logits[0] if len(logits) == 1 else logits.float().log_softmax(-1).mean(0)


def _with_room(seen: Tensor, length: int, capacity: int) -> Tensor:
    roomy = seen.new_empty((*seen.shape[:2], capacity, seen.shape[3]))
    # A sliding layer keeps its last tokens only; what came before them is never looked at again.
    roomy[:, :, length - seen.shape[2] : length] = seen
    return roomy


def _normalise(norm: Any, state: Tensor) -> Tensor:
    # The fused kernel rounds once less than the stock layer does, which shows in half precision only.
    if state.dtype == torch.float32:
        return functional.rms_norm(state, (state.shape[-1],), norm.weight, norm.variance_epsilon)
    normal: Tensor = norm(state)
    return normal
