"""What a chart truly shows, from a record of `sandboxed/record_values.py`, as shares of its axes."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

PLACES = 40
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Truth:
    """A record with its axes as functions from pixels and values to shares of the axis."""

    record: dict[str, Any]

    def share(self, values: Any, name: str) -> Floats:
        axis = self.record[name]
        low, high = axis["limits"]
        found = np.asarray(values, float)
        if axis["scale"] == "log":
            with np.errstate(divide="ignore", invalid="ignore"):
                found, low, high = np.log10(found), math.log10(low), math.log10(high)
        return np.asarray((found - low) / (high - low or 1))

    def seen(self, pixels: Any, name: str) -> Floats:
        left, top, right, bottom = self.record["box"]
        found = np.asarray(pixels, float)
        share = (found - left) / (right - left) if name == "x" else (bottom - found) / (bottom - top)
        return np.asarray(share)


def true_bars(truth: Truth) -> list[tuple[str, float, float, float]]:
    """Value axis, middle and half width as shares of the axis of positions, end as a share of the value axis."""
    found = []
    for group in truth.record["bars"]:
        lying = group["orientation"] == "horizontal"
        along, across = ("x", "y") if lying else ("y", "x")
        for x, y, width, height in group["bars"]:
            start, size, base, length = (y, height, x, width) if lying else (x, width, y, height)
            near, far = truth.share([start, start + size], across)
            end = float(truth.share([base + length], along)[0])
            middle = float(near + far) / 2
            if length and 0 <= middle <= 1 and -0.02 <= end <= 1.02:
                found.append((along, middle, abs(float(far - near)) / 2, end))
    return found


def true_lines(truth: Truth) -> list[Floats]:
    """For each line the places (share of x, share of y) at which it is asked for."""
    lines = []
    for line in _drawn_lines(truth):
        course = _course(truth, line)
        if len(course) > PLACES or line["steps"] != "default":
            course = course[np.linspace(0, len(course) - 1, PLACES).round().astype(int)]
        course = course[np.isfinite(course).all(1) & (course >= -0.001).all(1) & (course <= 1.001).all(1)]
        if len(course) >= 2:
            lines.append(course)
    return lines


def _drawn_lines(truth: Truth) -> list[dict[str, Any]]:
    return [line for line in truth.record["lines"] if line["style"] not in ("None", " ", "")]


def _course(truth: Truth, line: dict[str, Any]) -> Floats:
    return np.column_stack(
        [truth.share(np.array(line["values"])[:, axis], name) for axis, name in enumerate("xy")]
    )


def drawn_courses(truth: Truth) -> list[Floats]:
    """Each line as it is drawn, whole and with the corners of its steps: what is read may lie anywhere on it."""
    courses = []
    for line in _drawn_lines(truth):
        course = _stepped(_course(truth, line), line["steps"])
        courses.append(course[np.isfinite(course).all(1)])
    return [course for course in courses if len(course)]


def _stepped(course: Floats, steps: str) -> Floats:
    """The corners of a line that goes from value to value in steps, as matplotlib draws them."""
    if steps == "default" or len(course) < 2:
        return course
    one, other = course[:-1], course[1:]
    if steps == "steps-mid":
        middle = (one[:, 0] + other[:, 0]) / 2
        corners = [one, np.column_stack([middle, one[:, 1]]), np.column_stack([middle, other[:, 1]])]
    elif steps == "steps-post":
        corners = [one, np.column_stack([other[:, 0], one[:, 1]])]
    else:
        corners = [one, np.column_stack([one[:, 0], other[:, 1]])]
    return np.concatenate([np.stack(corners, 1).reshape(-1, 2), course[-1:]])


def densified(course: Floats) -> Floats:
    if len(course) < 2:
        return course
    steps = np.maximum(1, np.ceil(np.abs(np.diff(course, axis=0)).max(1) / 0.004)).astype(int)
    parts = [
        np.linspace(one, other, count + 1)
        for one, other, count in zip(course, course[1:], steps, strict=False)
    ]
    return np.concatenate(parts)


def true_points(truth: Truth) -> Floats:
    found = [group["values"] for group in truth.record["points"]]
    found += [
        line["values"]
        for line in truth.record["lines"]
        if line["style"] in ("None", " ", "") and line["marker"] not in ("None", "", " ")
    ]
    values = np.array([value for group in found for value in group], float).reshape(-1, 2)
    places = np.column_stack([truth.share(values[:, 0], "x"), truth.share(values[:, 1], "y")])
    return places[np.isfinite(places).all(1) & (places >= 0).all(1) & (places <= 1).all(1)]
