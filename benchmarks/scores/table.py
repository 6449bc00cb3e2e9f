"""Means and standard errors of scores."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import numpy.typing as npt


def summary(scores: Sequence[Any]) -> dict[str, dict[str, float]]:
    """Mean and standard error of each field of these dataclasses."""
    table = {}
    for name in (field.name for field in fields(scores[0])):
        values = np.array([getattr(one, name) for one in scores])
        table[name] = {
            "mean": round(float(values.mean()), 4),
            "standard_error": round(standard_error(values), 4),
        }
    return table


def standard_error(values: npt.NDArray[np.float64]) -> float:
    """Of the mean of these values; 0 of a single one."""
    return float(values.std(ddof=1) / len(values) ** 0.5) if len(values) > 1 else 0.0
