"""Slices of weights in, merged slices out. Pure: no file, no clock, no randomness.

Everything is computed in float64, which costs little beside the reading, and rounded once at the end: where weights
nearly cancel, float32 would leave results that are many bfloat16 steps off.

Task arithmetic: arXiv 2212.04089. TIES: arXiv 2306.01708. DARE: arXiv 2311.03099. λ form: arXiv 2508.09945.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

WORK_DTYPE = torch.float64


def widen(values: Tensor) -> Tensor:
    """`values` in the dtype of the arithmetic."""
    return values.to(WORK_DTYPE)


def blend(terms: Sequence[tuple[Tensor, float]]) -> Tensor:
    """Σ weight · values: the λ form, in which the base cancels. A weight of 1 alone changes nothing, not even -0.0."""
    first, weight = terms[0]
    total = first if weight == 1 else first * weight
    for values, weight in terms[1:]:
        total = torch.add(total, values, alpha=weight)
    return total


def shift(base: Tensor, deltas: Sequence[tuple[Tensor, float]]) -> Tensor:
    """base + Σ weight · delta: task arithmetic with free weights."""
    total = base
    for delta, weight in deltas:
        if weight != 0:
            total = torch.add(total, delta, alpha=weight)
    return total


def elect(deltas: Sequence[tuple[Tensor, float]], *, normalize: bool) -> Tensor:
    """Per element, the sum of the weighted deltas whose sign is that of the sum of all (TIES, section 3).

    `normalize` divides by the sum of the weights that took part, as `ties` does and `dare_ties` does not.
    A sum of exactly 0 counts as positive.
    """
    weighted = [delta * weight for delta, weight in deltas]
    is_positive = sum(weighted[1:], start=weighted[0]) >= 0
    upper = [values.clamp(min=0) for values in weighted]
    lower = [values.clamp(max=0) for values in weighted]
    mixed = torch.where(is_positive, sum(upper[1:], start=upper[0]), sum(lower[1:], start=lower[0]))
    if not normalize:
        return mixed
    divisor = torch.zeros_like(mixed)
    for values, (_, weight) in zip(weighted, deltas, strict=True):
        divisor += torch.where(is_positive, values > 0, values < 0) * weight
    return mixed / torch.where(divisor == 0, 1.0, divisor)


def rescale(delta: Tensor, kept: Tensor, density: float) -> Tensor:
    """DARE: the kept elements over their share, so that the expected delta is the whole one; the others 0."""
    return torch.where(kept, delta / density, 0.0)


def round_once(values: Tensor, dtype: torch.dtype) -> Tensor:
    """`values` in the output's dtype, to the nearest, halves to even."""
    return values.to(dtype)
