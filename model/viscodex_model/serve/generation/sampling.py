"""Samples a token id from logits: the likeliest one, or a draw by temperature and nucleus."""

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Sampling:
    """How to choose a token. Temperature 0 is greedy; a `seed` makes draws repeatable; `top_p` is in (0, 1]."""

    temperature: float = 0.0
    top_p: float = 1.0
    seed: int | None = None


class Sampler:
    """Chooses the tokens of one reply."""

    def __init__(self, sampling: Sampling, *, device: torch.device) -> None:
        self._sampling = sampling
        self._generator = torch.Generator(device=device)
        if sampling.seed is None:
            self._generator.seed()
        else:
            self._generator.manual_seed(sampling.seed)

    def choose(self, logits: Tensor) -> int:
        """One token id from `logits` [vocabulary]."""
        # Below this a division overflows; the draw would be the likeliest token anyway.
        if self._sampling.temperature < 1e-5:
            return int(logits.argmax())
        chances = torch.softmax(logits.float() / self._sampling.temperature, dim=0)
        if self._sampling.top_p < 1:
            chances = keep_nucleus(chances, self._sampling.top_p)
        return int(torch.multinomial(chances, 1, generator=self._generator))


def keep_nucleus(chances: Tensor, top_p: float) -> Tensor:
    """Zero all but the smallest set of likeliest tokens whose chances reach `top_p` (Holtzman et al. 2020)."""
    ordered, order = chances.sort(descending=True)
    before = ordered.cumsum(0) - ordered
    return chances.index_fill(0, order[before >= top_p], 0.0)
