"""Generates tokens by the model's own forward, for families that `decoder.py` has no loop of its own for.

Slower a token than that loop, and right for whatever transformers loads: other attention, deep vision features, layers
that keep a state in place of keys and values. A cache of fixed length and `torch.compile` are not used. On a CPU, at
Qwen3-VL-2B's width with 4 layers in bfloat16, they gave 26.6 and 24.1 tokens a second of processor time beside 25.7
(n=5), after 36 seconds of compiling.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from transformers import DynamicCache

from viscodex_model.serve.generation.prompt import Prompt
from viscodex_model.serve.protocol.speech import Cancelled


@dataclass
class StockMemory:
    """What one reply remembers: the model's own cache of `length` tokens, whose positions are `shift` less or more."""

    cache: Any
    length: int
    shift: int


class StockDecoder:
    """Reads prompts and speaks tokens, one reply at a time; use it from one thread. One view of a picture alone."""

    def __init__(self, model: Any, *, threads: int, speaking_threads: int) -> None:
        self._model = model
        self._threads = threads
        self._speaking_threads = speaking_threads
        self._gone: Callable[[], bool] = lambda: False
        for block in [*model.model.visual.blocks, *model.model.language_model.layers]:
            block.register_forward_pre_hook(self._stop_if_gone)

    def read(self, prompt: Prompt, *, room: int, gone: Callable[[], bool]) -> tuple[Tensor, StockMemory]:
        """Run the whole prompt; logits [vocabulary] of the next token, and what is remembered. See `Decoder.read`.

        Raises:
            Cancelled: `gone()` became true; it is asked before each layer.
        """
        del room  # the cache grows by itself
        device = self._model.device
        positions, shift = self._positions(prompt)
        cache = DynamicCache(config=self._model.config.get_text_config())
        torch.set_num_threads(self._threads)
        self._gone = gone
        try:
            output = self._model(
                input_ids=prompt.ids.to(device),
                position_ids=positions.to(device),
                pixel_values=None if prompt.pixels is None else prompt.pixels.to(device),
                image_grid_thw=None if prompt.grids is None else prompt.grids.to(device),
                past_key_values=cache,
                use_cache=True,
                logits_to_keep=1,
            )
        finally:
            self._gone = lambda: False
            torch.set_num_threads(self._speaking_threads)
        return output.logits[0, -1], StockMemory(output.past_key_values, prompt.length, shift)

    def step(self, token: int, memory: StockMemory) -> Tensor:
        """Say `token`; logits [vocabulary] of the one after it."""
        device, place = self._model.device, memory.length
        memory.length = place + 1
        rotary = place + memory.shift
        output = self._model(
            input_ids=torch.tensor([[token]], device=device),
            position_ids=torch.tensor([place, rotary, rotary, rotary], device=device).view(4, 1, 1),
            past_key_values=memory.cache,
            use_cache=True,
        )
        logits: Tensor = output.logits[0, -1]
        return logits

    def _positions(self, prompt: Prompt) -> tuple[Tensor, int]:
        """Positions [4, 1, length] (in the text, then time, height, width), and how far the last lie from the first.

        The model itself would remember the last from one prompt to the next.
        """
        places = torch.arange(prompt.length).expand(1, 1, -1)
        if prompt.grids is None:
            return places.expand(4, 1, -1), 0
        rotary, shift = self._model.model.get_rope_index(
            prompt.ids, mm_token_type_ids=prompt.kinds, image_grid_thw=prompt.grids
        )
        return torch.cat([places, rotary]), int(shift)

    def _stop_if_gone(self, *_: Any) -> None:
        if self._gone():
            raise Cancelled
