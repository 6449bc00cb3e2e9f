"""Writes the experiment's results and its tables in Markdown from the scores of all pictures.

A mean's standard error has two parts: that of the pictures, each taken as the mean of its seeds, and that of the seeds.
A row's difference from the VLM alone is told picture by picture and seed by seed: all were asked for the same ones.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.merge_in_small.models import Model
from benchmarks.scores.table import standard_error

Scores = Mapping[str, Mapping[str, Sequence[float]]]
"""Of one model: kind of picture, name of the score, the pictures' values in order."""
Row = tuple[bool, str]
"""Tuned or not, and the title."""
Values = npt.NDArray[np.float64]

COLUMNS = (
    ("pages", "accepted", "pages accepted"),
    ("pages", "tag_text_f1", "pages F1"),
    ("pages", "ssim", "pages SSIM"),
    ("pages", "nats", "pages nats"),
    ("figures", "runs", "figures run"),
    ("figures", "text", "text"),
    ("figures", "layout", "layout"),
    ("figures", "type", "type"),
    ("figures", "color", "colour"),
    ("figures", "mean", "mean F1"),
    ("figures", "nats", "figures nats"),
    ("code", "characters", "code characters"),
    ("code", "lines", "code lines"),
    ("code", "nats", "code nats"),
)
COMPARED = (
    "pages F1",
    "pages nats",
    "figures run",
    "mean F1",
    "figures nats",
    "code characters",
    "code nats",
)


def results_of(measured: Iterable[tuple[Model, Scores]]) -> list[dict[str, Any]]:
    """The rows: each score's mean over pictures and seeds, its error, and its difference from the VLM alone."""
    runs: dict[Row, list[Scores]] = {}
    for model, scores in measured:
        runs.setdefault((model.start is not None, model.title), []).append(scores)
    return [_row(row, runs) for row in runs]


def _row(row: Row, runs: Mapping[Row, Sequence[Scores]]) -> dict[str, Any]:
    tuned, title = row
    base = runs[tuned, "VLM alone"]
    found: dict[str, Any] = {"title": title, "tuned": tuned, "seeds": len(runs[row])}
    for kind, by_name in runs[row][0].items():
        found[kind] = {}
        for name, values in by_name.items():
            own = np.array([scores[kind][name] for scores in runs[row]])
            paired = min(len(own), len(base))
            less = np.array([scores[kind][name] for scores in base[:paired]])
            found[kind][name] = {"n": len(values)} | _told(own) | {"from_vlm": _told(own[:paired] - less)}
    return found


def _told(values: Values) -> dict[str, float]:
    """Mean and standard error of values [seeds, pictures]."""
    seeds, pictures = standard_error(values.mean(0)), standard_error(values.mean(1))
    return {
        "mean": round(float(values.mean()), 4),
        "standard_error": round(float(np.hypot(seeds, pictures)), 4),
    }


def tables(rows: Sequence[Mapping[str, Any]]) -> str:
    """All scores, then what the tuned rows have more than the VLM alone."""
    titles = [title for _, _, title in COLUMNS]
    lines = [_line("model", "tuning", "seeds", *titles), "|---" * (3 + len(titles)) + "|"]
    for row in rows:
        cells = [_cell(row[kind][name], sign="") for kind, name, _ in COLUMNS]
        lines.append(_line(row["title"], "after" if row["tuned"] else "before", row["seeds"], *cells))
    lines += ["", _line("after tuning, beside the VLM alone", *COMPARED), "|---" * (1 + len(COMPARED)) + "|"]
    for row in rows:
        if row["tuned"] and row["title"] != "VLM alone":
            told = {title: row[kind][name]["from_vlm"] for kind, name, title in COLUMNS}
            lines.append(_line(row["title"], *(_cell(told[title], sign="+") for title in COMPARED)))
    return "\n".join(lines)


def _line(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _cell(told: Mapping[str, float], *, sign: str) -> str:
    return f"{told['mean']:{sign}.3f} ± {told['standard_error']:.3f}"
