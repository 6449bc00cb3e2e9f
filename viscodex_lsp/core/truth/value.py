"""The mean of the parts that were measured, with the weights that the calibration found (see docs/truth.md)."""

from collections.abc import Mapping

from viscodex_lsp.core.truth.likeness import Part

WEIGHTS: Mapping[str, float] = {"words": 0.5, "places": 0.2, "colours": 0.15, "structure": 0.15, "lines": 0.5}


def mean_of(parts: Mapping[str, Part]) -> float | None:
    """The weighted mean of the measured parts; None where there are none."""
    measured = {name: part.value for name, part in parts.items() if part.value is not None}
    total = sum(WEIGHTS[name] for name in measured)
    return sum(WEIGHTS[name] * value for name, value in measured.items()) / total if total else None
