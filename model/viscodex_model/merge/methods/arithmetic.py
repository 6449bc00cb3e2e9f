"""The arithmetic of merging weights. Pure: no file, clock or randomness; results are written into given buffers.

Task arithmetic: arXiv 2212.04089. TIES: arXiv 2306.01708. DARE: arXiv 2311.03099. λ form: arXiv 2508.09945.
Everything here keeps to what TorchScript understands.
"""

import torch
from torch import Tensor

Terms = list[tuple[Tensor, float]]
"""Values, or deltas, each with its weight."""


def blend(terms: Terms, out: Tensor, scratch: Tensor) -> Tensor:
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


def shift(base: Tensor, deltas: Terms, out: Tensor, scratch: Tensor) -> Tensor:
    """base + Σ weight · delta: task arithmetic with free weights."""
    if len(deltas) == 0:
        return out.copy_(base)
    return blend(deltas, out, scratch).add_(base)


def elect(
    base: Tensor, deltas: Terms, normalize: bool, out: Tensor, scratch: tuple[Tensor, Tensor, Tensor]
) -> Tensor:
    """base + the sum of those weighted deltas whose sign is that of the sum of all (TIES, section 3).

    `normalize` divides by the sum of the weights that took part, as `ties` does and `dare_ties` does not.
    A sum of exactly 0 counts as positive. Written with signs and clamps, as selecting is ten times slower.
    """
    sign, share, divisor = scratch
    sign.zero_()
    for delta, weight in deltas:
        sign.add_(torch.mul(delta, weight, out=share))
    # Far below any product of a float32 and a weight: adding it only lifts an exact 0.
    sign.add_(1e-300).sign_()
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


def combine(
    moved: list[Tensor],
    base: Tensor | None,
    weights: list[list[float]],
    outs: list[Tensor],
    buffers: list[Tensor],
) -> None:
    """Whole blocks, slice by slice: for each of `outs` its `weights` of `moved`, with a `base` as task arithmetic.

    `buffers` are five of a slice's length, in the dtype of the arithmetic. What is made of a slice stays within them,
    and they in the core's cache.
    """
    count, size = len(outs[0]), len(buffers[0])
    for begin in range(0, count, size):
        length = min(size, count - begin)
        values = [widen(part, begin, length, buffers[place]) for place, part in enumerate(moved)]
        out, scratch = buffers[3][:length], buffers[4][:length]
        if len(outs) == 1 and len(values) == 2:
            # No other output needs them: fewer buffers in the cache are worth a third of the time.
            out, scratch = values[0], values[1]
        if base is not None:
            wide = widen(base, begin, length, buffers[2])
            for delta in values:
                delta.sub_(wide)
            for place, result in enumerate(outs):
                result[begin : begin + length] = shift(wide, _terms(values, weights[place]), out, scratch)
        else:
            for place, result in enumerate(outs):
                result[begin : begin + length] = blend(_terms(values, weights[place]), out, scratch)


def subtract(values: list[Tensor], wide: list[Tensor]) -> None:
    """Slices in, the first of them and the others' deltas from it out, in `wide`'s buffers and their dtype."""
    for place, part in enumerate(values):
        wide[place].copy_(part)
        if place > 0:
            wide[place].sub_(wide[0])


def widen(values: Tensor, begin: int, length: int, buffer: Tensor) -> Tensor:
    """`length` of `values` from `begin` on, in the buffer and its dtype."""
    return buffer[:length].copy_(values[begin : begin + length])


def _terms(values: list[Tensor], weights: list[float]) -> Terms:
    """Those that have a say."""
    terms: Terms = []
    for place, part in enumerate(values):
        if weights[place] != 0:
            terms.append((part, weights[place]))
    return terms
