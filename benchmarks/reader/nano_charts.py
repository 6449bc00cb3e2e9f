"""What nano's plotting programs draw, as a Chart on the picture's own axes, so that it is scored as what was read."""

import json
import sys
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
from viscodex_model.core.sandbox.confinement import Limits
from viscodex_model.core.sandbox.interpreter import find_interpreter, with_fonts
from viscodex_model.read.charts.nouns import Bar, Bars, Chart, Curve, Look, Mark, Points, Scale
from viscodex_model.read.picture.geometry import Box

from benchmarks.reader.charts import RECORDER
from benchmarks.reader.pages import Read

BLACK, WHITE = (0, 0, 0), (255, 255, 255)


def measure_drawn_charts(folder: Path, read: Read, every: int) -> dict[str, Any]:
    """Values within 3 % of the axis of what the programs in the replies draw, and how many of the programs run."""
    from benchmarks.reader.chart_scores import score_chart

    interpreter, scores, ran = with_fonts(find_interpreter(sys.executable)), [], 0
    for path in sorted(folder.glob("*.json"))[::every]:
        truth = json.loads(path.read_text())
        program = read(path.with_suffix(".png").read_bytes(), kind="chart").code
        files = {"record_values.py": RECORDER.read_bytes(), "program.py": program.encode()}
        words = ["/input/record_values.py", "/input/program.py"]
        outcome = interpreter.run(words, files=files, limits=Limits(seconds=30))
        drawn = json.loads(outcome.output) if outcome.ok else {}
        ran += bool(drawn.get("picture"))
        score = score_chart(truth, drawn_chart(drawn, truth) if drawn.get("plain") else None)
        if score is not None:
            scores.append(score)
    return {
        "charts": len(scores),
        "values_right_mean_of_charts": round(mean(score.right / score.values for score in scores), 3),
        "read_values_that_nothing_is_near": round(
            sum(score.invented for score in scores) / max(1, sum(score.read for score in scores)), 3
        ),
        "programs_run": round(ran / max(1, len(scores)), 3),
    }


def drawn_chart(drawn: dict[str, Any], truth: dict[str, Any]) -> Chart:
    """The figure in the record `drawn`, stretched over the axes of the record `truth`."""
    left, top, right, bottom = truth["box"]
    x, y = _scale(drawn["x"], left, right), _scale(drawn["y"], bottom, top)
    marks: list[Mark] = []
    horizontal = False
    for group in drawn["bars"]:
        horizontal = group["orientation"] == "horizontal"
        across, along = (y, x) if horizontal else (x, y)
        bars = []
        for place, base, width, height in group["bars"]:
            start, size, foot, length = (
                (base, height, place, width) if horizontal else (place, width, base, height)
            )
            edges = _pixels(across, start), _pixels(across, start + size)
            bars.append(Bar(min(edges), max(edges), _pixels(along, foot), _pixels(along, foot + length)))
        marks.append(Bars(BLACK, tuple(bars)))
    for line in drawn["lines"]:
        points = tuple((_pixels(x, one), _pixels(y, other)) for one, other in line["values"])
        scattered = line["style"] in ("None", " ", "")
        marks.append(Points(BLACK, points, 5.0) if scattered else Curve(BLACK, tuple(sorted(points))))
    for group in drawn["points"]:
        values = group["values"]
        marks.append(Points(BLACK, tuple((_pixels(x, one), _pixels(y, other)) for one, other in values), 5.0))
    marks = [mark for mark in marks if isinstance(mark, Bars) or mark.points]
    plot, look = Box(left, top, right, bottom), Look(WHITE, WHITE, BLACK)
    return Chart(round(right), round(bottom), plot, look, marks=tuple(marks), horizontal=horizontal, x=x, y=y)


def _scale(axis: dict[str, Any], first: float, last: float) -> Scale:
    """The scale of an axis whose limits lie at two places in pixels."""
    log = axis["scale"] == "log"
    low, high = np.log10(axis["limits"]) if log else axis["limits"]
    slope = float(high - low) / (last - first)
    return Scale("log" if log else "linear", slope, float(low) - slope * first, ())


def _pixels(scale: Scale, value: float) -> float:
    straight = float(np.log10(max(value, 1e-300))) if scale.kind == "log" else value
    return (straight - scale.offset) / (scale.slope or 1.0)
