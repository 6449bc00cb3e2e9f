"""Draws means with standard errors as inline SVG: bars for a report, a curve for a sweep."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _LABEL, _ROW = 720.0, 210.0, 26.0
_HEIGHT, _MARGIN = 300.0, 46.0


@dataclass(frozen=True)
class Bar:
    """One bar: a share in 0..1, its standard error, and whether it is published and not measured here."""

    label: str
    value: float
    error: float | None = None
    published: bool = False


@dataclass(frozen=True)
class Point:
    """One point of a curve."""

    x: float
    y: float
    error: float | None = None


def bar_plot(title: str, bars: Sequence[Bar]) -> str:
    """Horizontal bars on a scale of 0 to 100, in the given order, with a whisker of one standard error each way."""
    scale = _WIDTH - _LABEL - 60
    rows = "".join(_bar(bar, index, scale) for index, bar in enumerate(bars))
    grid = "".join(_grid_line(_LABEL + scale * tick / 4, len(bars) * _ROW, 25 * tick) for tick in range(5))
    height = len(bars) * _ROW + 26
    return (
        f'<svg viewBox="0 0 {_WIDTH:g} {height:g}" role="img" aria-label="{escape(title)}">{grid}{rows}</svg>'
    )


def curve_plot(title: str, points: Sequence[Point], x_name: str) -> str:
    """A line through points with whiskers; the best is marked. Needs at least one point."""
    xs, lows = [point.x for point in points], [point.y - (point.error or 0.0) for point in points]
    tops = [point.y + (point.error or 0.0) for point in points]
    frame = _Frame((min(xs), max(xs)), round_ticks(max(0.0, min(lows)), max(tops)))
    best = max(points, key=lambda point: point.y)
    line = " ".join(f"{frame.x(point.x):.1f},{frame.y(point.y):.1f}" for point in points)
    marks = "".join(_mark(point, frame, best=point is best) for point in points)
    return (
        f'<svg viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" role="img" aria-label="{escape(title)}">'
        f'{frame.axes(points, x_name)}<polyline class="curve" points="{line}"/>{marks}</svg>'
    )


def round_ticks(low: float, high: float) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten, the first at or below `low`, the last at or above `high`."""
    rough = max(high - low, 0.02) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [step * number for number in range(first, max(last, first + 1) + 1)]


class _Frame:
    """Where data lies on the picture; `ticks` are the marks of its upright axis."""

    def __init__(self, xs: tuple[float, float], ticks: Sequence[float]) -> None:
        self._xs = xs if xs[1] > xs[0] else (xs[0] - 0.5, xs[0] + 0.5)
        self._ticks = ticks

    def x(self, value: float) -> float:
        low, high = self._xs
        return _MARGIN + 20 + (value - low) / (high - low) * (_WIDTH - 2 * _MARGIN - 40)

    def y(self, value: float) -> float:
        low, high = self._ticks[0], self._ticks[-1]
        return _HEIGHT - _MARGIN - (value - low) / (high - low) * (_HEIGHT - 2 * _MARGIN)

    def axes(self, points: Sequence[Point], x_name: str) -> str:
        parts = []
        for value in self._ticks:
            place = self.y(value)
            parts.append(
                f'<line class="grid" x1="{_MARGIN}" x2="{_WIDTH - _MARGIN}" y1="{place:.1f}" y2="{place:.1f}"/>'
            )
            parts.append(
                f'<text x="{_MARGIN - 6}" y="{place + 4:.1f}" text-anchor="end">{100 * value:g}</text>'
            )
        for point in points:
            parts.append(
                f'<text x="{self.x(point.x):.1f}" y="{_HEIGHT - 26}" text-anchor="middle">{point.x:g}</text>'
            )
        parts.append(f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 6}" text-anchor="middle">{escape(x_name)}</text>')
        return "".join(parts)


def _bar(bar: Bar, index: int, scale: float) -> str:
    top = index * _ROW + 4
    middle, width = top + (_ROW - 8) / 2, scale * max(0.0, min(1.0, bar.value))
    kind = "published" if bar.published else "measured"
    end = _LABEL + width + 8
    whisker = ""
    if bar.error is not None:
        low, high = (scale * max(0.0, min(1.0, bar.value + sign * bar.error)) for sign in (-1, 1))
        whisker = f'<path class="whisker" d="M{_LABEL + low:.1f} {middle}H{_LABEL + high:.1f}"/>'
        end = _LABEL + high + 8
    return (
        f'<text x="{_LABEL - 10}" y="{middle + 4}" text-anchor="end">{escape(bar.label)}</text>'
        f'<rect class="{kind}" x="{_LABEL}" y="{top}" width="{width:.1f}" height="{_ROW - 8}" rx="2"/>'
        f'{whisker}<text x="{end:.1f}" y="{middle + 4}">{100 * bar.value:.1f}</text>'
    )


def _grid_line(x: float, height: float, label: int) -> str:
    line = f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height:g}"/>'
    return line + f'<text class="tick" x="{x:.1f}" y="{height + 18:g}" text-anchor="middle">{label}</text>'


def _mark(point: Point, frame: _Frame, *, best: bool) -> str:
    x, y = frame.x(point.x), frame.y(point.y)
    whisker = ""
    if point.error is not None:
        high, low = frame.y(point.y + point.error), frame.y(point.y - point.error)
        whisker = f'<path class="whisker" d="M{x:.1f} {high:.1f}V{low:.1f}"/>'
    return f'{whisker}<circle class="{"best" if best else "measured"}" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
