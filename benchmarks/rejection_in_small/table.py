"""Writes the results: each score's mean with its standard error, and what was gained on the same pictures.

A mean's standard error has two parts: that of the pictures, each taken as the mean of its seeds, and that of the seeds.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.scores.table import standard_error

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
    lines = [_line("nano", "seeds", *names), "|---" * (2 + len(names)) + "|"]
    for way, row in rows.items():
        lines.append(_line(TITLES[way], row["seeds"], *(_cell(row["scores"][name]) for name in names)))
    for way, other in (("selected", "before"), ("lot", "before"), ("selected", "lot")):
        gained = rows[way][f"from_{other}"]
        title = f"{TITLES[way]}, less {TITLES[other]}"
        lines.append(_line(title, rows[way]["seeds"], *(_cell(gained[name], "+") for name in names)))
    return "\n".join(lines)


def _row(way: str, measured: Mapping[str, Sequence[Scores]]) -> dict[str, Any]:
    runs = measured[way]
    found: dict[str, Any] = {"seeds": len(runs), "n": len(next(iter(runs[0].values())))}
    found["scores"] = {name: _told(_values(runs, name)) for name in runs[0]}
    for other in ("before", "lot"):
        if other != way and other in measured and len(measured[other]) in (1, len(runs)):
            less = {name: _values(measured[other], name) for name in runs[0]}
            found[f"from_{other}"] = {name: _told(_values(runs, name) - less[name]) for name in runs[0]}
    return found


def _values(runs: Sequence[Scores], name: str) -> npt.NDArray[np.float64]:
    """[seeds, pictures]"""
    return np.array([scores[name] for scores in runs])


def _told(values: npt.NDArray[np.float64]) -> dict[str, float]:
    seeds, pictures = standard_error(values.mean(1)), standard_error(values.mean(0))
    error = round(float(np.hypot(seeds, pictures)), 4)
    return {"mean": round(float(values.mean()), 4), "standard_error": error}


def _line(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _cell(told: Mapping[str, float], sign: str = "") -> str:
    return f"{told['mean']:{sign}.3f} ± {told['standard_error']:.3f}"
