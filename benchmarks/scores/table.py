"""Means and standard errors of scores, and how a table in Markdown tells them."""

from collections.abc import Mapping, Sequence
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


def over_seeds(values: npt.NDArray[np.float64]) -> dict[str, float]:
    """The mean of values [seeds, pictures] with its standard error.

    The error has two parts: that of the pictures, each taken as the mean of its seeds, and that of the seeds.
    """
    seeds, pictures = standard_error(values.mean(1)), standard_error(values.mean(0))
    return {
        "mean": round(float(values.mean()), 4),
        "standard_error": round(float(np.hypot(seeds, pictures)), 4),
    }


def line(*cells: object) -> str:
    """A row of a table in Markdown."""
    return f"| {' | '.join(map(str, cells))} |"


def cell(told: Mapping[str, float], sign: str = "") -> str:
    """A mean with its standard error; a `sign` of "+" is for differences."""
    return f"{told['mean']:{sign}.3f} ± {told['standard_error']:.3f}"
