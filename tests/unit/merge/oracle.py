"""What each method has to give, written for whole tensors in float64, and how far a result is from it."""

from collections.abc import Sequence

import torch
from torch import Tensor
from viscodex_model.merge.dropping import kept_elements


def oracle(
    name: str, sources: dict[str, Tensor], *, method: str, weights: Sequence[float], density: float, seed: int
) -> Tensor:
    """The merge of one tensor in float64; DARE drops what the project's noise says."""
    vlm, coder, base = (sources[role].double().flatten() for role in ("vlm", "coder", "base"))
    if method == "linear":
        return weights[0] * vlm + weights[1] * coder
    deltas = [vlm - base, coder - base]
    if method == "ties":
        deltas = [_largest(delta, density) for delta in deltas]
    if method.startswith("dare"):
        deltas = [
            torch.where(
                kept_elements(density, 0, len(delta), seed=seed, role=role, name=name), delta / density, 0
            )
            for role, delta in zip(("vlm", "coder"), deltas, strict=True)
        ]
    moved = torch.stack([weight * delta for weight, delta in zip(weights, deltas, strict=True)])
    if method not in ("ties", "dare_ties"):
        return base + moved.sum(0)
    majority = torch.where(moved.sum(0) >= 0, 1.0, -1.0)
    agrees = moved.sign() == majority
    total = torch.where(agrees, moved, 0).sum(0)
    shares = torch.where(agrees, torch.tensor(weights, dtype=torch.float64)[:, None], 0).sum(0)
    return base + (total / torch.where(shares == 0, 1, shares) if method == "ties" else total)


def steps_off(found: Tensor, wanted: Tensor) -> Tensor:
    """How many steps of `found`'s dtype each element is from `wanted` (float64) rounded once."""
    return (_ordinal(found.flatten()) - _ordinal(wanted.to(found.dtype))).abs()


def _largest(delta: Tensor, density: float) -> Tensor:
    """The largest elements, the first of equal ones; the others 0."""
    order = torch.argsort(delta.abs(), descending=True, stable=True)
    kept = torch.zeros_like(delta)
    places = order[: max(1, int(density * len(delta)))]
    kept[places] = delta[places]
    return kept


def _ordinal(values: Tensor) -> Tensor:
    """Integers that count the dtype's numbers in order; both zeros are 0."""
    kind = torch.int32 if values.dtype == torch.float32 else torch.int16
    bits = values.contiguous().view(kind).long()
    sign_bit = 1 << (values.element_size() * 8 - 1)
    return torch.where(bits < 0, -(bits + sign_bit), bits)
