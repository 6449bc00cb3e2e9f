"""Several processes that train one model: each on its own batches, gradients averaged after each step.

On processors shared with other work this is steadier than several threads: processes meet once a step, not at every
operation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.distributed as dist
from torch import nn


@dataclass(frozen=True)
class Team:
    """This process's number among how many."""

    rank: int
    size: int

    @property
    def leads(self) -> bool:
        return self.rank == 0

    def join(self, meeting: Path) -> None:
        """Meet the others by a file that none of them has used before."""
        if self.size > 1:
            dist.init_process_group(
                "gloo", init_method=f"file://{meeting}", rank=self.rank, world_size=self.size
            )

    def leave(self) -> None:
        """Part from the others."""
        if self.size > 1:
            dist.destroy_process_group()

    def average(self, parameters: Sequence[nn.Parameter], extra: float) -> float:
        """Average all gradients in place, and one number more, which is returned."""
        if self.size == 1:
            return extra
        present = torch.tensor([float(parameter.grad is not None) for parameter in parameters] + [extra])
        dist.all_reduce(present)
        shared = [parameter for parameter, count in zip(parameters, present, strict=False) if count > 0]
        if not shared:
            return float(present[-1]) / self.size
        flat = torch.cat([_gradient(parameter).flatten() for parameter in shared])
        dist.all_reduce(flat)
        flat /= self.size
        for parameter, part in zip(shared, torch.split(flat, [one.numel() for one in shared]), strict=True):
            parameter.grad = part.view_as(parameter)
        return float(present[-1]) / self.size


def _gradient(parameter: nn.Parameter) -> torch.Tensor:
    return torch.zeros_like(parameter) if parameter.grad is None else parameter.grad
