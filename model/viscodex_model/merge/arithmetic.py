"""Slices of weights in, merged slices out. Pure: no file, no clock, no randomness; results go into given buffers.

Task arithmetic: arXiv 2212.04089. TIES: arXiv 2306.01708. DARE: arXiv 2311.03099. λ form: arXiv 2508.09945.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

Terms = Sequence[tuple[Tensor, float]]
"""Values, or deltas, each with its weight."""

# Far below any product of a float32 and a weight: adding it only lifts an exact 0.
_ABOVE_ZERO = 1e-300


def blend(terms: Terms, *, out: Tensor, scratch: Tensor) -> Tensor:
    """Σ weight · values: the λ form, in which the base cancels. A weight of 1 alone changes nothing, not even -0.0.

    `out` may be the first term's values and `scratch` the second's, which are lost then.
    Products are rounded before they are added, here as below: a fused multiply-add would make a residue of values that
    cancel.
    """
    first, weight = terms[0]
    torch.mul(first, weight, out=out)
    for values, weight in terms[1:]:
        out.add_(torch.mul(values, weight, out=scratch))
    return out


def shift(base: Tensor, deltas: Terms, *, out: Tensor, scratch: Tensor) -> Tensor:
    """base + Σ weight · delta: task arithmetic with free weights."""
    if not deltas:
        return out.copy_(base)
    return blend(deltas, out=out, scratch=scratch).add_(base)


def elect(
    base: Tensor, deltas: Terms, *, normalize: bool, out: Tensor, scratch: tuple[Tensor, Tensor, Tensor]
) -> Tensor:
    """base + the sum of those weighted deltas whose sign is that of the sum of all (TIES, section 3).

    `normalize` divides by the sum of the weights that took part, as `ties` does and `dare_ties` does not.
    A sum of exactly 0 counts as positive. Written with signs and clamps, as selecting is ten times slower.
    """
    sign, share, divisor = scratch
    sign.zero_()
    for delta, weight in deltas:
        sign.add_(torch.mul(delta, weight, out=share))
    sign.add_(_ABOVE_ZERO).sign_()
    out.zero_()
    divisor.zero_()
    for delta, weight in deltas:
        torch.mul(delta, weight, out=share).mul_(sign).clamp_(min=0)
        out.add_(share)
        divisor.add_(share.sign_(), alpha=weight)
    out.mul_(sign)
    if normalize:
        # Where nothing took part the divisor is 0, and so is the sum: 0 / 1.
        torch.abs(divisor, out=share).sign_().neg_().add_(1)
        out.div_(divisor.add_(share))
    return out.add_(base)


def rescale(delta: Tensor, kept: Tensor, density: float) -> Tensor:
    """DARE, in place: the kept elements over their share, so that the expected delta is the whole; the others 0."""
    return delta.mul_(kept).div_(density)
