"""Writes the results: each score's mean with its standard error, and what was gained on the same pictures."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.scores.table import cell, line, over_seeds

Scores = Mapping[str, Sequence[float]]
"""Of one model: name of the score, the pictures' values in order."""
TITLES = {"before": "before", "selected": "after, on its best answers", "lot": "after, on answers by lot"}


def results_of(measured: Mapping[str, Sequence[Scores]]) -> dict[str, Any]:
    """For each way of learning: the means, and their differences from before and from answers drawn by lot."""
    return {"models": {way: _row(way, measured) for way in measured}}


def table(results: Mapping[str, Any]) -> str:
    """The results in Markdown."""
    rows = results["models"]
    names = list(rows["before"]["scores"])
    lines = [line("nano", "seeds", *names), "|---" * (2 + len(names)) + "|"]
    for way, row in rows.items():
        lines.append(line(TITLES[way], row["seeds"], *(cell(row["scores"][name]) for name in names)))
    for way, other in (("selected", "before"), ("lot", "before"), ("selected", "lot")):
        gained = rows[way][f"from_{other}"]
        title = f"{TITLES[way]}, less {TITLES[other]}"
        lines.append(line(title, rows[way]["seeds"], *(cell(gained[name], "+") for name in names)))
    return "\n".join(lines)


def _row(way: str, measured: Mapping[str, Sequence[Scores]]) -> dict[str, Any]:
    runs = measured[way]
    found: dict[str, Any] = {"seeds": len(runs), "n": len(next(iter(runs[0].values())))}
    found["scores"] = {name: over_seeds(_values(runs, name)) for name in runs[0]}
    for other in ("before", "lot"):
        if other != way and other in measured and len(measured[other]) in (1, len(runs)):
            less = {name: _values(measured[other], name) for name in runs[0]}
            found[f"from_{other}"] = {name: over_seeds(_values(runs, name) - less[name]) for name in runs[0]}
    return found


def _values(runs: Sequence[Scores], name: str) -> npt.NDArray[np.float64]:
    """[seeds, pictures]"""
    return np.array([scores[name] for scores in runs])
