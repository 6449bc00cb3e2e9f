"""Draws the loss curve of a run from the lines of its log.

The PNG shows the losses worth watching over minutes of training, with the stages marked.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

CURVES = ("text", "structure", "pointing_next", "tokens", "characters")
NEAR = 3
"""Each point is a mean over so many lines to either side."""

Line = Mapping[str, float | str]


def read_log(path: Path) -> list[Line]:
    """The training lines of a log, without those of validation."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if "seconds" in line]


def minutes_of(lines: Sequence[Line]) -> list[float]:
    """Minutes of training at each line, stages one after the other."""
    found: list[float] = []
    before = last = 0.0
    for number, line in enumerate(lines):
        if number and line["stage"] != lines[number - 1]["stage"]:
            before += last
        last = float(line["seconds"])
        found.append((before + last) / 60)
    return found


def smooth(values: Sequence[float]) -> list[float]:
    """Each value's mean with its neighbours."""
    spans = [values[max(0, at - NEAR) : at + NEAR + 1] for at in range(len(values))]
    return [sum(span) / len(span) for span in spans]


def draw_curve(lines: Sequence[Line], path: Path) -> None:
    """Draw the log's losses into a PNG."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 4.5), layout="constrained")
    axes = figure.subplots()
    minutes = minutes_of(lines)
    for name in CURVES:
        points = [(at, float(line[name])) for at, line in zip(minutes, lines, strict=True) if name in line]
        if points:
            axes.plot([at for at, _ in points], smooth([value for _, value in points]), label=name)
    for number, line in enumerate(lines):
        if number == 0 or line["stage"] != lines[number - 1]["stage"]:
            axes.axvline(minutes[number], color="#dddddd", zorder=0)
            # Slanting, so that the names of short stages stand side by side.
            above = axes.get_xaxis_transform()
            label = axes.text(minutes[number], 1.02, str(line["stage"]), transform=above, color="#777777")
            label.set(rotation=60, rotation_mode="anchor", fontsize=9)
    axes.set(xlabel="minutes of training", ylabel="loss (nats)", yscale="log")
    axes.yaxis.set_major_formatter("{x:g}")
    if axes.get_lines():
        axes.legend(loc="upper right")
    figure.savefig(path, dpi=100)
