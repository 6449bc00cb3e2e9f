"""The two optimizers of a run: Muon for the hidden matrices, AdamW for all else.

`Optimizers` steps both at one learning rate. Muon: Jordan et al. 2024; its steps are scaled to
AdamW's size (Liu et al. 2025), so that one learning rate serves both.
"""

import math
from collections.abc import Iterable
from typing import Any

import torch
from torch import nn


def is_hidden_matrix(name: str, parameter: nn.Parameter) -> bool:
    """Whether Muon takes this parameter: a matrix between hidden features."""
    return parameter.ndim == 2 and "embed" not in name and "lm_head" not in name


class Optimizers:
    """Muon and AdamW side by side."""

    def __init__(self, model: nn.Module, heads: nn.Module, *, muon: float) -> None:
        named = [(name, parameter) for name, parameter in model.named_parameters() if parameter.requires_grad]
        matrices = [parameter for name, parameter in named if is_hidden_matrix(name, parameter)]
        others = [parameter for name, parameter in named if not is_hidden_matrix(name, parameter)]
        self._muon_scale = muon
        self._muon = torch.optim.Muon(matrices, lr=1e-3, weight_decay=0.02, adjust_lr_fn="match_rms_adamw")
        self._adam = torch.optim.AdamW(
            [*others, *heads.parameters()], lr=1e-3, betas=(0.9, 0.97), weight_decay=0.0, eps=1e-9
        )
        self.parameters: list[nn.Parameter] = [*matrices, *others, *heads.parameters()]

    def step(self, rate: float) -> None:
        """One step at a learning rate; parameters without a gradient stay."""
        for optimizer, scale in ((self._muon, self._muon_scale), (self._adam, 1.0)):
            for group in optimizer.param_groups:
                group["lr"] = rate * scale
            optimizer.step()  # type: ignore[no-untyped-call]
            optimizer.zero_grad(set_to_none=True)

    def state_dict(self) -> dict[str, Any]:
        """The state of both."""
        return {"muon": self._muon.state_dict(), "adam": self._adam.state_dict()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take up the state of both."""
        self._muon.load_state_dict(state["muon"])
        self._adam.load_state_dict(state["adam"])


def rate_at(done: float, *, peak: float, last: float, warm_up: float) -> float:
    """The learning rate when a share `done` of a stage is over: linear warm-up, then cosine to `last` of the peak."""
    if done < warm_up:
        return peak * max(done / warm_up, 0.01)
    share = min(1.0, (done - warm_up) / (1 - warm_up))
    return peak * (last + (1 - last) * (1 + math.cos(math.pi * share)) / 2)


def clip(parameters: Iterable[nn.Parameter], limit: float = 1.0) -> float:
    """Scale the gradients down to a common norm of at most `limit`; returns the norm before."""
    found = [parameter for parameter in parameters if parameter.grad is not None]
    return float(nn.utils.clip_grad_norm_(found, limit))
