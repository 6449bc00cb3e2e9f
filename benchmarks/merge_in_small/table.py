"""Writes the experiment's results and its tables in Markdown from the scores of all pictures.

A row's difference from the VLM alone is told picture by picture and seed by seed: all were asked for the same ones.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.merge_in_small.models import Model
from benchmarks.scores.table import cell, line, over_seeds

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
            found[kind][name] = (
                {"n": len(values)} | over_seeds(own) | {"from_vlm": over_seeds(own[:paired] - less)}
            )
    return found


def tables(rows: Sequence[Mapping[str, Any]]) -> str:
    """All scores, then what the tuned rows have more than the VLM alone."""
    titles = [title for _, _, title in COLUMNS]
    lines = [line("model", "tuning", "seeds", *titles), "|---" * (3 + len(titles)) + "|"]
    for row in rows:
        cells = [cell(row[kind][name]) for kind, name, _ in COLUMNS]
        lines.append(line(row["title"], "after" if row["tuned"] else "before", row["seeds"], *cells))
    lines += ["", line("after tuning, beside the VLM alone", *COMPARED), "|---" * (1 + len(COMPARED)) + "|"]
    for row in rows:
        if row["tuned"] and row["title"] != "VLM alone":
            told = {title: row[kind][name]["from_vlm"] for kind, name, title in COLUMNS}
            lines.append(line(row["title"], *(cell(told[title], sign="+") for title in COMPARED)))
    return "\n".join(lines)
