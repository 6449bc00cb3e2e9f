"""From pixels and lines to a Chart: scales, plot, legend, marks, texts, in this order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from viscodex_model.read.charts.legend import find_legend
from viscodex_model.read.charts.marks.find import find_marks, is_grid
from viscodex_model.read.charts.marks.hidden import without_hidden
from viscodex_model.read.charts.marks.pie import find_pie
from viscodex_model.read.charts.marks.places import with_values_at_names
from viscodex_model.read.charts.marks.strays import without_strays
from viscodex_model.read.charts.nouns import GUESSED, Chart, Legend, Mark, Scale, Sector
from viscodex_model.read.charts.plot.frame import Frame, Mask, find_frame, find_rules, margin_color
from viscodex_model.read.charts.plot.ink import Ink, find_inks, hide_border, hide_rules, inside, plot_ground
from viscodex_model.read.charts.plot.look import measure_look
from viscodex_model.read.charts.plot.reach import with_reach
from viscodex_model.read.charts.scales.fit import best_scale, category_scale
from viscodex_model.read.charts.scales.labels import Label, columns_of, number_labels, rows_of
from viscodex_model.read.charts.scales.multiplier import with_multipliers
from viscodex_model.read.charts.scales.second import with_second_axis
from viscodex_model.read.charts.scales.texts import find_categories, find_texts, labels_of
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.recognition.engine import Engine
from viscodex_model.read.recognition.lines import Line

# A line of text is at most so many times as high as the usual one, and above 1.5 times it has to be read surely.
TALL, SURE = 4.0, 0.8
# A legend's frame is so many pixels around its names, at most.
LEGEND_MARGIN = 8
# Names of places stand evenly where their steps differ by no more than this factor.
EVEN = 1.15


@dataclass(frozen=True, slots=True)
class _Axes:
    x: Scale | None
    y: Scale | None
    used: frozenset[int]
    left: float
    height: float = 0.0


def recognize(pixels: Pixels, lines: Sequence[Line], engine: Engine | None = None) -> Chart | None:
    """The chart in a picture; None where there is no plot. With `engine` the name of the y axis is read too."""
    lines = _plausible(lines)
    across, down = find_rules(pixels), find_rules(np.ascontiguousarray(pixels.transpose(1, 0, 2)))
    rough = find_frame(pixels, across, down)
    numbers = number_labels(pixels, lines)
    axes = _number_axes(numbers, rough.box if rough else None)
    used = [lines[index].box for index in axes.used]
    frame = find_frame(pixels, across, down, ticks_x=_places(axes.x), ticks_y=_places(axes.y), labels=used)
    labels = labels_of(pixels, lines)
    if frame is None and (names := _names_below(axes, labels)):
        frame = find_frame(pixels, across, down, ticks_x=names, ticks_y=_places(axes.y), labels=used)
    without_axes = axes.x is None and axes.y is None
    if without_axes and (pie := find_pie(pixels, labels, margin_color(pixels))) is not None:
        return _pie_chart(pixels, lines, labels, pie)
    if frame is None:
        return None
    frame = with_reach(pixels, frame)
    axes = _with_powers(axes, labels, frame.box)
    axes = _with_categories(axes, labels, frame.box)
    free = [label for label in labels if label.line not in axes.used]
    plot = pixels[inside(frame.box)]
    ground = plot_ground(plot, frame.figure)
    inks = find_inks(plot, ground, rules=_rules(plot, frame), texts=_texts_within(lines, frame.box, axes))
    legend, in_legend = find_legend(pixels, free, [ink.color for ink in inks]) or (None, frozenset[int]())
    if legend is not None:
        inks = _without(inks, legend, frame.box)
    found = find_marks(inks, frame.box, x=axes.x, y=axes.y)
    marks = [_named(mark, legend) for mark in found.marks if not is_grid(mark, x=axes.x, y=axes.y)]
    marks, unsure = without_strays(marks, legend, ground)
    marks, hidden = without_hidden(marks, _covered(legend) if legend else None, horizontal=found.horizontal)
    marks = [with_values_at_names(mark, axes.x) for mark in marks]
    marks = with_second_axis(marks, [one for one in numbers if one.line not in axes.used], frame.box, axes.y)
    free = [label for label in free if label.line not in in_legend]
    texts, _ = find_texts(pixels, free, frame.box, axes.left, engine)
    return Chart(
        width=pixels.shape[1],
        height=pixels.shape[0],
        plot=frame.box,
        look=measure_look(frame, ground, lines, axes.height),
        marks=tuple(marks),
        horizontal=found.horizontal,
        x=axes.x,
        y=axes.y,
        title=texts.title,
        x_label=texts.x_label,
        y_label=texts.y_label,
        legend=legend,
        doubts=(*found.doubts, *unsure, *hidden, *_guesses(marks)),
    )


def _pie_chart(
    pixels: Pixels, lines: Sequence[Line], labels: Sequence[Label], pie: tuple[tuple[Sector, ...], Box]
) -> Chart:
    sectors, box = pie
    figure = margin_color(pixels)
    texts, _ = find_texts(pixels, labels, box, 0.0, None)
    look = measure_look(Frame(box, figure, False, (), ()), figure, lines)
    named = any(sector.label for sector in sectors)
    return Chart(
        width=pixels.shape[1],
        height=pixels.shape[0],
        plot=box,
        look=look,
        sectors=sectors,
        title=texts.title,
        doubts=() if named else ("The sectors' names were not read.",),
    )


def _plausible(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without those that are waves or shapes taken for letters: far larger than the rest, and unsure."""
    if not lines:
        return ()
    usual = float(np.median([line.box.height for line in lines]))
    return tuple(
        line
        for line in lines
        if line.box.height <= TALL * usual and (line.confidence >= SURE or line.box.height <= 1.5 * usual)
    )


def _names_below(axes: _Axes, labels: Sequence[Label]) -> list[float]:
    """Where a plot without any rule begins and ends: half a step beyond the row of names below the numbers of its y
    axis; nothing where there is no such row, or the names do not stand evenly."""
    if axes.y is None or axes.x is not None:
        return []
    lowest = max(_places(axes.y))
    beside = [label for label in labels if label.line not in axes.used and label.box.left > axes.left]
    rows = rows_of([label for label in beside if label.box.center[1] > lowest])
    middles = sorted(label.box.center[0] for label in max(rows, key=len, default=()))
    steps = [right - left for left, right in pairwise(middles)]
    if len(steps) < 2 or max(steps) > EVEN * min(steps):
        return []
    return [middles[0] - steps[0] / 2, middles[-1] + steps[-1] / 2]


def _number_axes(numbers: Sequence[Label], plot: Box | None) -> _Axes:
    y = best_scale(list(columns_of(numbers)), vertical=True, plot=plot)
    on_y = set(y[1]) if y else set()
    rest = [label for label in numbers if label not in on_y]
    x = best_scale(list(rows_of(rest)), vertical=False, plot=plot)
    used = {label.line for fit in (x, y) if fit for label in fit[1]}
    left = min((label.box.left for label in on_y), default=0.0)
    # Labels along the x axis may be turned: then their boxes are higher than their digits.
    heights = [float(np.median([label.box.height for label in fit[1]])) for fit in (x, y) if fit]
    height = min(heights, default=0.0)
    return _Axes(x[0] if x else None, y[0] if y else None, frozenset(used), left, height)


def _with_categories(axes: _Axes, labels: Sequence[Label], plot: Box) -> _Axes:
    free = [label for label in labels if label.line not in axes.used]
    if axes.x is None and len(found := find_categories(free, plot, vertical=False)) >= 2:
        axes = replace(
            axes, x=category_scale(found, vertical=False), used=axes.used | {one.line for one in found}
        )
    if axes.y is None and len(found := find_categories(free, plot, vertical=True)) >= 2:
        left = min(label.box.left for label in found)
        used = axes.used | {one.line for one in found}
        axes = replace(axes, y=category_scale(found, vertical=True), used=used, left=left)
    return axes


def _with_powers(axes: _Axes, labels: Sequence[Label], plot: Box) -> _Axes:
    free = [label for label in labels if label.line not in axes.used]
    x, y, used = with_multipliers(axes.x, axes.y, free, plot)
    return replace(axes, x=x, y=y, used=axes.used | used)


def _places(scale: Scale | None) -> list[float]:
    return [tick.place for tick in scale.ticks] if scale else []


def _rules(plot: Pixels, frame: Frame) -> Mask:
    """The pixels of the plot that are spines or grid."""
    hidden = np.zeros(plot.shape[:2], bool)
    hide_border(hidden)
    hide_rules(frame, hidden, plot)
    return hidden


def _texts_within(lines: Sequence[Line], plot: Box, axes: _Axes) -> list[Box]:
    """The boxes of words in the plot, from its corner. A single character may be a marker or a bend of a curve."""
    left, top = round(plot.left), round(plot.top)
    return [
        line.box.seen_from(left, top)
        for index, line in enumerate(lines)
        if (index in axes.used or sum(map(str.isalnum, line.text)) >= 2)
        and line.box.bottom > top
        and line.box.right > left
    ]


def _covered(legend: Legend) -> Box:
    """What the legend and its frame may cover."""
    box, margin = legend.box, LEGEND_MARGIN
    return Box(box.left - margin, box.top - margin, box.right + margin, box.bottom + margin)


def _without(inks: Sequence[Ink], legend: Legend, plot: Box) -> tuple[Ink, ...]:
    """The inks without the legend's samples and its frame."""
    box = _covered(legend)
    top, left = max(0, round(box.top - plot.top)), max(0, round(box.left - plot.left))
    bottom, right = round(box.bottom - plot.top), round(box.right - plot.left)
    if bottom <= 0 or right <= 0:
        return tuple(inks)
    kept = []
    for ink in inks:
        mask = ink.mask.copy()
        mask[top:bottom, left:right] = False
        kept.append(Ink(ink.color, mask))
    return tuple(kept)


def _guesses(marks: Sequence[Mark]) -> tuple[str, ...]:
    """Sentences about the marks whose values were not measured."""
    return tuple(dict.fromkeys(GUESSED + mark.guess for mark in marks if mark.guess))


def _named(mark: Mark, legend: Legend | None) -> Mark:
    """The mark with the legend's name of its colour."""
    names = [name for name, color in legend.names if color == mark.color] if legend else []
    return replace(mark, label=names[0]) if names else mark
